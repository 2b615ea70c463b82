"""The command: builds once, keeps what stands, prints who can sign in."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import User
from shop.enterprises.models import Enterprise

pytestmark = pytest.mark.django_db


def demonstrate(*words: str) -> str:
    out = StringIO()
    call_command("demonstrate", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def embedded(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.SETTINGS_MODULE = "config.settings.embedded"  # last: each override hides the name of the module below it
    return tmp_path


def password_in(text: str) -> str:
    return text.rpartition("Password for all of them: ")[2].strip()


def test_stages_and_sign_ins_are_printed(embedded: Path) -> None:
    said = demonstrate("--date", "2026-11-22", "--until", "due")

    assert "orders for today, Tuesday 24 November 2026" in said
    assert "grower@example.org" in said
    assert (embedded / "sign-ins.txt").read_text() in said
    assert (embedded / "sign-ins.txt").stat().st_mode & 0o077 == 0
    assert User.objects.get(email="cook@example.org").check_password(password_in(said))


def test_what_stands_is_kept_and_a_second_one_is_refused(embedded: Path) -> None:
    built = demonstrate("--until", "due")
    Enterprise.objects.filter(name="Broadfurrow Roots").update(phone="entered by hand")

    assert demonstrate("--until", "due", "--keep") == ""
    said = demonstrate("--scale", "region", "--keep")
    with pytest.raises(CommandError, match="make reset"):
        demonstrate("--until", "due")

    assert said.startswith("The small demonstration stands and is kept. To build region")
    assert Enterprise.objects.get(name="Broadfurrow Roots").phone == "entered by hand"
    assert Enterprise.objects.growers().count() == 12
    assert password_in(demonstrate("--print-sign-ins")) == password_in(built)


def test_people_whose_password_was_lost_get_another_one(embedded: Path) -> None:
    lost = password_in(demonstrate("--until", "due"))
    (embedded / "sign-ins.txt").unlink()

    demonstrate("--keep")

    said = demonstrate("--print-sign-ins")
    assert password_in(said) != lost
    assert User.objects.get(email="cook@example.org").check_password(password_in(said))


def test_nothing_is_printed_before_anything_stands() -> None:
    with pytest.raises(CommandError, match="No demonstration stands"):
        demonstrate("--print-sign-ins")


def test_outside_the_embedded_mode_nobody_gets_a_password() -> None:
    said = demonstrate("--until", "due")

    assert "They sign in by a code that is mailed to them" in said
    assert not any(person.has_usable_password() for person in User.objects.all())

"""Every way in asks for the second factor, and its pages set it up, renew its codes and take it away."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from accounts.models import SecondFactor, Session
from accounts.second_factor import STEP_S, has_factor, secret_of
from tests.site.factors import App, with_factor
from tests.site.people import NOW, PASSWORD, cook
from tests.site.test_sign_in import is_signed_in

pytestmark = pytest.mark.django_db

STEP = timedelta(seconds=STEP_S)
LATER = NOW + 10 * STEP
ADDRESS = "asha@school.example"


def sign_in(client: Client, goal: str = "/account/password/") -> object:
    return client.post("/account/sign-in/", {"email": ADDRESS, "password": PASSWORD, "next": goal})


def test_after_the_password_comes_the_second_factor_and_then_the_page_that_was_wanted(client: Client) -> None:
    app, _ = with_factor(cook(), NOW)

    with time_machine.travel(LATER, tick=False):
        response = sign_in(client)
        assert response["Location"] == "/account/second-factor/enter/"  # type: ignore[index]
        assert not is_signed_in(client)
        assert client.get("/account/")["Location"].startswith("/account/sign-in/")
        refused = client.post("/account/second-factor/enter/", {"code": app.wrong_code(LATER)})
        assert refused.status_code == 422
        assert not is_signed_in(client)
        answered = client.post("/account/second-factor/enter/", {"code": app.code(LATER)})

        assert answered["Location"] == "/account/password/"
        assert is_signed_in(client)
        assert client.get("/account/second-factor/enter/")["Location"] == "/account/sign-in/", "used up"


def test_when_the_hub_s_key_was_changed_a_recovery_code_still_opens_the_door(client: Client, settings: Any) -> None:
    app, codes = with_factor(cook(), NOW)
    settings.FOODSHED_FIELD_KEYS = ["quite another key"]

    with time_machine.travel(LATER, tick=False):
        sign_in(client)
        refused = client.post("/account/second-factor/enter/", {"code": app.code(LATER)})

        assert refused.status_code == 422
        assert "Use a recovery code, and tell the hub." in refused.content.decode()
        assert not is_signed_in(client)
        client.post("/account/second-factor/enter/", {"code": codes[0]})
        assert is_signed_in(client)


def test_a_set_up_begun_before_the_hub_s_key_was_changed_is_begun_once_more(client: Client, settings: Any) -> None:
    person = cook()
    with time_machine.travel(NOW, tick=False):
        client.post("/account/sign-in/", {"email": ADDRESS, "password": PASSWORD})
        client.post("/account/second-factor/begin/")
        settings.FOODSHED_FIELD_KEYS = ["quite another key"]
        for answer in (client.get("/account/second-factor/confirm/"), confirm(client, "123456")):
            assert answer["Location"] == "/account/second-factor/"
        assert not has_factor(person)

        assert client.post("/account/second-factor/begin/")["Location"] == "/account/second-factor/confirm/"
        app = App(secret_of(SecondFactor.objects.get(person=person)))
        assert confirm(client, app.code(NOW)).status_code == 200
        assert has_factor(person)


def confirm(client: Client, code: str) -> HttpResponse:
    return client.post("/account/second-factor/confirm/", {"code": code})


def test_a_mailed_code_does_not_replace_the_second_factor(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    with_factor(cook(), NOW)

    with time_machine.travel(LATER, tick=False):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            client.post("/account/code/", {"email": ADDRESS})
        code = re.findall(r"\d{6}", str(mail.outbox[0].body))[0]
        response = client.post("/account/code/enter/", {"code": code})

        assert response["Location"] == "/account/second-factor/enter/"
        assert not is_signed_in(client)


def test_who_waits_too_long_or_has_a_new_password_begins_again(client: Client) -> None:
    person = cook()
    app, _ = with_factor(person, NOW)

    with time_machine.travel(LATER, tick=False):
        sign_in(client)
    late = LATER + timedelta(minutes=10, seconds=1)
    with time_machine.travel(late, tick=False):
        response = client.post("/account/second-factor/enter/", {"code": app.code(late)})
        assert response["Location"] == "/account/sign-in/"
        sign_in(client)
        person.set_password("another long one")
        person.save()
        response = client.post("/account/second-factor/enter/", {"code": app.code(late)})

    assert response["Location"] == "/account/sign-in/"
    assert not is_signed_in(client)


def test_a_session_that_never_gave_the_factor_is_ended(client: Client) -> None:
    person = cook()
    with_factor(person, NOW)
    client.force_login(person)

    response = client.get("/account/")

    assert response["Location"].startswith("/account/sign-in/")
    assert not is_signed_in(client)


def test_setting_it_up_ends_other_sessions_shows_ten_codes_once_and_tells_by_mail(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    person = cook()
    other = Client()
    with time_machine.travel(NOW, tick=False):
        for browser in (client, other):
            browser.post("/account/sign-in/", {"email": ADDRESS, "password": PASSWORD})
        assert client.post("/account/second-factor/begin/")["Location"] == "/account/second-factor/confirm/"
        shown = client.get("/account/second-factor/confirm/").content.decode()
        app = App(secret_of(SecondFactor.objects.get(person=person)))
        assert 'src="data:image/svg+xml' in shown
        assert " ".join(re.findall("....", app.secret)) in shown
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            page = client.post("/account/second-factor/confirm/", {"code": app.code(NOW)})
        codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page.content.decode())
        again = client.post("/account/second-factor/confirm/", {"code": app.code(NOW)})

        assert len(codes) == 10
        assert again["Location"] == "/account/second-factor/"
        assert "no-store" in page["Cache-Control"]
        assert is_signed_in(client)
        assert not is_signed_in(other)
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("Your second factor for Foodshed is on", [ADDRESS])
    ]
    assert app.secret not in str(mail.outbox[0].body)


@pytest.mark.parametrize("act", ["begin", "recovery-codes", "remove"])
def test_changing_it_asks_again(client: Client, act: str) -> None:
    client.force_login(cook())

    response = client.post(f"/account/second-factor/{act}/")

    assert response["Location"].startswith("/account/again/")
    assert SecondFactor.objects.count() == 0


def test_who_has_a_factor_is_asked_for_it_and_not_for_the_password(client: Client) -> None:
    person = cook()
    app, _ = with_factor(person, NOW)
    with time_machine.travel(LATER, tick=False):
        sign_in(client)
        client.post("/account/second-factor/enter/", {"code": app.code(LATER)})
    late = LATER + timedelta(hours=1)

    with time_machine.travel(late, tick=False):
        assert client.post("/account/second-factor/remove/")["Location"].startswith("/account/again/")
        assert client.post("/account/again/", {"password": PASSWORD}).status_code == 422
        assert has_factor(person)
        assert client.post("/account/again/", {"code": app.code(late)}).status_code == 302
        assert client.post("/account/second-factor/remove/").status_code == 302

        assert not has_factor(person)
        assert is_signed_in(client)
        assert client.get("/account/").status_code == 200, "without a factor none is asked for"


def test_a_person_who_lost_everything_is_helped_by_a_command(
    client: Client, capsys: pytest.CaptureFixture[str], django_capture_on_commit_callbacks: object
) -> None:
    person = cook()
    client.force_login(person)
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("reset_second_factor", ADDRESS)
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("reset_second_factor", "nobody@school.example")
    with_factor(person, NOW)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        call_command("reset_second_factor", ADDRESS.upper())

    assert "signs in without a second factor now" in capsys.readouterr().out
    assert not has_factor(person)
    assert not Session.objects.filter(person=person).exists()
    assert [message.subject for message in mail.outbox] == ["Your second factor for Foodshed was reset"]


def test_the_page_counts_the_codes_that_are_left(client: Client) -> None:
    person = cook()
    app, codes = with_factor(person, NOW)
    with time_machine.travel(LATER, tick=False):
        sign_in(client)
        client.post("/account/second-factor/enter/", {"code": codes[0]})

        words = unescape(client.get("/account/second-factor/").content.decode())

    assert "You have 9 unused recovery codes." in words
    assert app.secret not in words

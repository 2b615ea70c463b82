"""One address is one person."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from accounts.actions import create_person
from accounts.errors import AddressTaken
from accounts.models import User
from tests.site.people import NOW, PASSWORD, cook

pytestmark = pytest.mark.django_db


def test_an_address_is_stored_in_lower_case_and_found_in_any_case() -> None:
    person = cook(email=" Asha@School.Example ")

    assert person.email == "asha@school.example"
    assert authenticate(None, username="ASHA@school.example", password=PASSWORD) == person


def test_a_second_person_with_the_same_address_is_refused_whatever_its_case() -> None:
    cook()

    with pytest.raises(AddressTaken, match="asha@school.example belongs to somebody"):
        create_person(email="ASHA@SCHOOL.EXAMPLE", name="Another Asha", by=None, now=NOW)

    assert User.objects.count() == 1


def test_the_database_itself_refuses_an_address_in_capitals() -> None:
    person = cook()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(email="Asha@School.Example")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("Asha Patel", "Asha", "Patel"), ("Mary Ann  Smith", "Mary Ann", "Smith"), ("Cher", "Cher", ""), ("", "", "")],
)
def test_a_name_is_split_before_its_last_word(name: str, first: str, last: str) -> None:
    person = cook(name=name)

    assert (person.first_name, person.last_name) == (first, last)


def test_nobody_has_signed_in_before_they_did() -> None:
    person = cook()

    assert person.last_login is None
    assert person.date_joined == NOW


def test_a_person_without_a_password_cannot_be_guessed() -> None:
    person = cook(password=None)

    assert not person.has_usable_password()
    assert authenticate(None, username=person.email, password="") is None


def test_a_person_needs_an_address() -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("  ")


def test_a_superuser_may_do_everything() -> None:
    person = User.objects.create_superuser("root@hub.example", PASSWORD)

    assert person.is_staff
    assert person.is_superuser

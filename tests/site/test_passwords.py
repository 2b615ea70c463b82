"""Changing a password, and getting back in without one."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.site.people import PASSWORD, cook
from tests.site.proving import show_who_it_is
from tests.site.test_sign_in import is_signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def committing(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


NEW = "nine brown parsnips"


def test_a_changed_password_ends_the_other_sessions(client: Client) -> None:
    person = cook()
    elsewhere = Client()
    client.force_login(person)
    elsewhere.force_login(person)

    response = client.post("/account/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert response["Location"] == "/account/"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_a_poor_password_is_refused_with_its_reason(client: Client) -> None:
    client.force_login(cook())

    response = client.post(
        "/account/password/", {"old_password": PASSWORD, "new_password1": "carrot", "new_password2": "carrot"}
    )

    assert response.status_code == 422
    assert "must contain at least 10 characters" in response.content.decode()


def test_a_person_without_a_password_sets_a_first_one(client: Client) -> None:
    person = cook(password=None)
    client.force_login(person)
    typed = {"new_password1": NEW, "new_password2": NEW}

    assert client.post("/account/password/", typed)["Location"].startswith("/account/again/")
    person.refresh_from_db()
    assert not person.has_usable_password()
    show_who_it_is(client)
    client.post("/account/password/", typed)

    person.refresh_from_db()
    assert person.check_password(NEW)


def test_the_mailed_link_sets_a_new_password_once(client: Client, committing: DjangoCaptureOnCommitCallbacks) -> None:
    person = cook()
    with committing(execute=True):
        client.post("/account/password/forgotten/", {"email": "ASHA@school.example"})
    found = re.search(r"http://[^\s/]+(/\S+)", str(mail.outbox[0].body))
    assert found is not None
    link = found[1]
    page = client.get(link, follow=True)

    client.post(page.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert "This link is used up" in Client().get(link, follow=True).content.decode()


def test_asking_for_an_unknown_address_looks_the_same_and_mails_nothing(
    client: Client, committing: DjangoCaptureOnCommitCallbacks
) -> None:
    with committing(execute=True):
        response = client.post("/account/password/forgotten/", {"email": "nobody@school.example"})

    assert "If nobody@school.example belongs to somebody here" in response.content.decode()
    assert mail.outbox == []


def test_a_stranger_is_asked_to_sign_in_first(client: Client) -> None:
    assert client.get("/account/password/")["Location"] == "/account/sign-in/?next=/account/password/"

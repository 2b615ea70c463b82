"""Signing in with a mailed code."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import actions, tasks
from accounts.errors import TooManyAttempts, WrongCode
from accounts.models import SignInCode
from tests.site.people import NOW, cook
from tests.site.test_sign_in import is_signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def committing(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


def ask(email: str = "asha@school.example", client: str = "192.0.2.1") -> SignInCode:
    wish = actions.ask_for_code(email=email, client=client, now=NOW)
    actions.send_code(code_id=wish.pk, now=NOW)
    return wish


def mailed_code() -> str:
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def wrong(code: str) -> str:
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def take(wish: SignInCode, code: str, *, after_s: int = 0) -> object:
    return actions.take_code(
        code_id=wish.pk,
        code=code,
        email="asha@school.example",
        client="192.0.2.1",
        now=NOW + timedelta(seconds=after_s),
    )


def test_the_mailed_code_lets_its_person_in_through_the_pages(
    client: Client, committing: DjangoCaptureOnCommitCallbacks
) -> None:
    person = cook(password=None)
    with committing(execute=True):
        response = client.post("/account/code/", {"email": "Asha@School.example", "next": "/account/password/"})
    assert response["Location"] == "/account/code/enter/"
    assert mail.outbox[0].to == ["asha@school.example"]
    code = mailed_code()

    response = client.post("/account/code/enter/", {"code": f"{code[:3]} {code[3:]}", "next": "/account/password/"})

    assert response["Location"] == "/account/password/"
    assert is_signed_in(client)
    person.refresh_from_db()
    assert person.last_login is not None


def test_asking_for_an_unknown_address_looks_the_same_and_mails_nothing(
    client: Client, committing: DjangoCaptureOnCommitCallbacks
) -> None:
    cook()
    pages = []
    for email in ("asha@school.example", "nobody@school.example"):
        with committing(execute=True):
            client.post("/account/code/", {"email": email})
        page = client.get("/account/code/enter/").content.decode().replace(email, "ADDRESS")
        pages.append(re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page))

    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["asha@school.example"]]


def test_the_code_is_stored_nowhere_in_clear() -> None:
    cook()
    wish = ask()

    wish.refresh_from_db()

    assert mailed_code() not in wish.digest
    assert len(wish.digest) == 64


def test_a_task_that_runs_twice_mails_once() -> None:
    cook()
    wish = actions.ask_for_code(email="asha@school.example", client="192.0.2.1", now=timezone.now())

    tasks.send_code(wish.pk)
    tasks.send_code(wish.pk)

    assert len(mail.outbox) == 1


def test_a_code_works_once() -> None:
    person = cook()
    wish = ask()
    code = mailed_code()

    assert take(wish, code) == person
    with pytest.raises(WrongCode):
        take(wish, code)


def test_a_code_holds_until_its_last_second() -> None:
    cook()
    wish = ask()
    code = mailed_code()

    with pytest.raises(WrongCode):
        take(wish, code, after_s=600)
    assert take(wish, code, after_s=599)


def test_five_wrong_codes_wear_a_code_out() -> None:
    cook()
    wish = ask()
    code = mailed_code()
    for _ in range(5):
        with pytest.raises(WrongCode):
            take(wish, wrong(code))

    with pytest.raises(WrongCode):
        take(wish, code)


def test_the_code_of_one_request_does_not_open_another() -> None:
    cook()
    ask()
    earlier_code = mailed_code()
    later = ask()

    with pytest.raises(WrongCode):
        take(later, earlier_code if earlier_code != mailed_code() else wrong(earlier_code))


def test_the_code_of_a_person_who_was_shut_out_since_is_refused() -> None:
    person = cook()
    wish = ask()
    person.is_active = False
    person.save()

    with pytest.raises(WrongCode):
        take(wish, mailed_code())


def test_an_unknown_address_has_no_code_that_works() -> None:
    wish = ask("nobody@school.example")

    with pytest.raises(WrongCode):
        take(wish, "")
    with pytest.raises(WrongCode):
        take(wish, "000000")


def test_the_sixth_mail_to_an_address_within_an_hour_is_refused() -> None:
    cook()
    for number in range(5):
        ask(client=f"192.0.2.{number}")

    with pytest.raises(TooManyAttempts, match="try again in 60 minutes"):
        ask("ASHA@school.example", client="192.0.2.99")

    assert len(mail.outbox) == 5


def test_one_client_cannot_ask_for_many_addresses() -> None:
    for number in range(20):
        ask(f"person{number}@school.example")

    with pytest.raises(TooManyAttempts):
        ask("person20@school.example")


def test_another_browser_cannot_use_the_code(client: Client) -> None:
    cook()
    ask()

    response = client.post(reverse("accounts:enter-code"), {"code": mailed_code()})

    assert response["Location"] == "/account/code/"
    assert not is_signed_in(client)


def test_letters_in_a_code_are_named_as_the_mistake(client: Client, committing: DjangoCaptureOnCommitCallbacks) -> None:
    cook()
    client.post("/account/code/", {"email": "asha@school.example"})

    response = client.post("/account/code/enter/", {"code": "12a456"})

    assert response.status_code == 422
    assert "The code has digits only." in response.content.decode()
    assert 'value="12a456"' in response.content.decode()

"""Before a sensitive act the person shows again who they are, and comes back to it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.proof import ask_again
from config.urls import urlpatterns as ours
from tests.site.people import NOW, PASSWORD, cook

pytestmark = pytest.mark.django_db

DONE: list[str] = []


def sensitive(request: HttpRequest) -> HttpResponse:
    """Stands for any page that asks."""
    ask_again(request)
    DONE.append(str(request.method))
    return HttpResponse("done")


@pytest.fixture(autouse=True)
def sensitive_page(settings: object) -> Iterator[None]:
    """One more address, and the clock at NOW."""
    addresses = ModuleType("sensitive_addresses")
    addresses.urlpatterns = [path("sensitive/", sensitive), *ours]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = addresses  # type: ignore[attr-defined]
    DONE.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(client: Client, **facts: object) -> None:
    client.force_login(cook(**facts))


def later(seconds: int) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(seconds=seconds), tick=False)


def test_a_person_who_did_not_show_who_they_are_is_asked_and_comes_back(client: Client) -> None:
    signed_in(client)

    asked = client.get("/sensitive/?a=1")
    assert asked["Location"] == "/account/again/?next=%2Fsensitive%2F%3Fa%3D1"
    assert DONE == []
    answered = client.post("/account/again/", {"password": PASSWORD, "next": "/sensitive/?a=1"})

    assert answered["Location"] == "/sensitive/?a=1"
    assert client.get("/sensitive/?a=1").content == b"done"


def test_who_has_just_signed_in_is_not_asked_and_is_after_ten_minutes(client: Client) -> None:
    cook()
    client.post("/account/sign-in/", {"email": "asha@school.example", "password": PASSWORD})

    with later(settings.ASK_AGAIN_AFTER_S):
        assert client.get("/sensitive/").status_code == 200
    with later(settings.ASK_AGAIN_AFTER_S + 1):
        assert client.get("/sensitive/").status_code == 302


def test_a_proof_from_the_future_is_none(client: Client) -> None:
    cook()
    with later(60):
        client.post("/account/sign-in/", {"email": "asha@school.example", "password": PASSWORD})

    assert client.get("/sensitive/").status_code == 302


def test_a_form_leads_back_to_the_page_it_stood_on_and_is_not_carried_out(client: Client) -> None:
    signed_in(client)

    asked = client.post("/sensitive/", headers={"Referer": "http://testserver/account/password/"})

    assert asked["Location"] == "/account/again/?next=%2Faccount%2Fpassword%2F"
    assert DONE == []
    assert "Nothing was sent yet." in client.get(asked["Location"]).content.decode()


def test_a_wrong_password_is_refused_and_counted_with_the_tries_to_sign_in(client: Client) -> None:
    signed_in(client)

    for _ in range(10):
        refused = client.post("/account/again/", {"password": "not it", "next": "/sensitive/"})
        assert refused.status_code == 422
    assert "This is not your password." in refused.content.decode()
    assert 'value="/sensitive/"' in refused.content.decode()
    full = client.post("/account/again/", {"password": PASSWORD, "next": "/sensitive/"})

    assert "That was tried too often." in full.content.decode()
    assert client.get("/sensitive/").status_code == 302


def test_nobody_is_led_elsewhere(client: Client) -> None:
    signed_in(client)

    answered = client.post("/account/again/", {"password": PASSWORD, "next": "https://elsewhere.example/"})

    assert answered["Location"] == "/account/"


def test_a_person_without_a_password_is_asked_for_a_mailed_code(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    signed_in(client, password=None)
    assert "You have no password." in client.get("/account/again/").content.decode()
    assert client.post("/account/again/", {"code": "123456"}).status_code == 422

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post("/account/again/mail/", {"next": "/sensitive/"})
    code = re.findall(r"\d{6}", str(mail.outbox[0].body))[0]
    assert client.post("/account/again/", {"code": wrong(code), "next": "/sensitive/"}).status_code == 422
    answered = client.post("/account/again/", {"code": code, "next": "/sensitive/"})

    assert answered["Location"] == "/sensitive/"
    assert client.get("/sensitive/").content == b"done"


def wrong(code: str) -> str:
    """Another code."""
    return str((int(code) + 1) % 1_000_000).zfill(6)


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/account/again/")["Location"] == "/account/sign-in/?next=/account/again/"
    assert client.post("/account/again/mail/").status_code == 302
    assert mail.outbox == []

"""Signing in by password, and out."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from tests.site.people import PASSWORD, cook

pytestmark = pytest.mark.django_db
WRONG = "This address and password don&#x27;t belong together."


def is_signed_in(client: Client) -> bool:
    request = HttpRequest()
    request.session = client.session
    return get_user(request).is_authenticated


def test_a_person_signs_in_and_reaches_their_own_page(client: Client) -> None:
    cook()

    response = client.post(reverse("accounts:sign-in"), {"email": "Asha@school.example", "password": PASSWORD})

    assert response.status_code == 302
    assert response["Location"] == "/account/"
    assert "You are signed in as asha@school.example." in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        ("/account/password/", "/account/password/"),
        ("https://elsewhere.example/", "/account/"),
        ("//x.example", "/account/"),
    ],
)
def test_a_person_goes_where_they_wanted_to_but_never_elsewhere(client: Client, goal: str, reached: str) -> None:
    cook()

    response = client.post(
        reverse("accounts:sign-in"), {"email": "asha@school.example", "password": PASSWORD, "next": goal}
    )

    assert response["Location"] == reached


@pytest.mark.parametrize("email", ["asha@school.example", "nobody@school.example"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(client: Client, email: str) -> None:
    cook()

    response = client.post(reverse("accounts:sign-in"), {"email": email, "password": "not it"})

    assert response.status_code == 422
    assert WRONG in response.content.decode()
    assert f'value="{email}"' in response.content.decode()
    assert not is_signed_in(client)


def test_the_eleventh_try_for_an_address_is_refused_even_with_the_right_password(client: Client) -> None:
    cook()
    for _ in range(10):
        client.post(reverse("accounts:sign-in"), {"email": "asha@school.example", "password": "not it"})

    response = client.post(reverse("accounts:sign-in"), {"email": "ASHA@school.example", "password": PASSWORD})

    assert "That was tried too often." in response.content.decode()
    assert not is_signed_in(client)


def test_an_inactive_person_does_not_get_in(client: Client) -> None:
    person = cook()
    person.is_active = False
    person.save()

    client.post(reverse("accounts:sign-in"), {"email": "asha@school.example", "password": PASSWORD})

    assert not is_signed_in(client)


def test_a_link_to_sign_out_only_asks(client: Client) -> None:
    client.force_login(cook())

    response = client.get(reverse("accounts:sign-out"))

    assert "Sign out?" in response.content.decode()
    assert is_signed_in(client)


def test_signing_out_ends_the_session(client: Client) -> None:
    client.force_login(cook())

    client.post(reverse("accounts:sign-out"))

    assert not is_signed_in(client)


def test_a_demonstration_s_person_signs_in_on_this_machine(client: Client) -> None:
    cook(is_demonstration=True)

    client.post(
        reverse("accounts:sign-in"),
        {"email": "asha@school.example", "password": PASSWORD},
        REMOTE_ADDR="127.0.0.1",
        HTTP_HOST="localhost:8000",
    )

    assert is_signed_in(client)


@pytest.mark.parametrize(
    "line",
    [
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "localhost"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "testserver"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "", "HTTP_HOST": "localhost"},
    ],
)
def test_a_demonstration_s_person_is_refused_from_elsewhere(client: Client, line: dict[str, Any]) -> None:
    cook(is_demonstration=True)

    response = client.post(reverse("accounts:sign-in"), {"email": "asha@school.example", "password": PASSWORD}, **line)

    assert "can sign in only on the machine" in response.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("other_door", "ours"),
    [
        ("/admin/login/", "/account/sign-in/"),
        ("/cms/login/", "/account/sign-in/"),
        ("/shop/accounts/login/", "/account/sign-in/"),
        ("/shop/accounts/register/", "/account/sign-in/"),
        ("/shop/dashboard/login/", "/account/sign-in/"),
        ("/shop/accounts/logout/", "/account/sign-out/"),
        ("/shop/password-reset/", "/account/password/forgotten/"),
        ("/cms/password_reset/", "/account/password/forgotten/"),
    ],
)
def test_the_other_doors_lead_to_ours_for_reading_and_posting(client: Client, other_door: str, ours: str) -> None:
    assert client.get(other_door)["Location"] == ours
    assert client.post(other_door, {"username": "asha@school.example"})["Location"] == ours

"""Who was signed out in the middle of a form comes back to that form."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.test import Client

pytestmark = pytest.mark.django_db

PASSWORD_FORM = "/account/password/"


def next_after(client: Client, **headers: str) -> str:
    response = client.post(PASSWORD_FORM, {"new_password": "x"}, headers=headers or None)
    assert response.status_code == 302
    parts = urlsplit(response.headers["Location"])
    assert parts.path == "/account/sign-in/"
    assert [str(each) for each in get_messages(response.wsgi_request)] == [
        "You had been signed out, so nothing was sent. Sign in, and send the form again."
    ]
    return parse_qs(parts.query)["next"][0]


def test_the_way_leads_back_to_the_page_of_the_form(client: Client) -> None:
    assert next_after(client, Referer="http://testserver/grow/3/?day=2027-03-09") == "/grow/3/?day=2027-03-09"


def test_without_a_page_to_go_back_to_it_leads_to_the_front(client: Client) -> None:
    assert next_after(client) == "/"


def test_nobody_is_led_to_another_site(client: Client) -> None:
    assert next_after(client, Referer="https://elsewhere.example/steal/") == "/"


def test_a_page_that_was_only_looked_at_is_where_one_comes_back_to(client: Client) -> None:
    response = client.get(PASSWORD_FORM)

    assert response.headers["Location"] == "/account/sign-in/?next=/account/password/"
    assert list(get_messages(response.wsgi_request)) == []

"""A coordinator makes a token, sees it once, and takes it back."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from logistics.api.tokens import hash_of
from logistics.models import ApiToken
from shop.enterprises.models import Enterprise
from shop.journal.models import LogLine
from tests.cast import a_hub, a_hub_base, a_member
from tests.site.proving import show_who_it_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(client: Client) -> Any:
    """The hub's own enterprise; its coordinator is signed in."""
    hub = a_hub()
    a_hub_base(hub)
    base = Enterprise.objects.get(hub=hub, kind="hub")
    client.force_login(a_member(base, "coordinator@hub.example", role="coordinator"))
    show_who_it_is(client)
    return base


def address(base: Enterprise) -> str:
    """The page."""
    return f"/hub/hubs/{base.hub_id}/programs/"


def test_a_token_is_shown_once_and_kept_as_a_hash(client: Client, base: Enterprise) -> None:
    typed = {"name": "County website", "scopes": ["products", "places"], "client_key": str(uuid4())}

    made = client.post(address(base), typed)
    token = made.context["made"]
    again = client.post(address(base), typed)

    row = ApiToken.objects.get()
    assert (row.token_hash, row.scopes) == (hash_of(token), ["places", "products"])
    assert "no-store" in made.headers["Cache-Control"]
    assert token not in client.get(address(base)).content.decode()
    assert (again.status_code, again.context["made"]) == (422, "")
    line = LogLine.objects.get(verb="made API token")
    assert token not in str(line.detail)


@pytest.mark.parametrize(
    "typed", [{"name": "", "scopes": ["products"]}, {"name": "x"}, {"name": "x", "scopes": ["people"]}]
)
def test_what_can_t_be_made_is_refused(client: Client, base: Enterprise, typed: dict[str, Any]) -> None:
    assert client.post(address(base), {**typed, "client_key": str(uuid4())}).status_code == 422
    assert not ApiToken.objects.exists()


def test_two_tokens_of_one_name_are_refused(client: Client, base: Enterprise) -> None:
    typed = {"name": "County website", "scopes": ["products"]}
    client.post(address(base), {**typed, "client_key": str(uuid4())})

    answer = client.post(address(base), {**typed, "client_key": str(uuid4())})

    assert answer.status_code == 422
    assert "has a token called County website" in answer.content.decode()
    assert ApiToken.objects.count() == 1


def test_a_token_is_revoked_once(client: Client, base: Enterprise) -> None:
    client.post(address(base), {"name": "x", "scopes": ["products"], "client_key": str(uuid4())})
    row = ApiToken.objects.get()

    for _ in range(2):
        assert client.post(f"{address(base)}{row.pk}/revoke/").status_code == 302

    assert LogLine.objects.filter(verb="revoked API token").count() == 1
    assert not ApiToken.objects.standing().exists()


def test_strangers_find_nothing(client: Client, base: Enterprise) -> None:
    client.force_login(a_member(base, "packer@hub.example", role="packer"))

    assert client.get(address(base)).status_code == 404
    assert client.post(f"{address(base)}1/revoke/").status_code == 404


def test_a_new_token_asks_again_who_is_there(client: Client, base: Enterprise) -> None:
    client.force_login(a_member(base, "second@hub.example", role="coordinator"))

    response = client.post(address(base), {"name": "Website", "scopes": ["products"], "client_key": str(uuid4())})

    assert response["Location"].startswith("/account/again/")
    assert ApiToken.objects.count() == 0

"""What other programs read: only with a token, only of its hub, only what it is for, and nothing that is personal."""

from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sites.models import Site
from django.test import Client
from openapi_spec_validator import validate

from logistics.api.tokens import make_token, revoke_token
from logistics.models import ApiToken
from shop.enterprises.models import Enterprise, Hub
from shop.storefront.actions import add_handover_point, open_shop
from tests.cast import (
    DAY,
    NOW,
    a_cycle,
    a_day,
    a_grower,
    a_hub,
    a_hub_base,
    a_listing,
    a_pack,
    a_person,
    a_place,
    a_specification,
    carrots,
)

pytestmark = pytest.mark.django_db
SCOPES = ApiToken.Scope.values


@pytest.fixture
def hub() -> Any:
    """A hub with a grower's carrots listed, at NOW."""
    hub = a_hub()
    grower = a_grower(hub, phone="01572 000000")
    a_listing(a_day(hub), grower, carrots(hub), 5)
    open_shop(hub=hub, site=Site.objects.get(pk=1), by=None, now=NOW)
    add_handover_point(name="Packhouse door", place=a_hub_base(hub), opens=time(15), closes=time(18), by=None, now=NOW)
    with time_machine.travel(NOW, tick=False):
        yield hub


def token_for(hub: Hub, *scopes: str) -> str:
    """A token made by somebody of the hub."""
    by = a_person(f"{hub.slug}@maker.example")
    return make_token(hub=hub, name="County website", scopes=scopes or SCOPES, by=by, now=NOW)[1]


def ask(client: Client, what: str, token: str, **headers: str) -> Any:
    """Ask the API."""
    return client.get(f"/api/v1/{what}", headers={"Authorization": f"Bearer {token}", **headers})


def test_a_token_reads_each_of_its_things(client: Client, hub: Hub) -> None:
    token = token_for(hub)

    said = {what: ask(client, what, token).json()["items"] for what in SCOPES}

    assert {what: len(items) for what, items in said.items()} == dict.fromkeys(SCOPES, 1)
    listing = said["listings"][0]
    assert (listing["grower"], listing["product"], listing["pack_quantity_base"]) == ("Manor Farm", "Carrots", 10_000)
    assert said["growers"][0]["certificates"] == []
    assert said["places"][0]["name"] == "Packhouse door"
    assert [day["status"] for day in said["cycles"][0]["delivery_days"]] == ["ordering"]


def test_nothing_personal_is_said(client: Client, hub: Hub) -> None:
    token = token_for(hub)

    said = "".join(ask(client, what, token).content.decode() for what in SCOPES)

    assert "01572" not in said
    assert "@" not in said


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer nothing", "Bearer \x7f", "Basic eA==", "Bearer foodshed_x"])
def test_without_a_good_token_nothing_is_read(client: Client, hub: Hub, header: str) -> None:
    answer = client.get("/api/v1/products", headers={"Authorization": header})

    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["title"] == "No valid token"
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_a_revoked_token_reads_nothing(client: Client, hub: Hub) -> None:
    token = token_for(hub)
    row = ApiToken.objects.get()

    assert revoke_token(token=row, by=row.made_by, now=NOW)
    assert not revoke_token(token=row, by=row.made_by, now=NOW + timedelta(days=1))
    assert ask(client, "products", token).status_code == 401
    row.refresh_from_db()
    assert row.revoked_at == NOW


def test_a_token_reads_only_what_it_is_for(client: Client, hub: Hub) -> None:
    token = token_for(hub, "products")

    assert ask(client, "products", token).status_code == 200
    refused = ask(client, "growers", token)
    assert (refused.status_code, refused.json()["detail"]) == (403, "This token may not read growers and processors.")


def test_a_token_reads_only_its_hub(client: Client, hub: Hub) -> None:
    other = a_hub("Vale Food Hub", "vale")

    said = {
        what: ask(client, what, token_for_other).json() for token_for_other in [token_for(other)] for what in SCOPES
    }

    assert said == {what: {"items": [], "next": None} for what in SCOPES}


def test_pages_hold_each_row_once(client: Client, hub: Hub) -> None:
    for number in range(5):
        a_specification(hub, f"Produce {number}")
    token, names, page = token_for(hub), [], "products?limit=4"

    while page:
        said = ask(client, page, token).json()
        names += [item["id"] for item in said["items"]]
        page = (said["next"] or "").split("/api/v1/")[-1]

    assert names == sorted(set(names))
    assert len(names) == 6


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "after=-1", "after=" + "9" * 30, "limit=1e3"])
def test_what_can_t_be_used_is_a_problem(client: Client, hub: Hub, query: str) -> None:
    answer = ask(client, f"products?{query}", token_for(hub))

    assert (answer.status_code, answer.json()["status"]) == (422, 422)
    assert answer.json()["detail"].startswith(query.split("=")[0])


def test_an_answer_that_is_known_is_not_sent_again(client: Client, hub: Hub) -> None:
    token = token_for(hub)
    first = ask(client, "products", token)

    again = ask(client, "products", token, **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    a_specification(hub, "Leeks")
    assert ask(client, "products", token, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_who_asks_too_often_waits(client: Client, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_LIMITS", {"requests_per_token": 2, "refused_per_client": 1})
    token = token_for(hub)

    assert [ask(client, "products", token).status_code for _ in range(3)] == [200, 200, 429]
    assert [ask(client, "products", "guess").status_code for _ in range(2)] == [401, 429]
    assert ask(client, "products", token).headers["Retry-After"] == "60"


def test_each_answer_says_how_often_may_still_be_asked(
    client: Client, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "API_LIMITS", {"requests_per_token": 3, "refused_per_client": 1})
    token, left = token_for(hub), []

    with time_machine.travel(NOW + timedelta(seconds=20), tick=False):
        for _ in range(3):
            answer = ask(client, "products", token)
            left.append(answer.headers["RateLimit-Remaining"])
        known = {"If-None-Match": answer.headers["ETag"]}
        refused = ask(client, "products", token, **known)

    assert left == ["2", "1", "0"]
    assert (answer.headers["RateLimit-Limit"], answer.headers["RateLimit-Reset"]) == ("3", "40")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "40")
    with time_machine.travel(NOW + timedelta(seconds=60), tick=False):
        again = ask(client, "products", token, **known)
    assert (again.status_code, again.headers["RateLimit-Remaining"]) == (304, "2")


@pytest.mark.parametrize("what", SCOPES)
def test_each_thing_answers_in_pages(client: Client, hub: Hub, what: str) -> None:
    token = token_for(hub)
    a_second_of_each(hub)

    first = ask(client, f"{what}?limit=1", token).json()
    rest = ask(client, first["next"].split("/api/v1/")[-1], token).json()

    assert len(first["items"]) == 1
    assert first["items"][0]["id"] < rest["items"][0]["id"]
    assert ask(client, f"{what}?limit=2", token).json()["items"] == [*first["items"], *rest["items"]]


def a_second_of_each(hub: Hub) -> None:
    """Another product, listing, grower, collection point and cycle."""
    grower = a_grower(hub, "Hill Farm")
    pack = a_pack(a_specification(hub, "Leeks"))
    day = a_cycle(hub, days=(DAY + timedelta(days=7),), name="Week 11").delivery_days.get()
    a_listing(day, grower, pack, 5)
    base = a_place(Enterprise.objects.get(hub=hub, kind="hub"), "The old chapel")
    add_handover_point(name="Chapel", place=base, opens=time(9), closes=time(12), by=None, now=NOW)


def test_the_description_is_openapi(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()

    validate(described)
    assert {tuple(each) for each in described["paths"].values()} == {("get",)}


def test_the_description_is_served_and_nothing_else_is_there(client: Client, hub: Hub) -> None:
    described = client.get("/api/v1/openapi.json").json()

    assert sorted(described["paths"]) == [f"/api/v1/{what}" for what in sorted(SCOPES)]
    assert client.get("/api/v1/people").json()["status"] == 404
    assert client.post("/api/v1/products").status_code == 405


@pytest.mark.parametrize("what", SCOPES)
def test_the_number_of_queries_does_not_grow(
    client: Client, hub: Hub, what: str, django_assert_max_num_queries: Any
) -> None:
    token = token_for(hub)
    for number in range(4):
        a_grower(hub, f"Farm {number}")
        a_specification(hub, f"Produce {number}")

    with django_assert_max_num_queries(14):
        ask(client, what, token)

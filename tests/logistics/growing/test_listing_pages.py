"""What a grower lists by phone: new, changed, withdrawn, copied; refused in words with all typed kept; never twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from shop.cycles.models import Listing
from shop.journal.models import AnsweredClick, LogLine
from shop.supply.actions import reserve
from shop.supply.models import Lot, StockMovement
from tests.cast import (
    DAY,
    LONDON,
    NOW,
    a_buyer,
    a_cycle,
    a_grower,
    a_hub,
    a_hub_base,
    a_listing,
    a_member,
    a_pack,
    a_specification,
    carrots,
    yard_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hub() -> Any:
    return a_hub()


@pytest.fixture
def grower(hub: Any) -> Any:
    return a_grower(hub)


@pytest.fixture
def days(hub: Any) -> Any:
    """A Tuesday and the Tuesday after it."""
    return list(a_cycle(hub, (DAY, DAY + timedelta(days=7))).delivery_days.order_by("day"))


@pytest.fixture
def client(grower: Any) -> Client:
    return signed_in(a_member(grower))


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def typed(grower: Any, **fields: Any) -> dict[str, Any]:
    return {
        "client_key": str(uuid4()),
        "packs": "12",
        "price": "9.50",
        "market": "either",
        "handover": "collected",
        "minimum_packs": "",
        "packs_shop": "",
        "ready_from": "2027-03-08T07:00",
        "ready_until": "2027-03-08T17:00",
        "place": str(yard_of(grower).pk),
        **fields,
    }


def new_path(grower: Any, day: Any, pack: Any) -> str:
    return f"/grow/{grower.pk}/days/{day.pk}/list/{pack.pk}/"


def test_one_grower_goes_straight_to_the_week(client: Client, grower: Any) -> None:
    assert client.get("/grow/")["Location"] == f"/grow/{grower.pk}/"


def test_a_coordinator_chooses_and_acts_on_behalf(hub: Any, grower: Any, days: Any) -> None:
    coordinator = a_member(a_hub_base(hub).enterprise, role="coordinator")
    client, crate = signed_in(coordinator), carrots(hub)

    assert "Manor Farm" in client.get("/grow/").text
    assert "You act for" in client.get(f"/grow/{grower.pk}/").text
    client.post(new_path(grower, days[0], crate), typed(grower))

    line = LogLine.objects.filter(verb="listed").get()
    assert (line.by, line.on_behalf_of) == (coordinator, grower)


@pytest.mark.parametrize("who", ["nobody", "another grower", "a buyer", "another hub's coordinator"])
def test_to_strangers_none_of_it_is_there(hub: Any, grower: Any, days: Any, who: str) -> None:
    crate = carrots(hub)
    listing = a_listing(days[0], grower, crate)
    if who == "nobody":
        client = Client()
    elif who == "another grower":
        client = signed_in(a_member(a_grower(hub, "Hill Farm")))
    elif who == "a buyer":
        client = signed_in(a_member(a_buyer(hub)))
    else:
        other = a_hub_base(a_hub("Fenland Food Hub", "fenland")).enterprise
        client = signed_in(a_member(other, role="coordinator"))
    base, day = f"/grow/{grower.pk}/", f"/grow/{grower.pk}/days/{days[0].pk}/"

    for path in (base, f"{day}list/", new_path(grower, days[0], crate), f"{base}listings/{listing.pk}/", f"{day}pick/"):
        assert client.get(path).status_code == (302 if who == "nobody" else 404)
    for path in (new_path(grower, days[0], crate), f"{base}listings/{listing.pk}/withdraw/", f"{day}answer/"):
        assert client.post(path, typed(grower)).status_code == (302 if who == "nobody" else 404)
    assert Listing.objects.standing().count() == 1


def test_another_hubs_day_and_pack_are_not_there(client: Client, hub: Any, grower: Any, days: Any) -> None:
    other = a_hub("Fenland Food Hub", "fenland")
    their_day, their_pack = a_cycle(other).delivery_days.get(), carrots(other)

    assert client.get(f"/grow/{grower.pk}/days/{their_day.pk}/list/").status_code == 404
    assert client.post(new_path(grower, days[0], their_pack), typed(grower)).status_code == 404
    assert not Listing.objects.exists()


def test_twelve_crates_are_on_sale_once_however_often_the_form_is_sent(
    client: Client, hub: Any, grower: Any, days: Any
) -> None:
    crate, form = carrots(hub), typed(grower)

    first = client.post(new_path(grower, days[0], crate), form)
    second = client.post(new_path(grower, days[0], crate), form)

    listing = Listing.objects.get()
    assert first.status_code == second.status_code == 302
    assert (listing.packs_either, listing.packs_bulk, listing.packs_shop, listing.price_pence) == (12, 0, 0, 950)
    assert listing.ready_from == datetime(2027, 3, 8, 7, tzinfo=LONDON)
    assert Lot.objects.get().quantity_base == 120_000
    assert AnsweredClick.objects.count() == 1
    assert "12 packs" in client.get(f"/grow/{grower.pk}/").text


@pytest.mark.parametrize(
    ("fields", "shares"),
    [
        ({"market": "bulk"}, (0, 12, 0)),
        ({"market": "shop"}, (12, 0, 0)),
        ({"market": "parts", "packs_shop": "4"}, (4, 8, 0)),
        ({"market": "either", "packs_shop": "4"}, (0, 0, 12)),
    ],
)
def test_the_grower_says_who_may_buy(
    client: Client, hub: Any, grower: Any, days: Any, fields: dict[str, str], shares: tuple[int, int, int]
) -> None:
    client.post(new_path(grower, days[0], carrots(hub)), typed(grower, **fields))

    listing = Listing.objects.get()
    assert (listing.packs_shop, listing.packs_bulk, listing.packs_either) == shares


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"packs": ""}, "This field is required"),
        ({"packs": "twelve"}, "Enter a whole number"),
        ({"packs": "0"}, "greater than or equal to 1"),
        ({"packs": "100001"}, "more than anybody grows"),
        ({"packs": "9" * 30}, "more than anybody grows"),
        ({"price": "nine"}, "is not an amount of money"),
        ({"price": "-3"}, "A price is between"),
        ({"price": "0"}, "A price is between"),
        ({"market": "parts", "packs_shop": "12"}, "Say how many of the 12"),
        ({"minimum_packs": "13"}, "At least 13 packs"),
        ({"minimum_packs": "9" * 30}, "less than or equal to 100000"),
        ({"ready_until": "2027-03-08T06:00"}, "ready until a later time"),
        ({"ready_from": "2027-03-10T06:00", "ready_until": "2027-03-10T09:00"}, "Ready only after"),
        ({"ready_from": "soon"}, "Enter a valid date"),
        ({"place": "0"}, "Select a valid choice"),
        ({"client_key": "x"}, "too old to be answered"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    client: Client, hub: Any, grower: Any, days: Any, fields: dict[str, str], says: str
) -> None:
    form = typed(grower, price="8.40") | fields

    answer = client.post(new_path(grower, days[0], carrots(hub)), form)

    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{form["price"]}"' in answer.text
    assert (Listing.objects.count(), Lot.objects.count(), StockMovement.objects.count()) == (0, 0, 0)
    assert AnsweredClick.objects.count() == 0


def test_after_the_cut_off_the_form_is_refused_and_kept(client: Client, hub: Any, grower: Any, days: Any) -> None:
    with time_machine.travel(days[0].listings_close_at, tick=False):
        answer = client.post(new_path(grower, days[0], carrots(hub)), typed(grower, packs="37"))

    assert answer.status_code == 422
    assert "Ring the hub" in answer.text
    assert 'value="37"' in answer.text
    assert not Listing.objects.exists()


def test_what_only_a_processor_makes_is_not_a_growers_to_list(client: Client, hub: Any, grower: Any, days: Any) -> None:
    diced = a_pack(a_specification(hub, cut="diced", is_processed=True), "5 kg bag", 5_000)

    answer = client.post(new_path(grower, days[0], diced), typed(grower))

    assert answer.status_code == 422
    assert "made by a processor" in answer.text
    assert not Listing.objects.exists()


def test_sold_before_comes_first_with_its_price_and_search_finds_by_name(
    client: Client, hub: Any, grower: Any, days: Any
) -> None:
    crate = carrots(hub)
    a_pack(a_specification(hub, "Beetroot"), "5 kg bag", 5_000)
    a_listing(days[0], grower, crate, 7, 880)
    path = f"/grow/{grower.pk}/days/{days[1].pk}/list/"

    page = client.get(path).text
    found = client.get(path, {"q": "beet"}).text

    assert page.index("Carrots") < page.index("Beetroot")
    assert "last time 7 at £8.80" in page
    assert "Beetroot" in found
    assert "Carrots" not in found
    assert 'value="8.80"' in client.get(new_path(grower, days[1], crate)).text


def test_what_is_on_sale_already_leads_to_its_own_page(client: Client, hub: Any, grower: Any, days: Any) -> None:
    crate = carrots(hub)
    listing = a_listing(days[0], grower, crate)

    answer = client.get(new_path(grower, days[0], crate))

    assert answer["Location"] == f"/grow/{grower.pk}/listings/{listing.pk}/"
    assert client.post(new_path(grower, days[0], crate), typed(grower)).status_code == 422
    assert Listing.objects.count() == 1


def test_a_listing_is_changed_and_its_harvest_with_it(client: Client, hub: Any, grower: Any, days: Any) -> None:
    listing = a_listing(days[0], grower, carrots(hub), 10)
    path, form = f"/grow/{grower.pk}/listings/{listing.pk}/", typed(grower, packs="15", price="10", market="bulk")

    assert client.get(path).status_code == 200
    client.post(path, form)
    client.post(path, form)

    listing.refresh_from_db()
    assert (listing.packs_bulk, listing.price_pence) == (15, 1000)
    assert Lot.objects.get().quantity_base == 150_000
    assert StockMovement.objects.count() == 2


def test_a_listing_is_not_changed_below_what_is_sold(client: Client, hub: Any, grower: Any, days: Any) -> None:
    listing = a_listing(days[0], grower, carrots(hub), 10)
    reserve(lot=listing.lot, quantity_base=40_000, key="household", now=NOW)

    answer = client.post(f"/grow/{grower.pk}/listings/{listing.pk}/", typed(grower, packs="3"))
    gone = client.post(f"/grow/{grower.pk}/listings/{listing.pk}/withdraw/")

    assert (answer.status_code, gone.status_code) == (422, 422)
    assert "Some of it is sold already" in answer.text
    assert "Some of it is sold already" in gone.text
    listing.refresh_from_db()
    assert (listing.packs_for_bulk, listing.withdrawn_at) == (10, None)


def test_a_listing_is_taken_off_sale_and_again_changes_nothing(
    client: Client, hub: Any, grower: Any, days: Any
) -> None:
    listing = a_listing(days[0], grower, carrots(hub), 10)
    path = f"/grow/{grower.pk}/listings/{listing.pk}/withdraw/"

    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 302

    listing.refresh_from_db()
    assert listing.withdrawn_at == NOW
    assert Lot.objects.get().quantity_base == 0


def test_one_tap_lists_as_last_time(client: Client, hub: Any, grower: Any, days: Any) -> None:
    old = a_listing(days[0], grower, carrots(hub), 10)
    leeks = a_listing(days[0], grower, a_pack(a_specification(hub, "Leeks"), "5 kg bag", 5_000), 4)
    path = f"/grow/{grower.pk}/days/{days[1].pk}/copy/"
    form = {"client_key": str(uuid4()), f"packs-{old.pk}": "8", f"packs-{leeks.pk}": "0"}

    assert "Same as last time" in client.get(path).text
    client.post(path, form)
    client.post(path, form)

    new = Listing.objects.get(delivery_day=days[1])
    assert (new.pack, new.packs_for_bulk, new.price_pence) == (old.pack, 8, 950)
    assert Lot.objects.get(pk=new.lot_id).quantity_base == 80_000


def test_a_second_click_on_copy_changes_nothing(client: Client, hub: Any, grower: Any, days: Any) -> None:
    old = a_listing(days[0], grower, carrots(hub), 10)
    path, form = f"/grow/{grower.pk}/days/{days[1].pk}/copy/", {"client_key": str(uuid4()), f"packs-{old.pk}": "10"}

    assert [client.post(path, form)["Location"] for _ in range(2)] == [f"/grow/{grower.pk}/"] * 2

    assert Listing.objects.filter(delivery_day=days[1]).count() == 1


def test_a_wrong_number_copies_nothing_and_keeps_the_others(client: Client, hub: Any, grower: Any, days: Any) -> None:
    old = a_listing(days[0], grower, carrots(hub), 10)
    leeks = a_listing(days[0], grower, a_pack(a_specification(hub, "Leeks"), "5 kg bag", 5_000), 4)
    form = {"client_key": str(uuid4()), f"packs-{old.pk}": "37", f"packs-{leeks.pk}": "some"}

    answer = client.post(f"/grow/{grower.pk}/days/{days[1].pk}/copy/", form)

    assert answer.status_code == 422
    assert "“some” is not a number of packs" in answer.text
    assert 'value="37"' in answer.text
    assert not Listing.objects.filter(delivery_day=days[1]).exists()


def test_there_is_nothing_to_copy_for_a_grower_who_never_listed(client: Client, grower: Any, days: Any) -> None:
    assert client.get(f"/grow/{grower.pk}/days/{days[1].pk}/copy/").status_code == 404


def test_a_get_changes_nothing(client: Client, hub: Any, grower: Any, days: Any) -> None:
    listing = a_listing(days[0], grower, carrots(hub), 10)

    assert client.get(f"/grow/{grower.pk}/listings/{listing.pk}/withdraw/").status_code == 405
    assert client.get(f"/grow/{grower.pk}/days/{days[0].pk}/answer/").status_code == 405
    assert Listing.objects.standing().count() == 1


def test_the_week_leads_to_the_growers_statements(client: Client, grower: Any, days: Any) -> None:
    assert f'href="/papers/of/{grower.pk}/"' in client.get(f"/grow/{grower.pk}/").text

"""Growers list, change and take back until listing closes."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from shop.cycles.actions import change_listing, close_day, list_produce, set_clock, withdraw_listing
from shop.cycles.errors import AlreadyListed, BadListing, CyclesError, ListingsClosed
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise
from shop.journal.models import LogLine
from shop.produce.models import Pack
from shop.supply.models import Lot
from tests import cast

pytestmark = pytest.mark.django_db
LISTING_CLOSES = datetime(2027, 3, 6, 17, tzinfo=cast.LONDON)
SECOND = timedelta(seconds=1)


class Stand:
    """A grower with 120 kg of carrots before an open day."""

    def __init__(self) -> None:
        self.hub = cast.a_hub()
        self.day: DeliveryDay = cast.a_day(self.hub)
        self.grower: Enterprise = cast.a_grower(self.hub)
        self.pack: Pack = cast.carrots(self.hub)
        self.lot: Lot = cast.a_lot(self.grower, self.pack.specification, 120_000, "CARROTS-1")

    def list(self, **fields: Any) -> Listing:
        facts: dict[str, Any] = {
            "delivery_day": self.day,
            "grower": self.grower,
            "place": cast.yard_of(self.grower),
            "lot": self.lot,
            "pack": self.pack,
            "price_pence": 950,
            "packs_bulk": 10,
            "by": None,
            "now": cast.NOW,
        }
        return list_produce(**{**facts, **fields})


@pytest.fixture
def stand() -> Stand:
    return Stand()


def test_a_grower_lists_a_lot_in_packs_at_their_own_price(stand: Stand) -> None:
    jo = cast.a_member(stand.grower)

    listing = stand.list(packs_shop=1, packs_bulk=8, packs_either=3, minimum_packs=2, social_score=7, by=jo)

    listing.refresh_from_db()
    assert (listing.packs_shop, listing.packs_bulk, listing.packs_either, listing.packs_for_bulk) == (1, 8, 3, 12)
    assert (listing.price_pence, listing.minimum_packs, listing.social_score) == (950, 2, 7)
    assert (listing.handover, listing.withdrawn_at) == ("collected", None)
    line = LogLine.objects.about(listing).get()
    assert (line.verb, line.by, line.on_behalf_of) == ("listed", jo, stand.grower)
    assert line.detail == {"packs": 12, "price_pence": 950}


def test_listing_holds_no_stock(stand: Stand) -> None:
    stand.list()

    stand.lot.refresh_from_db()
    assert (stand.lot.reserved_base, stand.lot.available_base) == (0, 120_000)


def test_without_a_window_goods_are_ready_in_the_clocks_collection_hours(stand: Stand) -> None:
    set_clock(hub=stand.hub, by=None, now=cast.NOW, collection_starts_time=time(8))

    listing = stand.list()

    assert listing.ready_from == datetime(2027, 3, 8, 8, tzinfo=cast.LONDON)
    assert listing.ready_until == datetime(2027, 3, 8, 17, tzinfo=cast.LONDON)


def test_collection_hours_are_local_on_the_day_on_which_clocks_change(stand: Stand) -> None:
    day = cast.a_cycle(stand.hub, (date(2027, 3, 29),), "Week 13").delivery_days.get()

    listing = stand.list(delivery_day=day)

    assert day.collection_day == date(2027, 3, 28)
    assert listing.ready_from.isoformat() == "2027-03-28T06:00:00+00:00"


def test_a_cycle_takes_listings_before_it_opens(stand: Stand) -> None:
    draft = cast.a_cycle(stand.hub, (cast.DAY,), "Week 10 b", is_open=False)

    assert stand.list(delivery_day=draft.delivery_days.get()).delivery_day.cycle == draft


def test_listing_closes_at_its_time_without_any_worker(stand: Stand) -> None:
    with pytest.raises(ListingsClosed) as refusal:
        stand.list(now=LISTING_CLOSES)

    assert str(refusal.value) == (
        "Listing for Tuesday 9 March 2027 closed at 17:00 on Saturday 6 March 2027. Ring the hub."
    )
    assert not Listing.objects.exists()
    assert stand.list(now=LISTING_CLOSES - SECOND).pk


def test_a_closed_day_takes_no_listing_whatever_the_clock_says(stand: Stand) -> None:
    close_day(delivery_day=stand.day, by=None, now=LISTING_CLOSES + timedelta(days=1))

    with pytest.raises(ListingsClosed, match="Ordering for Tuesday 9 March 2027 has closed."):
        stand.list()

    assert not Listing.objects.exists()


def test_a_lot_is_on_sale_once_per_pack_and_day(stand: Stand) -> None:
    listing = stand.list()

    with pytest.raises(AlreadyListed, match="Change that listing instead"):
        stand.list(price_pence=900)
    smaller = stand.list(pack=cast.a_pack(stand.pack.specification, "5 kg bag", 5_000))

    assert set(Listing.objects.all()) == {listing, smaller}
    assert Listing.objects.get(pk=listing.pk).price_pence == 950


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"packs_bulk": 0}, "A listing needs at least one pack. To stop selling, withdraw it."),
        ({"packs_bulk": -1}, "Packs bulk: Ensure this value is greater than or equal to 0."),
        ({"packs_bulk": 13}, "13 × 10 kg crate is 130 kg; lot CARROTS-1 has 120 kg."),
        ({"packs_bulk": 8, "packs_shop": 5}, "13 × 10 kg crate is 130 kg; lot CARROTS-1 has 120 kg."),
        ({"minimum_packs": 11}, "At least 11 packs must be taken, but only 10 are listed."),
        ({"price_pence": -1}, "Price pence: Ensure this value is greater than or equal to 0."),
        ({"handover": "thrown"}, "Handover: Value 'thrown' is not a valid choice."),
        (
            {"ready_from": LISTING_CLOSES, "ready_until": LISTING_CLOSES},
            "The goods must be ready until a later time than from which they are.",
        ),
        (
            {
                "ready_from": datetime(2027, 3, 10, 0, tzinfo=cast.LONDON),
                "ready_until": datetime(2027, 3, 10, 9, tzinfo=cast.LONDON),
            },
            "Ready only after Tuesday 9 March 2027: the vans have gone by then.",
        ),
    ],
)
def test_a_listing_that_cannot_be_kept_is_refused_in_words(stand: Stand, fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadListing) as refusal:
        stand.list(**fields)

    assert reason in str(refusal.value)
    assert not Listing.objects.exists()


def test_what_a_grower_lists_is_theirs_and_of_one_hub(stand: Stand) -> None:
    glebe = cast.a_grower(stand.hub, "Glebe Farm")
    parsnips = cast.a_pack(cast.a_specification(stand.hub, "Parsnips"))
    fen = cast.a_grower(cast.a_hub("Fenland Food Hub", "fenland"), "Fen Farm")
    school = cast.a_buyer(stand.hub)

    with pytest.raises(BadListing, match="Lot CARROTS-1 is not Glebe Farm's."):
        stand.list(grower=glebe, place=cast.yard_of(glebe))
    with pytest.raises(BadListing, match="Glebe Farm yard is not a place of Manor Farm."):
        stand.list(place=cast.yard_of(glebe))
    with pytest.raises(BadListing, match="Lot CARROTS-1 holds Carrots, not Parsnips."):
        stand.list(pack=parsnips)
    with pytest.raises(BadListing, match="Fen Farm belongs to another hub."):
        stand.list(grower=fen, place=cast.yard_of(fen))
    with pytest.raises(BadListing, match="Uppingham School buys here and does not sell."):
        stand.list(grower=school)

    assert not Listing.objects.exists()


def test_a_lot_that_spoils_before_the_day_is_refused(stand: Stand) -> None:
    spoils = cast.a_lot(stand.grower, stand.pack.specification, code="OLD", best_before=cast.DAY - timedelta(days=1))
    lasts = cast.a_lot(stand.grower, stand.pack.specification, best_before=cast.DAY)

    with pytest.raises(BadListing, match="Lot OLD is best before 08 March 2027, before Tuesday 9 March 2027."):
        stand.list(lot=spoils)

    assert stand.list(lot=lasts).lot == lasts


def test_a_grower_changes_price_and_packs(stand: Stand) -> None:
    listing = stand.list()

    changed = change_listing(listing=listing, by=None, now=cast.NOW, price_pence=900, packs_bulk=12)

    listing.refresh_from_db()
    assert changed == listing
    assert (listing.price_pence, listing.packs_bulk) == (900, 12)
    assert LogLine.objects.about(listing).last().detail == {
        "before": {"price_pence": "950", "packs_bulk": "10"},
        "after": {"price_pence": "900", "packs_bulk": "12"},
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"packs_bulk": 13}, "lot CARROTS-1 has 120 kg"),
        ({"packs_bulk": 0}, "withdraw it"),
        ({"minimum_packs": 11}, "only 10 are listed"),
        ({"price_pence": -1}, "greater than or equal to 0"),
        ({"lot": None}, "A listing's lot can't be changed. Withdraw it and list anew."),
        ({"withdrawn_at": None}, "A listing's withdrawn_at can't be changed."),
    ],
)
def test_a_change_that_cannot_be_kept_changes_nothing(stand: Stand, fields: dict[str, Any], reason: str) -> None:
    listing = stand.list()

    with pytest.raises(BadListing, match=reason):
        change_listing(listing=listing, by=None, now=cast.NOW, **fields)

    assert list(Listing.objects.values_list("price_pence", "packs_bulk", "minimum_packs")) == [(950, 10, 0)]
    assert LogLine.objects.about(listing).count() == 1


def test_nothing_is_changed_or_taken_back_once_listing_has_closed(stand: Stand) -> None:
    listing = stand.list()

    with pytest.raises(ListingsClosed):
        change_listing(listing=listing, by=None, now=LISTING_CLOSES, price_pence=1)
    with pytest.raises(ListingsClosed):
        withdraw_listing(listing=listing, by=None, now=LISTING_CLOSES)

    listing.refresh_from_db()
    assert (listing.price_pence, listing.withdrawn_at) == (950, None)


def test_what_was_withdrawn_is_off_sale_and_may_be_listed_anew(stand: Stand) -> None:
    listing = stand.list()

    withdraw_listing(listing=listing, by=None, now=cast.NOW)
    withdraw_listing(listing=listing, by=None, now=cast.NOW + SECOND)
    with pytest.raises(BadListing, match="This listing was withdrawn. List anew."):
        change_listing(listing=listing, by=None, now=cast.NOW, price_pence=900)
    anew = stand.list(price_pence=900)

    assert listing.withdrawn_at == cast.NOW
    assert list(Listing.objects.of(stand.hub).standing()) == [anew]
    assert LogLine.objects.about(listing).filter(verb="withdrew").count() == 1


def test_every_refusal_is_of_the_family() -> None:
    assert issubclass(BadListing, CyclesError)
    assert issubclass(ListingsClosed, CyclesError)
    assert issubclass(AlreadyListed, BadListing)

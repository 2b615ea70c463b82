"""What the front page says of the market is what the rows say, and nothing where they say nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from cms.actions import ensure_start_page
from cms.market import KeptHere, Listed, kept_here, this_week
from shop.cycles.models import Listing
from shop.settlement.actions import settle_day
from tests.cast import (
    DAY,
    NOW,
    a_buyer,
    a_day,
    a_grower,
    a_hub,
    a_kitchen,
    a_listing,
    a_pack,
    a_specification,
    carrots,
)
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, a_price, an_order

pytestmark = pytest.mark.django_db


def test_what_is_listed_is_counted_by_product_and_grower() -> None:
    hub = a_hub()
    day, pack = a_day(hub), carrots(hub)
    manor, hill = a_grower(hub), a_grower(hub, "Hill Farm")
    eggs = a_pack(a_specification(hub, "Eggs", base_unit="each"), "tray of 30", 30)
    a_listing(day, manor, pack)
    a_listing(day, hill, pack)
    a_listing(day, hill, eggs)

    week = this_week(now=NOW)

    assert week is not None
    assert week.listed == (Listed("Carrots", "vegetables", 2), Listed("Eggs", "vegetables", 1))
    assert (week.products, week.growers, week.closes_at) == (2, 2, day.orders_close_at)


def test_withdrawn_listings_and_closed_days_are_not_on_the_shelf() -> None:
    hub = a_hub()
    day = a_day(hub)
    listing = a_listing(day, a_grower(hub), carrots(hub))

    assert this_week(now=day.orders_close_at) is None
    Listing.objects.filter(pk=listing.pk).update(withdrawn_at=NOW)
    assert this_week(now=NOW) is None


def test_the_questions_do_not_grow_with_the_shelf(django_assert_num_queries: object) -> None:
    hub = a_hub()
    day, grower = a_day(hub), a_grower(hub)
    for number in range(14):
        a_listing(day, grower, a_pack(a_specification(hub, f"Squash {number}")))

    with django_assert_num_queries(2):  # type: ignore[operator]
        week = this_week(now=NOW)

    assert week is not None
    assert (len(week.listed), week.products) == (12, 14)


def test_a_new_hub_shows_no_figures(client: Client) -> None:
    ensure_start_page(now=NOW)

    page = client.get("/").content.decode()

    assert "Where the money stayed" not in page
    assert "What is listed this week" not in page
    assert kept_here(now=NOW) is None


def test_of_every_pound_so_much_stayed_and_only_for_six_weeks() -> None:
    hub = a_hub()
    pack, day = carrots(hub), a_day(hub)
    a_price(pack, 1200)
    a_listing(day, a_grower(hub), pack, 6, price_pence=950)
    an_order(day, a_kitchen(a_buyer(hub)), {pack: 8})
    a_delivered_day(day)
    settle_day(delivery_day=day, by=None, now=ON_THE_DAY)

    kept = kept_here(now=ON_THE_DAY)

    assert kept == KeptHere(since=DAY, until=DAY, sold_pence=7200, paid_pence=5700, sellers=1)
    assert kept.pence_of_a_pound == 79
    assert kept_here(now=ON_THE_DAY + timedelta(weeks=6, days=1)) is None

"""A van is never on two days' routes at once."""

from datetime import date, timedelta

import pytest

from logistics.intake.vans import Busy, widest_gap
from logistics.models import Route
from shop.cycles.models import DeliveryDay
from tests.cast import a_cycle, a_listing
from tests.logistics.conducting import conduct
from tests.logistics.small_day import ANSWERS_DUE, a_small_day

HOUR = 3600


@pytest.mark.parametrize(
    ("busy", "free"),
    [
        ([], (5, 18)),
        ([(5, 9)], (9, 18)),
        ([(14, 18)], (5, 14)),
        ([(8, 9), (10, 18)], (5, 8)),
        ([(5, 18)], None),
        ([(4, 20)], None),
    ],
)
def test_the_widest_gap_of_a_shift_is_what_is_left_of_it(
    busy: list[tuple[int, int]], free: tuple[int, int] | None
) -> None:
    assert widest_gap(5, 18, [Busy(starts, ends, 1) for starts, ends in busy]) == free


@pytest.mark.django_db
def test_one_days_drops_and_the_next_days_collections_share_a_van_one_after_the_other() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    wednesday = a_cycle(small.hub, days=(date(2027, 3, 10),), name="Week 10, Wednesday").delivery_days.get()
    small.listings["milk"] = a_listing(wednesday, small.growers["Vale Dairy"], small.packs["milk"], 6, 800)
    tuesday, small.day = small.day, wednesday
    small.order("Oakham School", {"milk": 3})
    conduct(small, now=ANSWERS_DUE + timedelta(days=1))
    small.day = tuesday
    conduct(small)

    first, second = Route.objects.filter(day=date(2027, 3, 9), vehicle=small.vans["Cold van"]).order_by("starts_at")

    assert first.ends_at <= second.starts_at
    assert {first.plan_run.delivery_day_id, second.plan_run.delivery_day_id} == set(
        DeliveryDay.objects.values_list("id", flat=True)
    )

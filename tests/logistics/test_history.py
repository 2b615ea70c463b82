"""The season's memory, read from what was confirmed on earlier days."""

from datetime import date

import pytest

from logistics.intake.history import owed_to_buyers, owed_to_growers
from logistics.intake.keys import key_of
from logistics.intake.sharing import read_sharing
from logistics.models import PlanningRules
from shop.cycles.models import DeliveryDay
from shop.procurement.models import LineConfirmation
from tests.cast import a_cycle, a_listing
from tests.logistics.conducting import conduct
from tests.logistics.small_day import SmallDay, a_small_day

pytestmark = pytest.mark.django_db

A_WEEK_LATER = date(2027, 3, 16)


def buyer(small: SmallDay, name: str) -> int:
    return int(small.kitchens[name].enterprise_id)


def a_week_later(small: SmallDay) -> DeliveryDay:
    day: DeliveryDay = a_cycle(small.hub, days=(A_WEEK_LATER,), name="Week 11").delivery_days.get()
    return day


def a_short_day() -> SmallDay:
    """Six boxes of milk for ten asked, between a school of three hundred and one of a hundred."""
    small = a_small_day()
    for name, entitlement in (("Uppingham School", 300), ("Oakham School", 100)):
        small.kitchens[name].enterprise.entitlement = entitlement
        small.kitchens[name].enterprise.save()
    small.order("Uppingham School", {"milk": 5})
    small.order("Oakham School", {"milk": 5})
    return small


def had(small: SmallDay, name: str) -> int:
    rows = LineConfirmation.objects.filter(order_line__drop__kitchen=small.kitchens[name])
    return sum(rows.values_list("packs", flat=True))


def test_a_buyer_is_owed_its_share_by_entitlement_less_what_it_had() -> None:
    small = a_short_day()
    conduct(small)

    owed = owed_to_buyers(a_week_later(small), memory_days=84)

    fair = {"Uppingham School": 4500, "Oakham School": 1500}
    for name, thousandths in fair.items():
        assert owed.get(buyer(small, name), 0) == thousandths - 1000 * had(small, name)


def test_a_day_that_is_not_confirmed_or_too_old_or_another_hubs_is_not_remembered() -> None:
    small = a_short_day()
    conduct(small, until="allocate")
    later = a_week_later(small)
    assert owed_to_buyers(later, memory_days=84) == {}

    conduct(small)
    assert owed_to_buyers(later, memory_days=6) == {}


def test_a_grower_whose_listing_was_left_is_owed_against_equal_shares() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 6})
    conduct(small)

    owed = owed_to_growers(a_week_later(small), memory_days=84)

    bought = {row.seller_id: row.packs for row in small.day.purchase_lines.all()}
    for name in ("Manor Farm", "Hill Farm"):
        grower = small.growers[name].pk
        assert owed.get(grower, 0) == 3000 - 1000 * bought.get(grower, 0)


def test_the_memory_reaches_the_question_of_the_next_day() -> None:
    small = a_short_day()
    conduct(small)
    missing = owed_to_buyers(a_week_later(small), memory_days=84)
    small.day = DeliveryDay.objects.get(day=A_WEEK_LATER)
    a_listing(small.day, small.growers["Vale Dairy"], small.packs["milk"], 6, 800)
    small.order("Oakham School", {"milk": 5})

    terms = {each.buyer: each.carried for each in read_sharing(small.day).problem.buyers}

    oakham = buyer(small, "Oakham School")
    assert terms == {key_of("enterprise", oakham): missing.get(oakham, 0)}
    PlanningRules.objects.create(hub=small.hub, memory_days=1)
    assert {each.carried for each in read_sharing(small.day).problem.buyers} == {0}

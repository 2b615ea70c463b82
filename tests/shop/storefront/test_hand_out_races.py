"""Two people at one collection point, on PostgreSQL: a box is handed out once."""

from collections.abc import Callable
from functools import partial

import pytest

from shop.storefront.actions import hand_out
from shop.storefront.errors import HandOutRefused
from shop.storefront.models import BoxHandOut, HouseholdLine, HouseholdOrder
from tests.shop.meeting import all_at_once
from tests.shop.procurement.scene import ON_THE_DAY
from tests.shop.storefront.boxes import an_order_of, pack_box, packed, routed
from tests.shop.storefront.scene import Shop

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def tried(work: Callable[[], object]) -> str:
    try:
        work()
    except HandOutRefused:
        return "refused"
    return "done"


def test_of_two_who_hand_one_box_out_one_is_asked_to_look_again() -> None:
    shop = Shop()
    an_order_of(shop, {shop.carrots: 3}, "account")
    routed(shop)
    pack_box(HouseholdLine.objects.shown().get(), 3)
    packed(shop)

    def give(outcome: str) -> None:
        order = HouseholdOrder.objects.shown().get()
        hand_out(household_order=order, outcome=outcome, key=outcome, seen=0, by=None, now=ON_THE_DAY)

    said = all_at_once([partial(tried, partial(give, outcome)) for outcome in ("collected", "given_away")])

    assert sorted(said) == ["done", "refused"]
    assert BoxHandOut.objects.count() == 1

"""Two calls for the last crate, a call while the vans leave, a call while a household buys. Seen on PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from shop.cycles.actions import move_day
from shop.cycles.models import DeliveryDay
from shop.procurement.errors import LateChangeRefused
from shop.procurement.models import LateChange, LateChangeLine, LineConfirmation, PurchaseLine
from shop.rows.moves import NotAllowedMove
from shop.settlement.actions import settle_day
from shop.settlement.models import Invoice
from shop.supply.actions import reserve
from shop.supply.errors import NotEnoughStock
from shop.supply.models import Lot, Reservation
from tests.shop.meeting import WAIT_S, all_at_once
from tests.shop.procurement.late import RANG, LateDay
from tests.shop.procurement.scene import ON_THE_DAY, hand_over, move_to

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CALLS = 6


def refused_or_done(act: Callable[[], Any]) -> str:
    try:
        act()
    except (LateChangeRefused, NotEnoughStock, NotAllowedMove):
        return "refused"
    return "done"


def test_one_click_sent_six_times_is_one_late_change() -> None:
    late, key, looked = LateDay(), uuid4(), Barrier(CALLS)
    wish = late.to("Uppingham", 10)

    def ring(key: UUID) -> str:
        looked.wait(WAIT_S)
        return refused_or_done(lambda: late.ring(wish, client_key=key))

    assert Counter(all_at_once([partial(ring, key)] * CALLS)) == {"done": CALLS}
    assert (LateChange.objects.count(), LateChangeLine.objects.count()) == (1, 1)
    assert late.held() == late.bought() == {"Manor Farm": 10, "Hill Farm": 4}


def test_of_two_kitchens_that_ring_for_the_last_four_crates_one_gets_them() -> None:
    late, looked = LateDay(), Barrier(2)
    wishes = [late.to("Uppingham", 12), late.to("Oakham", 8)]

    def ring(wish: Any) -> str:
        looked.wait(WAIT_S)
        return refused_or_done(lambda: late.ring(wish))

    assert Counter(all_at_once([partial(ring, wish) for wish in wishes])) == {"done": 1, "refused": 1}
    assert late.held() == late.bought() == {"Manor Farm": 10, "Hill Farm": 6}
    assert sum(late.gets().values()) == 16


def test_a_call_and_a_household_that_want_the_last_crate_do_not_both_get_it() -> None:
    late, looked = LateDay(), Barrier(2)
    wish = late.to("Uppingham", 12)

    def ring() -> str:
        looked.wait(WAIT_S)
        return refused_or_done(lambda: late.ring(wish))

    def buy() -> str:
        looked.wait(WAIT_S)
        return refused_or_done(lambda: reserve(lot=late.of_hill.lot, quantity_base=10_000, key="household:1", now=RANG))

    assert Counter(all_at_once([ring, buy])) == {"done": 1, "refused": 1}
    for lot in Lot.objects.all():
        assert lot.reserved_base == Reservation.objects.held().filter(lot=lot).total_base() <= lot.quantity_base


def test_a_call_while_the_vans_leave_is_entered_before_or_not_at_all() -> None:
    late, looked = LateDay(), Barrier(2)
    move_to(late.day, "routed", "packed")
    wish = late.to("Uppingham", 0)

    def ring() -> str:
        looked.wait(WAIT_S)
        return refused_or_done(lambda: late.ring(wish))

    def leave() -> str:
        day = DeliveryDay.objects.get(pk=late.day.pk)
        looked.wait(WAIT_S)
        return refused_or_done(lambda: move_day(delivery_day=day, to="out", by=None, now=RANG))

    rang, left = all_at_once([ring, leave])

    assert left == "done"
    assert late.gets() == ({"Oakham": 4} if rang == "done" else {"Uppingham": 8, "Oakham": 4})
    assert (rang == "done") == LateChange.objects.exists()


def test_a_call_while_the_day_is_settled_changes_no_paper() -> None:
    late, looked = LateDay(), Barrier(2)
    for line in LineConfirmation.objects.all():
        hand_over(line)
    move_to(late.day, "routed", "out", "delivered")
    wish = late.to("Uppingham", 0)

    def ring() -> str:
        looked.wait(WAIT_S)
        return refused_or_done(lambda: late.ring(wish))

    def settle() -> str:
        day = DeliveryDay.objects.get(pk=late.day.pk)
        looked.wait(WAIT_S)
        return refused_or_done(lambda: settle_day(delivery_day=day, by=None, now=ON_THE_DAY))

    assert all_at_once([ring, settle]) == ["refused", "done"]
    assert late.gets() == {"Uppingham": 8, "Oakham": 4}
    assert sum(Invoice.objects.values_list("net_pence", flat=True)) == 12 * 1200
    assert LateChange.objects.count() == 0


def test_however_two_calls_meet_what_is_held_is_what_is_bought() -> None:
    late, looked = LateDay(), Barrier(2)
    wishes = [late.to("Uppingham", 2), late.to("Oakham", 9)]

    def ring(wish: Any) -> str:
        looked.wait(WAIT_S)
        return refused_or_done(lambda: late.ring(wish))

    all_at_once([partial(ring, wish) for wish in wishes])

    assert late.held() == late.bought()
    assert sum(late.gets().values()) == sum(late.bought().values())
    assert LineConfirmation.objects.count() == 2
    assert PurchaseLine.objects.count() == 2

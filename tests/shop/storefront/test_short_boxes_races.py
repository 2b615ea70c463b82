"""Two packers at one box, and two who note the same loss, on PostgreSQL: the money goes back once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from shop.payments import tasks
from shop.payments.actions import authorising
from shop.payments.models import Refund
from shop.payments.sweeping import sweep
from shop.procurement.errors import PackingRefused
from shop.storefront.actions import record_short_box
from shop.storefront.boxes import Missing
from shop.storefront.errors import ShortRefused
from shop.storefront.models import BoxPacked, HouseholdLine, HouseholdOrder, ShortBox
from tests.shop.meeting import all_at_once
from tests.shop.payments.pretended_cards import PretendedCards
from tests.shop.procurement.scene import ON_THE_DAY
from tests.shop.storefront.boxes import an_order_of, pack_box, packed, paid_by_card, routed
from tests.shop.storefront.scene import Shop

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> PretendedCards:
    pretended = PretendedCards()
    for module in (authorising, tasks):
        monkeypatch.setattr(module, "gateway", lambda: pretended)
    for task in ("finish_payment", "finish_refund"):
        monkeypatch.setattr(f"shop.payments.tasks.{task}.delay", lambda _row_id: None)
    return pretended


@pytest.fixture
def shop(cards: PretendedCards) -> Shop:
    """Three bags, paid by card, on a routed day."""
    shop = Shop()
    paid_by_card(an_order_of(shop, {shop.carrots: 3}, "card"), cards)
    routed(shop)
    return shop


def tried(work: Callable[[], Any]) -> str:
    try:
        work()
    except (PackingRefused, ShortRefused) as refusal:
        return type(refusal).__name__
    return "done"


def test_of_two_who_pack_one_box_one_is_asked_to_look_again(shop: Shop) -> None:
    def pack(packs: int) -> None:
        pack_box(HouseholdLine.objects.shown().get(), packs)

    assert sorted(all_at_once([partial(tried, partial(pack, packs)) for packs in (1, 2)])) == ["PackingRefused", "done"]
    assert BoxPacked.objects.count() == 1


def test_of_two_who_note_a_loss_one_is_asked_to_look_again_and_one_click_twice_is_one(
    shop: Shop, cards: PretendedCards
) -> None:
    pack_box(HouseholdLine.objects.shown().get(), 3)
    packed(shop)

    def note(key: str, seen: int) -> ShortBox:
        order = HouseholdOrder.objects.shown().get()
        missing = [Missing(order.lines.get(), 1, "damaged")]
        return record_short_box(household_order=order, missing=missing, key=key, seen=seen, by=None, now=ON_THE_DAY)

    two = all_at_once([partial(tried, partial(note, key, 0)) for key in ("a", "b")])
    same = all_at_once([partial(tried, partial(note, "c", 1))] * 3)

    assert (sorted(two), same) == (["ShortRefused", "done"], ["done"] * 3)
    assert Refund.objects.count() == ShortBox.objects.count() == 2
    all_at_once([lambda: sweep(cards=cards, now=ON_THE_DAY)] * 3)
    assert sum(cards.refunded_pence.values()) == 240

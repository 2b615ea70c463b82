"""What a household did not get it does not pay: by card, on account, at the door; and the papers agree."""

import pytest
from django.test import Client

from shop.journal.models import OutboxMessage
from shop.payments import tasks
from shop.payments.actions import authorising
from shop.payments.models import Payment, Refund
from shop.payments.sweeping import sweep
from shop.procurement.actions import agree_fault_bearer
from shop.procurement.errors import PackingRefused
from shop.settlement.actions import settle_day
from shop.settlement.card_money import book_card_money
from shop.settlement.models import LedgerEntry, Statement, StatementDeduction
from shop.storefront.actions import record_short_box
from shop.storefront.boxes import Missing
from shop.storefront.errors import ShortRefused
from shop.storefront.models import BoxPacked, HouseholdLine, HouseholdOrder, ShortBox
from tests.cast import NOW, a_member
from tests.shop.payments.pretended_cards import PretendedCards
from tests.shop.procurement.scene import JANUARY, ON_THE_DAY, move_to
from tests.shop.storefront.boxes import an_order_of, pack_box, packed, paid_by_card, routed
from tests.shop.storefront.scene import Shop, a_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> PretendedCards:
    """A card company in memory; the worker is asked by hand."""
    pretended = PretendedCards()
    for module in (authorising, tasks):
        monkeypatch.setattr(module, "gateway", lambda: pretended)
    for task in ("finish_payment", "finish_refund"):
        monkeypatch.setattr(f"shop.payments.tasks.{task}.delay", lambda _row_id: None)
    return pretended


def short_of(order: HouseholdOrder, packs: int, *, seen: int = 0, key: str = "k1", fault: str = "damaged") -> ShortBox:
    """So many packs of the order's first line turned out missing."""
    line = order.lines.first()
    assert line is not None
    return record_short_box(
        household_order=order, missing=[Missing(line, packs, fault)], key=key, seen=seen, by=None, now=ON_THE_DAY
    )


def test_a_card_gets_its_money_back_when_packing_is_done_and_once(shop: Shop, cards: PretendedCards) -> None:
    order = an_order_of(shop, {shop.carrots: 3}, "card")
    payment = paid_by_card(order, cards)
    routed(shop)
    pack_box(order.lines.get(), 1, fault="short from the grower")
    assert not ShortBox.objects.exists()

    assert packed(shop) == 1
    for _ in range(2):
        sweep(cards=cards, now=ON_THE_DAY)

    assert order.total_pence == 360
    assert cards.refunded_pence == {payment.intent_id: 240}
    assert ShortBox.objects.get().total_pence == Refund.objects.get().amount_pence == 240
    assert HouseholdOrder.objects.get().charged_pence == 120
    book_card_money(now=ON_THE_DAY)
    assert LedgerEntry.objects.per_kind() == {"card": 120, "households": 0, "price_difference": -120}
    told = OutboxMessage.objects.get(key=f"household:{order.pk}:short:1")
    assert "2 packs are missing:" in told.body
    assert "2 of 3 × Carrots, 1 kg bag, from Manor Farm: short from the grower" in told.body
    assert "£2.40 goes back to your card" in told.body


def test_on_account_and_at_the_door_only_what_was_given_is_charged(shop: Shop, cards: PretendedCards) -> None:
    account = an_order_of(shop, {shop.carrots: 3}, "account")
    door = an_order_of(shop, {shop.carrots: 2}, "at_handover")
    routed(shop)
    pack_box(account.lines.get(), 2)
    pack_box(door.lines.get(), 2)

    assert packed(shop) == 1

    assert cards.calls == []
    assert LedgerEntry.objects.per_kind() == {"households": 480, "price_difference": -480}
    assert "£1.20 is not charged to your account" in OutboxMessage.objects.get(key__contains=":short:").body


def test_a_box_that_can_t_be_packed_at_all_costs_nothing_and_the_round_s_fee_goes_back_too(
    shop: Shop, cards: PretendedCards
) -> None:
    bike = a_point(shop, "Bicycle", kind="round", outcodes=["LE15"], fee_pence=250)
    order = an_order_of(shop, {shop.carrots: 3}, "card", point=bike, door="1 High Street", postcode="LE15 6AA")
    paid_by_card(order, cards)
    routed(shop)
    with pytest.raises(PackingRefused, match="not packed yet"):
        packed(shop)

    packed(shop, rest_fault="short from the grower")
    sweep(cards=cards, now=ON_THE_DAY)

    assert (ShortBox.objects.get().fee_pence, ShortBox.objects.get().total_pence) == (250, 610)
    assert sum(cards.refunded_pence.values()) == 610
    assert Payment.objects.get().status == "refunded"
    assert BoxPacked.objects.get().packs_packed == 0


def test_what_is_missing_at_the_door_is_added_until_nothing_is_left(shop: Shop) -> None:
    order = an_order_of(shop, {shop.carrots: 3}, "account")
    routed(shop)
    with pytest.raises(ShortRefused, match="Packing is not done yet"):
        short_of(order, 1)
    pack_box(order.lines.get(), 2)
    packed(shop)

    first = short_of(order, 1, seen=1)
    assert short_of(order, 1, seen=1) == first
    with pytest.raises(ShortRefused, match="Somebody has noted what is missing"):
        short_of(order, 1, seen=1, key="k2")
    with pytest.raises(ShortRefused, match="1 pack can be missing, not 2"):
        short_of(order, 2, seen=2, key="k2")
    with pytest.raises(ShortRefused, match="say why"):
        short_of(order, 1, seen=2, key="k2", fault=" ")

    assert HouseholdOrder.objects.get().charged_pence == 120


def test_the_grower_bears_it_where_the_table_says_so_else_the_hub(shop: Shop) -> None:
    agree_fault_bearer(
        hub=shop.hub, fault="short from the grower", bearer="seller", valid_from=JANUARY, by=None, now=NOW
    )
    first = an_order_of(shop, {shop.carrots: 3}, "account")
    second = an_order_of(shop, {shop.carrots: 2}, "account")
    routed(shop)
    pack_box(first.lines.get(), 1, fault="short from the grower")
    pack_box(second.lines.get(), 1, fault="damaged on the way")
    packed(shop)
    move_to(shop.day, "out", "delivered")

    settle_day(delivery_day=shop.day, by=None, now=ON_THE_DAY)

    deduction = StatementDeduction.objects.get()
    assert (deduction.packs, deduction.amount_pence, deduction.delivered) == (2, 192, None)
    assert Statement.objects.get().total_pence == (5 - 2) * 96
    # Two packs are paid by households; the hub bears the one that was damaged.
    assert LedgerEntry.objects.per_kind() == {
        "households": 240,
        "payable": -288,
        "loss": 96,
        "price_difference": -48,
    }


def test_after_the_day_is_settled_the_hub_bears_it_and_the_papers_stand(shop: Shop) -> None:
    order = an_order_of(shop, {shop.carrots: 3}, "account")
    routed(shop)
    pack_box(order.lines.get(), 3)
    packed(shop)
    move_to(shop.day, "out", "delivered")
    settle_day(delivery_day=shop.day, by=None, now=ON_THE_DAY)

    order.delivery_day.refresh_from_db()
    short_of(order, 1)

    assert Statement.objects.get().total_pence == 288
    assert LedgerEntry.objects.per_kind() == {"households": 240, "payable": -288, "loss": 96, "price_difference": -48}


def test_no_more_is_packed_than_came_in_and_a_box_is_packed_anew_only_by_who_saw_it(shop: Shop) -> None:
    order = an_order_of(shop, {shop.carrots: 3}, "account")
    routed(shop)
    line = order.lines.get()
    with pytest.raises(PackingRefused, match="the household ordered 3, not 4"):
        pack_box(line, 4)
    pack_box(line, 2, key="a")
    pack_box(line, 2, key="a")
    with pytest.raises(PackingRefused, match="Somebody has packed"):
        pack_box(line, 3)
    pack_box(line, 3, seen=1)

    assert [row.packs_packed for row in BoxPacked.objects.order_by("number")] == [2, 3]
    assert packed(shop) == 0


def test_the_household_and_the_coordinator_see_it(shop: Shop, cards: PretendedCards, client: Client) -> None:
    order = an_order_of(shop, {shop.carrots: 3}, "card")
    paid_by_card(order, cards)
    routed(shop)
    pack_box(order.lines.get(), 1)
    packed(shop)
    mine = f"/shop/accounts/order-status/{order.order.number}/{order.order.verification_hash()}/"

    said = client.get(mine).text
    for words in ("2 of 3 missing", "You pay in the end", "£1.20", "on its way back to the card", "poor quality"):
        assert words in said
    sweep(cards=cards, now=ON_THE_DAY)
    assert "given back to the card" in client.get(mine).text
    client.force_login(a_member(shop.packhouse.enterprise, "coordinator@rutland.example", role="coordinator"))
    kept = client.get(f"/shop/keeping/{shop.hub.pk}/").text
    assert "Missing: 2 × Carrots (poor quality)" in kept
    assert "£2.40 given back to the card" in kept


def test_without_card_money_nothing_is_asked_of_the_company(shop: Shop, cards: PretendedCards) -> None:
    order = an_order_of(shop, {shop.carrots: 3}, "card")
    routed(shop)
    pack_box(order.lines.get(), 1)

    packed(shop)

    assert (Refund.objects.count(), cards.calls) == (0, [])
    assert HouseholdLine.objects.get().packs_given == 1

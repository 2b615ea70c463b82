"""Whatever is short of whatever order: paid less given back is what was given, and the books agree to the penny."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.payments import tasks
from shop.payments.actions import authorising
from shop.payments.sweeping import sweep
from shop.pricing.money import net_within, vat_of
from shop.settlement.actions import settle_day
from shop.settlement.card_money import book_card_money
from shop.settlement.models import LedgerEntry
from shop.storefront.actions import record_short_box
from shop.storefront.boxes import Missing
from shop.storefront.models import HouseholdLine, HouseholdOrder
from tests import cast
from tests.shop.payments.pretended_cards import PretendedCards
from tests.shop.procurement.scene import ON_THE_DAY, move_to
from tests.shop.storefront.boxes import an_order_of, pack_box, packed, paid_by_card, routed
from tests.shop.storefront.scene import Shop

# The grower's price, the VAT code, packs ordered, short when packed, short at the door.
LINE = st.tuples(st.integers(1, 3_000), st.sampled_from("ZS"), st.integers(1, 6), st.integers(0, 6), st.integers(0, 6))
ORDER = st.tuples(st.sampled_from(["card", "account", "at_handover"]), st.lists(LINE, min_size=1, max_size=3))


@given(st.integers(0, 1_000_000), st.sampled_from([0, 50, 200]))
def test_the_net_within_a_price_is_the_net_that_it_was_made_of(net_pence: int, permille: int) -> None:
    assert net_within(net_pence + vat_of(net_pence, permille), permille) == net_pence


@contextmanager
def rolled_back() -> Iterator[None]:
    """One example's rows, gone when it ends; what must be committed by itself may be, as in any test."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # what Django's own TestCase says of its transaction
    with block:
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None)
@given(orders=st.lists(ORDER, min_size=1, max_size=2))
def test_paid_less_given_back_is_what_was_given(orders: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as patch, rolled_back():
        cards = PretendedCards()
        for module in (authorising, tasks):
            patch.setattr(module, "gateway", lambda: cards)
        for task in ("finish_payment", "finish_refund"):
            patch.setattr(f"shop.payments.tasks.{task}.delay", lambda _row_id: None)

        placed = a_day_of(orders, cards)
        for order in HouseholdOrder.objects.all():
            given_pence = sum(line.packs_given * line.price_pence for line in order.lines.all())
            assert order.charged_pence == given_pence
        by_card = [row for row in HouseholdOrder.objects.all() if row.payment == "card"]
        left = sum(cards.taken_pence.values()) - sum(cards.refunded_pence.values())
        assert left == sum(row.charged_pence for row in by_card)
        book_card_money(now=ON_THE_DAY)
        books = LedgerEntry.objects.per_kind()
        owed = sum(row.charged_pence for row in HouseholdOrder.objects.all() if row.payment != "card")
        vat = sum(
            line.packs_given * (line.price_pence - net_within(line.price_pence, line.vat_permille))
            for line in HouseholdLine.objects.all()
        )
        assert (books.get("households", 0), books.get("card", 0), -books.get("vat", 0)) == (owed, left, vat)
        assert -books["payable"] == sum(line.packs * line.grower_pence for line in HouseholdLine.objects.all())
        lost = sum(line.packs_not_given * line.grower_pence for line in HouseholdLine.objects.all())
        assert books.get("loss", 0) == lost
        assert LedgerEntry.objects.sum_pence() == 0
        assert placed == len(orders)


def a_day_of(orders: list[Any], cards: PretendedCards) -> int:
    """Order, buy, pack short, hand over short, settle. Returns how many orders were placed."""
    shop = Shop()
    fates = []
    for payment, lines in orders:
        wanted = {}
        for number, (pence, code, packs, *_) in enumerate(lines):
            specification = cast.a_specification(shop.hub, f"{payment} {code} {number} {len(fates)}")
            specification.product.vat_code = code
            specification.product.save()
            wanted[shop.lists(cast.a_pack(specification, "1 kg bag", 1000), packs, pence)] = packs
        order = an_order_of(shop, wanted, payment)
        if payment == "card":
            paid_by_card(order, cards)
        fates.append((order, lines))
    routed(shop)
    for order, lines in fates:
        for line, (*_, packs, short, _late) in zip(order.lines.order_by("listing_id"), lines, strict=True):
            pack_box(line, packs - min(short, packs))
    packed(shop)
    for order, lines in fates:
        late = [
            Missing(line, min(late, line.packs_given), "damaged")
            for line, (*_, late) in zip(order.lines.order_by("listing_id"), lines, strict=True)
            if min(late, line.packs_given)
        ]
        order.delivery_day.refresh_from_db()
        if late:
            record_short_box(
                household_order=order, missing=late, key=f"late:{order.pk}", seen=order.shorts.count(), by=None,
                now=ON_THE_DAY,
            )  # fmt: skip
    sweep(cards=cards, now=ON_THE_DAY)
    move_to(shop.day, "out", "delivered")
    settle_day(delivery_day=shop.day, by=None, now=ON_THE_DAY)
    return len(fates)

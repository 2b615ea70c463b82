"""Whatever is phoned in late: kilos agree with kilos, pence with pence, and the books sum to zero."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shop.procurement.errors import LateChangeRefused
from shop.procurement.late.wishes import AddedLine
from shop.procurement.models import LateChangeLine, LineConfirmation, PurchaseLine
from shop.procurement.standing import standing_shares
from shop.settlement.actions import SettledDay, settle_day
from shop.settlement.models import Invoice, InvoiceLine, LedgerEntry, Statement, StatementLine
from tests.shop.procurement.late import LateDay
from tests.shop.procurement.scene import ON_THE_DAY, hand_over, move_to

KITCHENS = ("Uppingham", "Oakham")


def settle(late: LateDay, **missing: int) -> SettledDay:
    """Everything that stands is handed over, but for what is missing of the first line; then the day is settled."""
    lines = LineConfirmation.objects.filter(run__delivery_day=late.day).standing().order_by("id")
    for number, row in enumerate(lines):
        row.packs = row.packs_standing
        hand_over(row, **(missing if number == 0 else {}))
    move_to(late.day, "routed", "out", "delivered")
    return settle_day(delivery_day=late.day, by=None, now=ON_THE_DAY)


@pytest.mark.django_db
def test_a_drop_that_the_growers_bear_is_neither_billed_nor_paid() -> None:
    late = LateDay()
    late.ring(late.to("Uppingham", 0), why="School shut")

    done = settle(late)

    assert (done.invoices, done.statements) == (1, 2)
    assert done.gross_pence == 4 * 1200
    assert done.payable_pence == 2 * 950 + 2 * 900
    assert done.loss_pence == 0


@pytest.mark.django_db
def test_a_drop_that_the_hub_bears_is_paid_and_stands_in_its_losses() -> None:
    late = LateDay()
    late.ring(late.to("Uppingham", 0), why="School shut", borne_by="hub")

    done = settle(late)

    assert done.gross_pence == 4 * 1200
    assert done.payable_pence == 10 * 950 + 2 * 900
    assert done.loss_pence == 8 * 950
    assert done.difference_pence == 4 * 1200 - 2 * 950 - 2 * 900


@pytest.mark.django_db
def test_more_packs_are_billed_and_paid_and_a_refused_one_is_lost_once() -> None:
    late = LateDay()
    late.ring(late.to("Uppingham", 10), why="Two more classes eat")

    done = settle(late, refused=1)

    assert done.gross_pence == (9 + 4) * 1200
    assert done.payable_pence == 10 * 950 + 4 * 900
    assert done.loss_pence in (950, 900)
    assert Invoice.objects.count() == 2


wishes = st.lists(
    st.tuples(st.sampled_from(KITCHENS), st.sampled_from(["carrots", "leeks"]), st.integers(0, 14), st.booleans()),
    min_size=1,
    max_size=6,
)


class AnyCalls(TestCase):
    """Random calls, one after another, on one confirmed day."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(calls=wishes, refused=st.integers(0, 1))
    def test_kilos_and_pence_agree_after_any_calls(self, calls: list[tuple[str, str, int, bool]], refused: int) -> None:
        late = LateDay()
        for kitchen, goods, packs, hub_bears in calls:
            try:
                late.ring(self.wish(late, kitchen, goods, packs), borne_by="hub" if hub_bears else "seller")
            except LateChangeRefused:
                continue
            agree(late)
        if late.gets():
            agree_when_settled(late, settle(late, refused=refused))

    def wish(self, late: LateDay, kitchen: str, goods: str, packs: int) -> Any:
        pack = late.pack if goods == "carrots" else late.leeks
        lines = LineConfirmation.objects.amended().filter(order_line__drop=late.drop(kitchen), pack=pack)
        line = lines.select_related("order_line__drop__kitchen").first()
        if line is None or not line.packs_standing:
            return AddedLine(late.drop(kitchen), pack, packs)
        return late.changed(line, packs)


def agree(late: LateDay) -> None:
    """What is held is what is bought; what is bought is what kitchens get and what nobody does."""
    bought = PurchaseLine.objects.filter(delivery_day=late.day).standing().select_related("listing__pack")
    held = late.held_by_listing()
    assert {row.listing_id: row.packs_standing for row in bought} == held
    shares = standing_shares(late.run)
    unsold = LateChangeLine.objects.unsold(late.day)
    for row in bought:
        given = sum(share.packs for share in shares if share.source == (row.listing_id, None))
        assert row.packs_standing == given + unsold.get(row.pk, 0)
    assert min(unsold.values(), default=0) >= 0
    confirmed = LineConfirmation.objects.filter(run__delivery_day=late.day).standing()
    assert sum(row.packs_standing for row in confirmed) == sum(share.packs for share in shares)


def agree_when_settled(late: LateDay, done: SettledDay) -> None:
    """Papers follow the rows and the books sum to zero."""
    bought = list(PurchaseLine.objects.filter(delivery_day=late.day).standing())
    assert done.payable_pence == sum(row.packs_standing * row.price_pence for row in bought)
    assert done.payable_pence == sum(StatementLine.objects.values_list("amount_pence", flat=True))
    assert done.payable_pence == sum(Statement.objects.values_list("total_pence", flat=True))
    assert done.gross_pence == sum(InvoiceLine.objects.values_list("net_pence", flat=True)) + done.vat_pence
    assert LedgerEntry.objects.sum_pence() == 0
    net = done.gross_pence - done.vat_pence
    assert done.difference_pence == net - (done.payable_pence - done.loss_pence)

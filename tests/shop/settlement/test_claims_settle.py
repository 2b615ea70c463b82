"""An answered claim comes off the invoice by a credit note, and off the statement where the seller bears the fault."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.journal.models import LogLine, OutboxMessage
from shop.procurement.actions import agree_fault_bearer, claim
from shop.procurement.errors import ClaimRefused
from shop.procurement.models import Claim, ClaimAnswer, DeliveredLine
from shop.settlement.actions import settle_day
from shop.settlement.crediting import settle_claim
from shop.settlement.models import (
    ClaimCost,
    CreditLine,
    CreditNote,
    Invoice,
    LedgerEntry,
    Statement,
    StatementCorrection,
)
from shop.settlement.reading.due import due_to_sellers
from shop.settlement.sums import credit_sum, invoice_sum
from tests.cast import NOW, a_buyer, a_day, a_grower, a_hub, a_kitchen, a_listing, carrots
from tests.shop.meeting import MeetAfter, all_at_once
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, a_price, an_order

SOON = ON_THE_DAY + timedelta(minutes=30)
LATER = ON_THE_DAY + timedelta(days=1)


class Delivered:
    """Eight crates at £12.00 were taken: six of Hill Farm's at £9.50 and two of Brook Farm's at £9.00."""

    def __init__(self, *, seller_bears: bool = True, refused: int = 0) -> None:
        self.hub = a_hub()
        self.pack, self.day = carrots(self.hub), a_day(self.hub)
        a_price(self.pack, 1200)
        self.growers = [a_grower(self.hub, name) for name in ("Hill Farm", "Brook Farm")]
        for grower, packs, price in zip(self.growers, (6, 2), (950, 900), strict=True):
            a_listing(self.day, grower, self.pack, packs, price_pence=price)
        self.order = an_order(self.day, a_kitchen(a_buyer(self.hub)), {self.pack: 8})
        if seller_bears:
            agree_fault_bearer(
                hub=self.hub, fault="poor quality", bearer="seller", valid_from=date(2027, 1, 1), by=None, now=NOW
            )
        a_delivered_day(self.day, **({"refused": refused} if refused else {}))

    def claim(self, packs: int = 4) -> Claim:
        delivered = DeliveredLine.objects.get()
        return claim(delivered=delivered, packs=packs, fault="poor quality", client_key=uuid4(), by=None, now=SOON)

    def settle(self) -> None:
        settle_day(delivery_day=self.day, by=None, now=LATER)


def answered(row: Claim, packs: int, words: str = "") -> ClaimAnswer:
    return settle_claim(claim=Claim.objects.get(pk=row.pk), packs_agreed=packs, words=words, by=None, now=LATER)


def books() -> dict[str, int]:
    return {kind: pence for kind, pence in LedgerEntry.objects.all().per_kind().items() if pence}


@pytest.mark.django_db
@pytest.mark.parametrize("answered_first", [True, False])
def test_an_agreed_claim_is_credited_and_comes_off_the_statements(answered_first: bool) -> None:
    world = Delivered()
    row = world.claim(4)
    steps = [lambda: answered(row, 4), world.settle]

    for step in steps if answered_first else reversed(steps):
        step()

    note = CreditNote.objects.get()
    assert (note.number, note.net_pence, note.vat_pence, note.gross_pence) == ("CN-00001", 4800, 0, 4800)
    assert note.invoice == Invoice.objects.get(order=world.order)
    corrections = {each.statement.seller: each.total_pence for each in StatementCorrection.objects.all()}
    assert corrections == {world.growers[0]: 3 * 950, world.growers[1]: 1 * 900}
    assert books() == {"receivable": 4800, "payable": -(3 * 950 + 900), "price_difference": -(4 * 1200 - 3 * 950 - 900)}
    told = set(OutboxMessage.objects.values_list("subject", flat=True))
    assert {f"Your claim on order {world.order.number}: agreed", "Credit note CN-00001: £48.00"} <= told
    assert "Correction to statement ST-00001: £28.50 off" in told


@pytest.mark.django_db
def test_what_the_hub_bears_is_its_loss_and_touches_no_statement() -> None:
    world = Delivered(seller_bears=False)
    world.settle()

    answered(world.claim(4), 4)

    assert not StatementCorrection.objects.exists()
    assert sorted(ClaimCost.objects.values_list("packs", "amount_pence", "correction")) == [
        (1, 900, None),
        (3, 2850, None),
    ]
    assert books() == {"receivable": 4800, "payable": -7500, "price_difference": -1050, "loss": 3750}


@pytest.mark.django_db
def test_a_part_is_agreed_with_a_reason_and_nothing_is_credited_for_a_refusal() -> None:
    world = Delivered()
    world.settle()
    first, second = world.claim(4), world.claim(2)

    answered(first, 1, "Three were fine on the photograph.")
    answered(second, 0, "They were signed for as good.")

    assert CreditNote.objects.get().gross_pence == 1200
    assert not CreditLine.objects.filter(answer__claim=second).exists()
    body = OutboxMessage.objects.get(key=f"claim:{second.pk}:answered").body
    assert body.endswith("The hub does not agree.\nThey were signed for as good.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("packs", "words", "why"),
    [(5, "", "Agree to between 0 and 4 packs"), (3, " ", "Say why not all"), (0, "x" * 401, "at most 400")],
)
def test_an_answer_that_does_not_fit_changes_nothing(packs: int, words: str, why: str) -> None:
    world = Delivered()
    row = world.claim(4)

    with pytest.raises(ClaimRefused, match=why):
        answered(row, packs, words)

    assert not ClaimAnswer.objects.exists()
    assert not LogLine.objects.filter(verb="answer claim").exists()


@pytest.mark.django_db
def test_the_second_click_changes_nothing_and_another_answer_is_refused() -> None:
    world = Delivered()
    world.settle()
    row = world.claim(4)
    first = answered(row, 4)
    messages, entries = OutboxMessage.objects.count(), LedgerEntry.objects.count()

    assert answered(row, 4) == first
    with pytest.raises(ClaimRefused, match="answered this claim already"):
        answered(row, 2, "Only two.")

    assert (OutboxMessage.objects.count(), LedgerEntry.objects.count()) == (messages, entries)
    assert (CreditNote.objects.count(), LogLine.objects.filter(verb="credit claims").count()) == (1, 1)


@pytest.mark.django_db
def test_no_grower_is_charged_twice_for_a_pack_that_was_refused_at_the_door() -> None:
    world = Delivered(refused=4)
    world.settle()

    answered(world.claim(4), 4)

    costs = dict(ClaimCost.objects.values_list("purchase__seller__name", "packs"))
    assert costs == {"Hill Farm": 3, "Brook Farm": 1}
    assert Invoice.objects.get().gross_pence == CreditNote.objects.get().gross_pence == 4800


@pytest.mark.django_db
def test_a_correction_comes_off_its_own_statement_s_payday_and_no_earlier_one() -> None:
    world = Delivered()
    world.settle()
    answered(world.claim(4), 4)
    payday = Statement.objects.earliest("id").payout_on

    assert due_to_sellers(world.hub, on=payday - timedelta(days=1)) == []
    due = {row.seller.name: row.pence for row in due_to_sellers(world.hub, on=payday)}
    assert due == {"Hill Farm": 3 * 950, "Brook Farm": 1 * 900}


LINES = st.lists(st.tuples(st.integers(1, 99_999), st.sampled_from([0, 50, 200])), min_size=1, max_size=8)


@given(lines=LINES, cuts=st.lists(st.integers(1, 4), min_size=1, max_size=8))
@settings(deadline=None)
def test_notes_for_all_of_an_invoice_come_to_it_however_it_is_cut(
    lines: list[tuple[int, int]], cuts: list[int]
) -> None:
    whole, credited, gross, start = invoice_sum(lines), [], 0, 0
    while start < len(lines):
        part = lines[start : start + cuts[start % len(cuts)]]
        sums = credit_sum(lines, credited, part)
        assert min(sums.vat_pence, sums.net_pence) >= 0
        gross += sums.gross_pence
        credited += part
        start += len(part)
    assert gross == whole.gross_pence


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_answer_at_once_and_one_note_is_written() -> None:
    world = Delivered()
    world.settle()
    row = world.claim(4)
    meet = MeetAfter('SELECT "procurement_claimanswer"', threads=2, patience_s=1)

    def agree() -> ClaimAnswer:
        with meet.here():
            return answered(row, 4)

    first, second = all_at_once([agree, agree])

    assert first == second == ClaimAnswer.objects.get()
    assert CreditNote.objects.count() == CreditLine.objects.count() == 1
    assert LedgerEntry.objects.sum_pence() == 0

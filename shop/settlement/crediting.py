"""Putting right what was billed and paid, once a claim is answered: credit notes, corrections, the books.

Before the day is settled an answer waits; settling writes its papers right behind the invoice. What went into a
processed pack was paid to its growers all the same: a claim on it moves the processor's fee alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from shop.cycles.models import DeliveryDay
from shop.journal.actions import Letter, log, tell_all
from shop.procurement.actions import answer_claim
from shop.procurement.models import AllocationRun, Claim, ClaimAnswer, FaultBearer, PurchaseLine
from shop.procurement.numbering import CORRECTIONS, CREDIT_NOTES, take_numbers
from shop.rows.local_time import local_date
from shop.settlement.ledger import KIND, Posting, post
from shop.settlement.models import (
    ClaimCost,
    CreditLine,
    CreditNote,
    Invoice,
    InvoiceLine,
    Statement,
    StatementCorrection,
)
from shop.settlement.shares import bearers_on, cost_kind, sources_of
from shop.settlement.sums import credit_sum, spread_packs
from shop.settlement.telling import correction_message, credit_message

HUB = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Packs of a purchase behind an agreed answer, and whether the seller bears them."""

    answer: ClaimAnswer
    purchase: Any
    packs: int
    by_seller: bool

    @property
    def pence(self) -> int:
        """At the purchase price."""
        return self.packs * int(self.purchase.price_pence)


@dataclass(slots=True)
class Papers:
    """What was written for a day's answers."""

    notes: list[CreditNote] = field(default_factory=list)
    corrections: list[StatementCorrection] = field(default_factory=list)


@transaction.atomic
def settle_claim(*, claim: Claim, packs_agreed: int, words: str, by: Any, now: datetime) -> ClaimAnswer:
    """Answer a claim, once; where the day is settled, write its papers and put the books right. Raises ClaimRefused."""
    answer = answer_claim(claim=claim, packs_agreed=packs_agreed, words=words, by=by, now=now)
    day = claim.delivered.confirmation.order_line.drop.order.delivery_day
    if day.status == DeliveryDay.Status.SETTLED:
        credit_agreed(delivery_day=day, by=by, now=now)
    return answer


def credit_agreed(*, delivery_day: DeliveryDay, by: Any, now: datetime) -> Papers:
    """Write the papers of every agreed answer that has none. Call it under the day's lock, the day being invoiced."""
    rows = ClaimAnswer.objects.agreed(delivery_day).filter(credit_line=None)
    answers = list(rows.select_related("claim__delivered__confirmation__order_line__drop").order_by("id"))
    if not answers:
        return Papers()
    hub = delivery_day.cycle.hub
    costs = costs_of(delivery_day, answers)
    papers = Papers(write_credit_notes(hub, answers, now), write_corrections(hub, delivery_day, costs, now))
    postings = [
        *(note_posting(note) for note in papers.notes),
        *cost_postings(papers.corrections, costs),
    ]
    post(hub=hub, delivery_day=delivery_day, postings=postings, now=now)
    letters = [Letter(f"credit:{row.pk}", row.invoice.order.buyer, *credit_message(row)) for row in papers.notes]
    letters += [
        Letter(f"correction:{row.pk}", row.statement.seller, *correction_message(row)) for row in papers.corrections
    ]
    tell_all(hub=hub, letters=letters, now=now)
    log(
        hub=hub,
        verb="credit claims",
        subject=delivery_day,
        by=by,
        now=now,
        notes=len(papers.notes),
        corrections=len(papers.corrections),
        gross_pence=sum(note.gross_pence for note in papers.notes),
    )
    return papers


def costs_of(delivery_day: DeliveryDay, answers: Sequence[ClaimAnswer]) -> list[Cost]:
    """Trace the agreed packs back to their purchases, and say who bears them by the day's table of faults.

    As with packs missing at the door, several sellers of one line share by what each still has in it.
    """
    run = AllocationRun.objects.current_for(delivery_day)
    purchases = list(PurchaseLine.objects.filter(run=run).standing().select_related("seller").order_by("id"))
    sources, bearers = sources_of(run, purchases), bearers_on(delivery_day)
    gone: dict[tuple[int, int], int] = defaultdict(int)
    charged = ClaimCost.objects.filter(purchase__run=run).values_list("answer__claim__delivered", "purchase")
    for delivered_id, purchase_id, packs in charged.annotate(all=Sum("packs")):
        gone[delivered_id, purchase_id] = packs
    found = []
    for answer in answers:
        delivered = answer.claim.delivered
        given = sources[delivered.confirmation.order_line_id, delivered.confirmation.pack_id]
        missing = spread_packs(delivered.packs_short + delivered.packs_refused, [packs for _, packs in given])
        left = [packs - lost - gone[delivered.pk, row.pk] for (row, packs), lost in zip(given, missing, strict=True)]
        by_seller = bearers.get(answer.claim.fault) == FaultBearer.Bearer.SELLER
        for (row, _), packs in zip(given, spread_packs(answer.packs_agreed, left), strict=True):
            if packs:
                gone[delivered.pk, row.pk] += packs
                found.append(Cost(answer, row, packs, by_seller))
    return found


def write_credit_notes(hub: Any, answers: Sequence[ClaimAnswer], now: datetime) -> list[CreditNote]:
    """One note for each invoice that the answers are about, its lines at the invoice's prices."""
    of_order: dict[int, list[ClaimAnswer]] = defaultdict(list)
    for answer in answers:
        of_order[answer.claim.delivered.confirmation.order_line.drop.order_id].append(answer)
    rows = Invoice.objects.filter(order__in=of_order).select_related("order__buyer").order_by("order_id")
    invoices = list(rows.prefetch_related("lines", "credit_notes__lines"))
    numbers = take_numbers(hub=hub, series=CREDIT_NOTES, how_many=len(invoices))
    notes = []
    for invoice, number in zip(invoices, numbers, strict=True):
        billed = {line.confirmation_id: line for line in invoice.lines.all()}
        lines = [
            credit_line(answer, billed[answer.claim.delivered.confirmation_id]) for answer in of_order[invoice.order_id]
        ]
        earlier = [line for note in invoice.credit_notes.all() for line in note.lines.all()]
        total = credit_sum(as_sums(billed.values()), as_sums(earlier), as_sums(lines))
        note: CreditNote = CreditNote.objects.create(
            hub=hub,
            number=number,
            invoice=invoice,
            issued_on=local_date(now, hub.time_zone),
            net_pence=total.net_pence,
            vat_pence=total.vat_pence,
            gross_pence=total.gross_pence,
        )
        for line in lines:
            line.note = note
        CreditLine.objects.bulk_create(lines)
        notes.append(note)
    return notes


def credit_line(answer: ClaimAnswer, billed: InvoiceLine) -> CreditLine:
    """The line of what was agreed; its note is set once that has a number."""
    return CreditLine(
        answer=answer,
        packs=answer.packs_agreed,
        price_pence=billed.price_pence,
        net_pence=answer.packs_agreed * billed.price_pence,
        vat_permille=billed.vat_permille,
    )


def as_sums(lines: Any) -> list[tuple[int, int]]:
    """Net pence and VAT permille of each line."""
    return [(line.net_pence, line.vat_permille) for line in lines]


def write_corrections(
    hub: Any, delivery_day: DeliveryDay, costs: Sequence[Cost], now: datetime
) -> list[StatementCorrection]:
    """One correction for each seller who bears something; what the hub bears is kept beside, without a paper."""
    borne: dict[int, int] = defaultdict(int)
    for cost in costs:
        if cost.by_seller:
            borne[cost.purchase.seller_id] += cost.pence
    rows = Statement.objects.filter(delivery_day=delivery_day, seller__in=borne).select_related("seller")
    statements = list(rows.order_by("seller_id"))
    numbers = take_numbers(hub=hub, series=CORRECTIONS, how_many=len(statements))
    corrections = StatementCorrection.objects.bulk_create(
        StatementCorrection(
            hub=hub,
            number=number,
            statement=statement,
            issued_on=local_date(now, hub.time_zone),
            total_pence=borne[statement.seller_id],
        )
        for statement, number in zip(statements, numbers, strict=True)
    )
    paper_of = {row.statement.seller_id: row for row in corrections}
    ClaimCost.objects.bulk_create(
        ClaimCost(
            answer=cost.answer,
            purchase=cost.purchase,
            correction=paper_of[cost.purchase.seller_id] if cost.by_seller else None,
            packs=cost.packs,
            price_pence=cost.purchase.price_pence,
            amount_pence=cost.pence,
        )
        for cost in costs
    )
    return corrections


def note_posting(note: CreditNote) -> Posting:
    """The buyer owes less: its VAT comes back from the tax office, the rest out of the price difference."""
    return Posting(
        key=f"credit-note:{note.pk}",
        reason=f"Credit note {note.number} to invoice {note.invoice.number}",
        entries=(
            ((KIND.RECEIVABLE, note.invoice.order.buyer_id), -note.gross_pence),
            ((KIND.VAT, HUB), note.vat_pence),
            ((KIND.PRICE_DIFFERENCE, HUB), note.net_pence),
        ),
    )


def cost_postings(corrections: Sequence[StatementCorrection], costs: Sequence[Cost]) -> list[Posting]:
    """What was paid for the packs comes back from the seller who bears them, or goes to the hub's losses."""
    by_seller: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    postings = []
    for cost in costs:
        if cost.by_seller:
            by_seller[cost.purchase.seller_id][cost_kind(cost.purchase)] += cost.pence
            continue
        entries = (((KIND.LOSS, HUB), cost.pence), ((cost_kind(cost.purchase), HUB), -cost.pence))
        reason = f"Claim on {cost.purchase.product_text} that the hub bears"
        postings.append(Posting(f"claim-loss:{cost.answer.pk}:{cost.purchase.pk}", reason, entries))
    for row in corrections:
        seller_id = row.statement.seller_id
        postings.append(
            Posting(
                key=f"correction:{row.pk}",
                reason=f"Correction {row.number} to statement {row.statement.number}",
                entries=(
                    ((KIND.PAYABLE, seller_id), row.total_pence),
                    *(((kind, HUB), -pence) for kind, pence in sorted(by_seller[seller_id].items())),
                ),
            )
        )
    return postings

"""What puts a paper right: a credit note to a buyer, a correction to a seller's statement."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shop.settlement.models import CreditNote, StatementCorrection
from shop.settlement.reading.heads import Party, hub_party, party_of


@dataclass(frozen=True, slots=True)
class RightedLine:
    """Packs of a claim that was agreed to, at a price; `words` is what the hub answered."""

    what: str
    pack: str
    kitchen: str
    fault: str
    words: str
    packs: int
    price_pence: int
    amount_pence: int
    vat_permille: int = 0


@dataclass(frozen=True, slots=True)
class RightedPage:
    """The paper: `puts_right` is the number of the invoice or statement, found at `paper_id`."""

    number: str
    puts_right: str
    paper_id: int
    enterprise_id: int
    day: str
    issued_on: date
    writer: Party
    reader: Party
    lines: tuple[RightedLine, ...]
    net_pence: int
    vat_pence: int
    gross_pence: int

    @property
    def adds_up(self) -> bool:
        """Whether the lines come to what the paper says."""
        return sum(line.amount_pence for line in self.lines) == self.net_pence


def credit_page(note: CreditNote) -> RightedPage:
    """A credit note with its lines."""
    rows = note.lines.select_related("answer__claim__delivered__confirmation__order_line__drop__kitchen").order_by("id")
    order = note.invoice.order
    return RightedPage(
        number=note.number,
        puts_right=note.invoice.number,
        paper_id=note.invoice_id,
        enterprise_id=order.buyer_id,
        day=str(order.delivery_day),
        issued_on=note.issued_on,
        writer=hub_party(note.hub),
        reader=party_of(order.buyer),
        lines=tuple(righted_line(row, row.net_pence, row.vat_permille) for row in rows),
        net_pence=note.net_pence,
        vat_pence=note.vat_pence,
        gross_pence=note.gross_pence,
    )


def correction_page(paper: StatementCorrection) -> RightedPage:
    """A correction with its lines."""
    rows = paper.lines.select_related("answer__claim__delivered__confirmation__order_line__drop__kitchen")
    statement = paper.statement
    return RightedPage(
        number=paper.number,
        puts_right=statement.number,
        paper_id=statement.pk,
        enterprise_id=statement.seller_id,
        day=str(statement.delivery_day),
        issued_on=paper.issued_on,
        writer=hub_party(paper.hub),
        reader=party_of(statement.seller),
        lines=tuple(righted_line(row, row.amount_pence) for row in rows.order_by("id")),
        net_pence=paper.total_pence,
        vat_pence=0,
        gross_pence=paper.total_pence,
    )


def righted_line(row: Any, amount_pence: int, vat_permille: int = 0) -> RightedLine:
    """One agreed claim, as it was confirmed, claimed and answered."""
    claim = row.answer.claim
    line = claim.delivered.confirmation
    return RightedLine(
        what=line.specification_text,
        pack=line.pack_text,
        kitchen=str(line.order_line.drop.kitchen),
        fault=claim.fault,
        words=row.answer.words,
        packs=row.packs,
        price_pence=row.price_pence,
        amount_pence=amount_pence,
        vat_permille=vat_permille,
    )

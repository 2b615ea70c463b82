"""An invoice to a buyer: what was accepted at which kitchen, what was not and why, VAT per rate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from shop.procurement.models import DeliveredLine
from shop.settlement.models import Invoice
from shop.settlement.reading.heads import Party, PutRight, hub_party, party_of
from shop.settlement.sums import InvoiceSum, invoice_sum

HEADINGS = (
    "Invoice", "Order", "PO number", "Kitchen", "What", "Pack", "Accepted", "Short", "Refused", "Reason",
    "Price each", "Net", "VAT rate %",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """What became of one confirmed line; only what was accepted is charged."""

    kitchen: str
    what: str
    pack: str
    accepted: int
    short: int
    refused: int
    reason: str
    price_pence: int
    net_pence: int
    vat_permille: int


@dataclass(frozen=True, slots=True)
class VatGroup:
    """Everything at one rate; VAT is rounded here, once."""

    permille: int
    net_pence: int
    vat_pence: int


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """The paper. Net and VAT of the groups add up to its sums, and those to gross."""

    id: int
    number: str
    order_number: str
    po_number: str
    buyer_id: int
    day: str
    issued_on: date
    due_on: date
    payee: Party
    payer: Party
    lines: tuple[InvoicedLine, ...]
    vat_groups: tuple[VatGroup, ...]
    net_pence: int
    vat_pence: int
    gross_pence: int
    adds_up: bool
    credits: tuple[PutRight, ...]

    @property
    def left_to_pay_pence(self) -> int:
        """Gross less what credit notes took off."""
        return self.gross_pence - sum(row.pence for row in self.credits)

    @property
    def not_charged(self) -> int:
        """Packs that were confirmed and are not charged."""
        return sum(line.short + line.refused for line in self.lines)


def invoice_page(invoice: Invoice) -> InvoicePage:
    """Read the paper and what became of every line of its order."""
    charged = {row.confirmation_id: row for row in invoice.lines.all()}
    told = DeliveredLine.objects.filter(confirmation__order_line__drop__order=invoice.order).select_related(
        "confirmation__order_line__drop__kitchen"
    )
    lines = tuple(
        invoiced_line(row, charged.get(row.confirmation_id))
        for row in told.order_by("confirmation__order_line__drop__kitchen__name", "confirmation_id")
    )
    total = invoice_sum((line.net_pence, line.vat_permille) for line in lines if line.accepted)
    return InvoicePage(
        id=invoice.pk,
        number=invoice.number,
        order_number=invoice.order.number,
        po_number=invoice.po_number,
        buyer_id=invoice.order.buyer_id,
        day=str(invoice.order.delivery_day),
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        payee=hub_party(invoice.hub),
        payer=party_of(invoice.order.buyer),
        lines=lines,
        vat_groups=tuple(VatGroup(permille, *pence) for permille, pence in total.vat_groups.items()),
        net_pence=invoice.net_pence,
        vat_pence=invoice.vat_pence,
        gross_pence=invoice.gross_pence,
        adds_up=agrees(total, invoice),
        credits=tuple(PutRight(row.pk, row.number, row.gross_pence) for row in invoice.credit_notes.order_by("id")),
    )


def agrees(total: InvoiceSum, invoice: Invoice) -> bool:
    """Whether the lines come to what the invoice says."""
    said = (invoice.net_pence, invoice.vat_pence, invoice.gross_pence)
    return (total.net_pence, total.vat_pence, total.gross_pence) == said


def invoiced_line(row: DeliveredLine, charged: Any) -> InvoicedLine:
    """What was handed over, at the confirmed price."""
    confirmation = row.confirmation
    return InvoicedLine(
        kitchen=str(confirmation.order_line.drop.kitchen),
        what=confirmation.specification_text,
        pack=confirmation.pack_text,
        accepted=charged.packs if charged else 0,
        short=row.packs_short,
        refused=row.packs_refused,
        reason=row.fault.replace("_", " "),
        price_pence=confirmation.price_pence,
        net_pence=charged.net_pence if charged else 0,
        vat_permille=charged.vat_permille if charged else confirmation.vat_permille,
    )


def table_of(page: InvoicePage, money: Any) -> Iterable[tuple[object, ...]]:
    """The paper's rows for a spreadsheet, under HEADINGS; `money` turns pence into a cell."""
    head = (page.number, page.order_number, page.po_number)
    for line in page.lines:
        packs = (line.accepted, line.short, line.refused, line.reason)
        amounts = (money(line.price_pence), money(line.net_pence), line.vat_permille / 10)
        yield (*head, line.kitchen, line.what, line.pack, *packs, *amounts)
    for group in page.vat_groups:
        yield (*head, "", "VAT", "", "", "", "", "", "", money(group.vat_pence), group.permille / 10)
    yield (*head, "", "Total to pay", "", "", "", "", "", "", money(page.gross_pence), "")

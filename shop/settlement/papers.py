"""Writing the papers of a settled day: an invoice per order, a statement per seller."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from shop.procurement.models import DeliveredLine
from shop.procurement.numbering import INVOICES, STATEMENTS, take_numbers
from shop.rows.local_time import local_date
from shop.settlement.models import (
    Invoice,
    InvoiceLine,
    SettlementTerms,
    Statement,
    StatementDeduction,
    StatementLine,
)
from shop.settlement.shares import Deduction
from shop.settlement.sums import invoice_sum


def terms_of(hub: Any) -> SettlementTerms:
    """The hub's terms; a hub that never chose has the usual ones."""
    return SettlementTerms.objects.filter(hub=hub).first() or SettlementTerms(hub=hub)


def write_invoices(*, hub: Any, delivered: Iterable[DeliveredLine], now: datetime) -> list[Invoice]:
    """One invoice per order of which packs were accepted, lines by accepted packs at the confirmed price."""
    accepted: dict[Any, list[DeliveredLine]] = defaultdict(list)
    for row in delivered:
        if row.packs_accepted:
            accepted[row.confirmation.order_line.drop.order].append(row)
    orders = sorted(accepted, key=lambda order: order.pk)
    issued_on = local_date(now, hub.time_zone)
    due_on = issued_on + timedelta(days=terms_of(hub).invoice_due_days)
    numbers = take_numbers(hub=hub, series=INVOICES, how_many=len(orders))
    lines = {order.pk: [invoice_line(row) for row in accepted[order]] for order in orders}
    invoices = []
    for order, number in zip(orders, numbers, strict=True):
        total = invoice_sum((line.net_pence, line.vat_permille) for line in lines[order.pk])
        invoices.append(
            Invoice(
                hub=hub,
                number=number,
                order=order,
                po_number=order.po_number,
                issued_on=issued_on,
                due_on=due_on,
                net_pence=total.net_pence,
                vat_pence=total.vat_pence,
                gross_pence=total.gross_pence,
            )
        )
    for invoice in Invoice.objects.bulk_create(invoices):
        for line in lines[invoice.order_id]:
            line.invoice = invoice
    InvoiceLine.objects.bulk_create(line for order in orders for line in lines[order.pk])
    return invoices


def invoice_line(row: DeliveredLine) -> InvoiceLine:
    """The line of what was accepted; its invoice is set once that has a number."""
    confirmation = row.confirmation
    return InvoiceLine(
        confirmation=confirmation,
        packs=row.packs_accepted,
        price_pence=confirmation.price_pence,
        net_pence=row.packs_accepted * confirmation.price_pence,
        vat_permille=confirmation.vat_permille,
    )


def write_statements(
    *,
    delivery_day: Any,
    purchases: Iterable[Any],
    deductions: Iterable[Deduction],
    now: datetime,
) -> list[Statement]:
    """One statement per seller: what was bought, less what the seller bears, and the day on which it is paid."""
    hub = delivery_day.cycle.hub
    bought: dict[Any, list[Any]] = defaultdict(list)
    for purchase in purchases:
        bought[purchase.seller].append(purchase)
    taken_off: dict[int, list[Deduction]] = defaultdict(list)
    for deduction in deductions:
        taken_off[deduction.purchase.seller_id].append(deduction)
    sellers = sorted(bought, key=lambda seller: seller.pk)
    issued_on = local_date(now, hub.time_zone)
    numbers = take_numbers(hub=hub, series=STATEMENTS, how_many=len(sellers))
    statements = Statement.objects.bulk_create(
        Statement(
            hub=hub,
            number=number,
            seller=seller,
            delivery_day=delivery_day,
            issued_on=issued_on,
            payout_on=issued_on + timedelta(days=terms_of(hub).payout_days),
            total_pence=sum(row.packs_standing * row.price_pence for row in bought[seller])
            - sum(row.packs * row.purchase.price_pence for row in taken_off[seller.pk]),
        )
        for seller, number in zip(sellers, numbers, strict=True)
    )
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            purchase=row,
            packs=row.packs_standing,
            price_pence=row.price_pence,
            amount_pence=row.packs_standing * row.price_pence,
        )
        for statement in statements
        for row in bought[statement.seller]
    )
    StatementDeduction.objects.bulk_create(
        StatementDeduction(
            statement=statement,
            purchase=row.purchase,
            delivered=row.delivered,
            lost=row.lost,
            packs=row.packs,
            price_pence=row.purchase.price_pence,
            amount_pence=row.packs * row.purchase.price_pence,
        )
        for statement in statements
        for row in taken_off[statement.seller_id]
    )
    return statements

"""What settling a delivered day would bill and pay, before anybody presses the button. Writes nothing."""

from collections import defaultdict
from dataclasses import dataclass

from shop.cycles.models import DeliveryDay
from shop.procurement.models import AllocationRun, PurchaseLine
from shop.settlement.actions import delivered_lines
from shop.settlement.shares import losses_of
from shop.settlement.sums import invoice_sum


@dataclass(frozen=True, slots=True)
class Preview:
    """Papers to come and pence: billed with VAT, paid to sellers, and what sellers and the hub bear of what is lost."""

    invoices: int
    gross_pence: int
    vat_pence: int
    statements: int
    payable_pence: int
    deducted_pence: int
    loss_pence: int


def preview_of(delivery_day: DeliveryDay) -> Preview:
    """Reckon as `settle_day` would. Raises NotDelivered while what became of a confirmed line is not recorded."""
    run = AllocationRun.objects.current_for(delivery_day)
    delivered = delivered_lines(run)
    purchases = list(PurchaseLine.objects.filter(run=run).standing().select_related("seller").order_by("id"))
    losses = losses_of(delivery_day=delivery_day, run=run, purchases=purchases, delivered=delivered)
    nets: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in delivered:
        if row.packs_accepted:
            line = row.confirmation
            nets[line.order_line.drop.order_id].append((row.packs_accepted * line.price_pence, line.vat_permille))
    sums = [invoice_sum(lines) for lines in nets.values()]
    deducted_pence = sum(row.packs * row.purchase.price_pence for row in losses.deductions)
    return Preview(
        invoices=len(sums),
        gross_pence=sum(each.gross_pence for each in sums),
        vat_pence=sum(each.vat_pence for each in sums),
        statements=len({row.seller_id for row in purchases}),
        payable_pence=sum(row.packs_standing * row.price_pence for row in purchases) - deducted_pence,
        deducted_pence=deducted_pence,
        loss_pence=losses.produce_pence + losses.fees_pence,
    )

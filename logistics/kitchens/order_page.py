"""One order with all that came of it: what was promised, by whom and why, what arrived, what it costs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from logistics.kitchens.allergens import AllergenNote, allergen_names, note_of
from logistics.kitchens.arrivals import Arrival, arrivals_on
from logistics.kitchens.logged import Logged, logged_of
from logistics.kitchens.order_cards import is_open, stands
from logistics.kitchens.sources import Source, sources_of
from shop.procurement.actions.claiming import claims_close_at
from shop.procurement.models import (
    AllocationRun,
    BulkOrder,
    BulkOrderLine,
    Claim,
    DeliveredLine,
    LineConfirmation,
    Shortage,
)
from shop.produce.models import VatRate
from shop.rows.local_time import local_date
from shop.settlement.models import Invoice
from shop.settlement.sums import InvoiceSum, invoice_sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """Packs that were confirmed, as they stand after late changes, and what arrived of them."""

    text: str
    is_substitute: bool
    packs: int
    late_packs: int
    price_pence: int
    vat_permille: int
    allergens: AllergenNote
    delivered: DeliveredLine | None
    claims: tuple[Claim, ...]
    may_claim: bool

    @property
    def billed_packs(self) -> int:
        """What is paid for: what was accepted, before that what is promised."""
        return self.delivered.packs_accepted if self.delivered else self.packs


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """One ordered line, and what came of it."""

    line: BulkOrderLine
    promised: tuple[Promised, ...]
    sources: tuple[Source, ...]
    shortages: tuple[Shortage, ...]
    vat_permille: int

    @property
    def bill(self) -> list[tuple[int, int]]:
        """(net pence, VAT permille) of what is paid for, as far as it is known."""
        if self.promised:
            return [(each.billed_packs * each.price_pence, each.vat_permille) for each in self.promised]
        if self.shortages:
            return []
        return [(self.line.packs * self.line.price_pence, self.vat_permille)]

    @property
    def net_pence(self) -> int:
        """What the line comes to before VAT."""
        return sum(net for net, _ in self.bill)

    @property
    def packs_confirmed(self) -> int:
        """Packs that are promised, substitutes in their own packs."""
        return sum(each.packs for each in self.promised)

    @property
    def packs_accepted(self) -> int:
        """Packs that were taken at the door."""
        return sum(each.delivered.packs_accepted for each in self.promised if each.delivered)

    @property
    def is_delivered(self) -> bool:
        """Whether anything of the line was handed over or noted missing."""
        return any(each.delivered for each in self.promised)


@dataclass(frozen=True, slots=True)
class KitchenPart:
    """One kitchen of the order."""

    name: str
    opens_at: datetime
    closes_at: datetime
    arrival: Arrival | None
    lines: tuple[PageLine, ...]

    @property
    def net_pence(self) -> int:
        """What the kitchen's lines come to before VAT."""
        return sum(line.net_pence for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """The whole page."""

    order: BulkOrder
    words: str
    tone: str
    is_open: bool
    kitchens: tuple[KitchenPart, ...]
    total: InvoiceSum
    is_shared: bool
    is_confirmed: bool
    is_ahead: bool
    late_changes_open: bool
    invoice: Invoice | None
    log: tuple[Logged, ...]

    @property
    def packs_ordered(self) -> int:
        """Packs that were asked for."""
        return sum(line.line.packs for part in self.kitchens for line in part.lines)

    @property
    def tells_punctuality(self) -> bool:
        """Whether it says how often a van keeps the window."""
        return self.is_ahead and any(
            part.arrival is not None and part.arrival.on_time_of_100 is not None for part in self.kitchens
        )

    @property
    def is_delivered(self) -> bool:
        """Whether anything of the order was handed over."""
        return any(line.is_delivered for part in self.kitchens for line in part.lines)

    @property
    def has_sources(self) -> bool:
        """Whether it is known who supplies it."""
        return any(line.sources for part in self.kitchens for line in part.lines)

    @property
    def bill_words(self) -> str:
        """What the sum is a sum of."""
        if self.is_delivered:
            return "For what you accepted"
        return "For what is promised" if self.is_confirmed else "For what you ordered"

    @property
    def packs_short(self) -> int:
        """Packs that nobody could supply."""
        return sum(row.packs for part in self.kitchens for line in part.lines for row in line.shortages)


def order_page_of(order: BulkOrder, *, now: datetime) -> OrderPage:
    """Read the page: a fixed number of queries, however many kitchens and lines there are."""
    lines = list(
        BulkOrderLine.objects.filter(drop__order=order)
        .select_related("drop__kitchen", "pack__specification__product")
        .order_by("drop__kitchen__name", "pack__specification__product__name", "id")
    )
    run = AllocationRun.objects.current_for(order.delivery_day)
    is_confirmed = order.status == BulkOrder.Status.CONFIRMED
    found = Found(order, run, now)
    arrivals = arrivals_on([order.delivery_day_id], {line.drop.kitchen_id for line in lines})
    rates = VatRate.objects.permille_on(order.delivery_day.day)
    parts = kitchen_parts(order, [found.line(line, rates) for line in lines], arrivals)
    words, tone = stands(order, now)
    return OrderPage(
        order=order,
        words=words,
        tone=tone,
        is_open=is_open(order, now),
        kitchens=parts,
        total=invoice_sum(each for part in parts for line in part.lines for each in line.bill),
        is_shared=run is not None and order.status != BulkOrder.Status.CANCELLED,
        is_confirmed=is_confirmed,
        is_ahead=order.delivery_day.day >= local_date(now, order.hub.time_zone),
        late_changes_open=order.status != BulkOrder.Status.CANCELLED and now < order.delivery_day.late_changes_close_at,
        invoice=Invoice.objects.filter(order=order).first(),
        log=logged_of(order),
    )


def kitchen_parts(
    order: BulkOrder, lines: Iterable[PageLine], arrivals: dict[tuple[int, int], Arrival]
) -> tuple[KitchenPart, ...]:
    """The lines by kitchen, in the order in which they come."""
    by_drop: dict[int, list[PageLine]] = defaultdict(list)
    for line in lines:
        by_drop[line.line.drop_id].append(line)
    parts = []
    for some in by_drop.values():
        drop = some[0].line.drop
        arrival = arrivals.get((order.delivery_day_id, drop.kitchen_id))
        parts.append(KitchenPart(str(drop.kitchen), drop.opens_at, drop.closes_at, arrival, tuple(some)))
    return tuple(parts)


class Found:
    """What the day's run, its confirmation and the van left of an order, by order line."""

    def __init__(self, order: BulkOrder, run: AllocationRun | None, now: datetime) -> None:
        self.names = allergen_names()
        self.now = now
        self.delivered = {
            row.confirmation_id: row
            for row in DeliveredLine.objects.filter(confirmation__order_line__drop__order=order).select_related(
                "confirmation__order_line__drop"
            )
        }
        self.claims: dict[int, list[Claim]] = defaultdict(list)
        for row in Claim.objects.filter(delivered__in=[each.pk for each in self.delivered.values()]).select_related(
            "answer__credit_line__note"
        ):
            self.claims[row.delivered_id].append(row)
        self.promised: dict[int, list[LineConfirmation]] = defaultdict(list)
        for row in LineConfirmation.objects.amended().filter(order_line__drop__order=order).order_by("id"):
            self.promised[row.order_line_id].append(row)
        self.shortages: dict[int, list[Shortage]] = defaultdict(list)
        for short in Shortage.objects.filter(run=run, order_line__drop__order=order).order_by("id"):
            self.shortages[short.order_line_id].append(short)
        self.sources = sources_of(order, run) if run else {}

    def line(self, line: BulkOrderLine, rates: dict[str, int]) -> PageLine:
        """The ordered line with what belongs to it."""
        return PageLine(
            line=line,
            promised=tuple(self.promise(line, row) for row in self.promised[line.pk]),
            sources=tuple(self.sources.get(line.pk, ())),
            shortages=tuple(self.shortages[line.pk]),
            vat_permille=rates.get(line.pack.specification.product.vat_code, 0),
        )

    def may_claim(self, delivered: DeliveredLine) -> bool:
        """Whether there is time for a claim, and something of the line that is not claimed yet."""
        claimed = sum(each.packs for each in self.claims[delivered.pk])
        return claimed < delivered.packs_accepted and self.now <= claims_close_at(delivered)

    def promise(self, line: BulkOrderLine, row: Any) -> Promised:
        """A confirmation with its late changes and what arrived of it."""
        delivered = self.delivered.get(row.pk)
        return Promised(
            text=f"{row.specification_text}, {row.pack_text}",
            is_substitute=row.pack_id != line.pack_id,
            packs=row.packs_standing,
            late_packs=row.packs_standing - row.packs,
            price_pence=row.price_pence,
            vat_permille=row.vat_permille,
            allergens=note_of(row.allergens, self.names),
            delivered=delivered,
            claims=tuple(self.claims[delivered.pk]) if delivered else (),
            may_claim=delivered is not None and self.may_claim(delivered),
        )

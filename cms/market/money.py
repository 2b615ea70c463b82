"""Where the money went, from invoices, statements and the books."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Sum

from shop.enterprises.models import Enterprise
from shop.settlement.models import Invoice, LedgerEntry, Statement
from shop.settlement.reading.breakdown import Breakdown, breakdown_from

LOOK_BACK = timedelta(weeks=6)
LOCAL = (Enterprise.Kind.GROWER, Enterprise.Kind.PROCESSOR)


@dataclass(frozen=True)
class KeptHere:
    """What kitchens were invoiced for the days from `since` to `until`, and what of it went to local sellers."""

    since: date
    until: date
    sold_pence: int
    paid_pence: int
    sellers: int

    @property
    def pence_of_a_pound(self) -> int:
        """Of every pound sold, what local growers and processors got; rounded down."""
        return self.paid_pence * 100 // self.sold_pence


def kept_here(*, now: datetime) -> KeptHere | None:
    """The settled days of the last six weeks before `now`, in two queries; None when nothing was settled."""
    since = (now - LOOK_BACK).date()
    sold = Invoice.objects.filter(order__delivery_day__day__gte=since).aggregate(
        pence=Sum("net_pence"), first=Min("order__delivery_day__day"), last=Max("order__delivery_day__day")
    )
    if not sold["pence"]:
        return None
    paid = Statement.objects.filter(delivery_day__day__gte=since, seller__kind__in=LOCAL).aggregate(
        pence=Sum("total_pence"), sellers=Count("seller", distinct=True)
    )
    return KeptHere(sold["first"], sold["last"], sold["pence"], paid["pence"] or 0, paid["sellers"])


@dataclass(frozen=True)
class Followed:
    """Every pound that the books hold for settled days of a period, and the papers it is read from."""

    since: date
    until: date
    days: int
    invoices: int
    statements: int
    pound: Breakdown


def followed(*, since: date | None = None) -> Followed | None:
    """Follow the pound over all settled days, or those from `since` on; None when none is settled. Four queries."""
    from_day = since or date.min
    entries = LedgerEntry.objects.filter(
        transaction__delivery_day__status="settled", transaction__delivery_day__day__gte=from_day
    )
    told = entries.aggregate(
        first=Min("transaction__delivery_day__day"),
        last=Max("transaction__delivery_day__day"),
        days=Count("transaction__delivery_day", distinct=True),
    )
    if not told["days"]:
        return None
    rows = entries.order_by().values_list("account__kind", "account__enterprise__kind")
    pound = breakdown_from(rows.annotate(pence=Sum("amount_pence")))
    if pound.whole_pence <= 0:
        return None
    invoices = Invoice.objects.filter(order__delivery_day__status="settled", order__delivery_day__day__gte=from_day)
    statements = Statement.objects.filter(delivery_day__status="settled", delivery_day__day__gte=from_day)
    return Followed(told["first"], told["last"], told["days"], invoices.count(), statements.count(), pound)

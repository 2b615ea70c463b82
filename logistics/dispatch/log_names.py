"""What the log's lines are about, by name: one query for each kind of thing among them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from logistics.models import ApiToken, Driver, Route, Vehicle
from shop.cycles.models import DeliveryDay, Listing, OrderCycle
from shop.enterprises.models import Enterprise, Place
from shop.journal.models import LogLine
from shop.procurement.models import BulkOrder, GrowerAnswer
from shop.produce.models import Product
from shop.settlement.models import Invoice, Statement
from shop.storefront.models import HouseholdOrder
from shop.supply.models import Lot
from shop.webhooks.models import Webhook

#: The rows of each kind that has a name people know, with what the name needs.
NAMED: Mapping[str, Callable[[], Any]] = {
    "apitoken": ApiToken.objects.all,
    "bulkorder": lambda: BulkOrder.objects.select_related("buyer"),
    "deliveryday": DeliveryDay.objects.all,
    "driver": Driver.objects.all,
    "enterprise": Enterprise.objects.all,
    "householdorder": lambda: HouseholdOrder.objects.select_related("order"),
    "invoice": Invoice.objects.all,
    "listing": lambda: Listing.objects.named(),
    "lot": lambda: Lot.objects.select_related("specification__product"),
    "ordercycle": OrderCycle.objects.all,
    "place": Place.objects.all,
    "product": Product.objects.all,
    "route": lambda: Route.objects.select_related("vehicle"),
    "statement": Statement.objects.all,
    "vehicle": Vehicle.objects.all,
    "webhook": Webhook.objects.all,
}
Names = dict[tuple[str, int], str]


def names_of(lines: Iterable[LogLine]) -> Names:
    """(kind, id) to name; what has none is left out."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        wanted[line.subject_kind].add(line.subject_id)
    asked = dict(GrowerAnswer.objects.filter(pk__in=wanted["groweranswer"]).values_list("pk", "listing"))
    wanted["listing"] |= set(asked.values())
    names = {
        (kind, pk): f"{row.specification.product}, lot {row}" if kind == "lot" else str(row)
        for kind in sorted(wanted)
        if kind in NAMED and wanted[kind]
        for pk, row in NAMED[kind]().in_bulk(wanted[kind]).items()
    }
    return names | {("groweranswer", pk): names[("listing", listing)] for pk, listing in asked.items()}

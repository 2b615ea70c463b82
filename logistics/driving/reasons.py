"""What a driver can choose from when something is missing or a stop can't be served.

The hub's published table of faults comes first: it says who bears them. These are always there besides.
"""

from datetime import date
from typing import Any

from shop.procurement.models import FaultBearer

NOT_CARRIED = "no van could take it"
NOT_DELIVERED = "not delivered"
ALWAYS = ("not on the van", "not what was ordered")
PLACE_REASONS = ("place closed", "nobody there", "could not get in", "out of time", "van broken down")


def faults_for(hub: Any, day: date) -> tuple[str, ...]:
    """Reasons for a missing or refused pack on `day`: one query."""
    rows = FaultBearer.objects.of(hub).filter(valid_from__lte=day).order_by("fault")
    published = rows.values_list("fault", flat=True).distinct()
    return tuple(dict.fromkeys([*(fault for fault in published if fault not in PLACE_REASONS), *ALWAYS]))

"""A council caterer with two kitchens on the small day's ground, and the cook who orders for both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from accounts.models import User
from logistics.models import OrderSheet
from shop.enterprises.models import Enterprise, Place
from shop.procurement.actions import place_bulk_order
from shop.procurement.models import BulkOrder
from shop.procurement.wanted import WantedDrop, WantedLine
from tests.cast import NOW, OAKHAM, UPPINGHAM, a_buyer, a_kitchen, a_member
from tests.logistics.small_day import SmallDay, a_small_day

WHILE_OPEN = NOW + timedelta(hours=1)
AFTER_CUT_OFF = datetime(2027, 3, 7, 12, 30, tzinfo=NOW.tzinfo)


@dataclass
class Caterer:
    """The rows by the names that tests say."""

    small: SmallDay
    buyer: Enterprise
    north: Place
    south: Place
    cook: User

    @property
    def home(self) -> str:
        """Where the front page is."""
        return f"/kitchen/{self.buyer.pk}/"

    @property
    def grid(self) -> str:
        """Where the sheet of the delivery day is."""
        return f"/kitchen/{self.buyer.pk}/days/{self.small.day.pk}/"

    def cell(self, kitchen: Place, pack: str) -> str:
        """The name of a cell."""
        return f"{kitchen.pk}-{self.small.packs[pack].pk}"

    def sheet(self) -> OrderSheet:
        """The one sheet there is."""
        return OrderSheet.objects.get(buyer=self.buyer)

    def order(self, wanted: dict[str, int], day: Any = None, **fields: Any) -> BulkOrder:
        """An order for the northern kitchen."""
        lines = [WantedLine(self.small.packs[name], packs) for name, packs in wanted.items()]
        return place_bulk_order(
            delivery_day=day or self.small.day,
            buyer=self.buyer,
            drops=[WantedDrop(self.north, lines)],
            **{"client_key": uuid4(), "by": self.cook, "now": WHILE_OPEN, **fields},
        )


def a_caterer(small: SmallDay | None = None) -> Caterer:
    """Rutland school meals with a northern and a southern kitchen; nothing is ordered yet."""
    small = small or a_small_day()
    buyer = a_buyer(small.hub, "Rutland school meals")
    north = a_kitchen(buyer, "North primary", OAKHAM)
    south = a_kitchen(buyer, "South primary", UPPINGHAM)
    return Caterer(small, buyer, north, south, a_member(buyer, f"cook@{small.hub.slug}.example"))


def signed_in(person: User) -> Client:
    """The person's browser."""
    client = Client()
    client.force_login(person)
    return client

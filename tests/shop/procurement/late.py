"""A confirmed day with two farms and two kitchens, and calls that come after the cut-off."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.actions import enter_late_change
from shop.procurement.late.wishes import AddedLine, ChangedLine
from shop.procurement.models import KitchenDrop, LateChange, LineConfirmation, PurchaseLine
from shop.supply.models import Lot, Reservation
from tests import cast
from tests.shop.procurement.scene import a_confirmed_day, a_price, an_order

RANG = datetime(2027, 3, 8, 9, tzinfo=cast.LONDON)
TOO_LATE = datetime(2027, 3, 8, 12, tzinfo=cast.LONDON)


class LateDay:
    """Manor Farm has 10 crates at £9.50, Hill Farm 6 at £9.00; Uppingham gets 8 (all Manor's), Oakham 2 and 2.

    Nobody has ordered leeks: Hill Farm has 4 boxes at £6.00, Far Farm 9 at £5.00 if a pickup is worth £25.
    """

    def __init__(self) -> None:
        self.hub = cast.a_hub()
        self.pack, self.day = cast.carrots(self.hub), cast.a_day(self.hub)
        a_price(self.pack, 1200)
        self.manor, self.hill = cast.a_grower(self.hub, "Manor Farm"), cast.a_grower(self.hub, "Hill Farm")
        self.of_manor = cast.a_listing(self.day, self.manor, self.pack, 10, 950)
        self.of_hill = cast.a_listing(self.day, self.hill, self.pack, 6, 900)
        self.leeks = cast.a_pack(cast.a_specification(self.hub, "Leeks"), "5 kg box", 5_000)
        a_price(self.leeks, 800)
        self.leeks_of_hill = cast.a_listing(self.day, self.hill, self.leeks, 4, 600)
        far = cast.a_grower(self.hub, "Far Farm", minimum_pickup_value_pence=2_500)
        self.leeks_of_far = cast.a_listing(self.day, far, self.leeks, 9, 500)
        self.kitchens = {name: cast.a_kitchen(cast.a_buyer(self.hub, name)) for name in ("Uppingham", "Oakham")}
        for name, packs in (("Uppingham", 8), ("Oakham", 4)):
            an_order(self.day, self.kitchens[name], {self.pack: packs})
        self.run = a_confirmed_day(self.day)

    def line(self, name: str) -> Any:
        """The kitchen's confirmed line with what stands of it."""
        lines = LineConfirmation.objects.amended().select_related("order_line__drop__kitchen")
        return lines.get(order_line__drop__kitchen=self.kitchens[name], pack=self.pack)

    def drop(self, name: str) -> KitchenDrop:
        return KitchenDrop.objects.select_related("order").get(kitchen=self.kitchens[name])

    def to(self, name: str, packs: int) -> ChangedLine:
        """The kitchen wants `packs` of carrots from now on."""
        line = self.line(name)
        return ChangedLine(line, packs, line.packs_standing)

    def changed(self, line: Any, packs: int) -> ChangedLine:
        """That line shall have `packs`."""
        return ChangedLine(line, packs, line.packs_standing)

    def ring(self, *wishes: ChangedLine | AddedLine, **told: Any) -> LateChange:
        """Somebody rings on Monday at nine."""
        told = {"why": "The trip is off", "borne_by": "seller", "client_key": uuid4(), "by": None, "now": RANG, **told}
        return enter_late_change(delivery_day=DeliveryDay.objects.get(pk=self.day.pk), wishes=wishes, **told)

    def bought(self) -> dict[str, int]:
        """Seller to the packs bought of them as it stands."""
        rows = PurchaseLine.objects.filter(delivery_day=self.day).standing()
        return {row.seller.name: row.packs_standing for row in rows.select_related("seller")}

    def gets(self) -> dict[str, int]:
        """Kitchen to its packs as they stand."""
        rows = LineConfirmation.objects.filter(run__delivery_day=self.day).standing()
        return {
            row.order_line.drop.kitchen.enterprise.name: row.packs_standing
            for row in rows.select_related("order_line__drop__kitchen__enterprise")
        }

    def held(self) -> dict[str, int]:
        """Producer to the crates that are reserved of their lot."""
        lots = Lot.objects.filter(reserved_base__gt=0, specification=self.pack.specification)
        return {row.producer.name: row.reserved_base // 10_000 for row in lots.select_related("producer")}

    def held_by_listing(self) -> dict[int, int]:
        """Listing (id) to the packs that are reserved for the day."""
        sizes = {row.pk: row.pack.quantity_base for row in Listing.objects.select_related("pack")}
        held = {}
        for row in Reservation.objects.held():
            listing = int(row.key.split(":")[3])
            held[listing] = row.quantity_base // sizes[listing]
        return held

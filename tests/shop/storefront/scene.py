"""A shop with carrots and eggs on sale, a place to collect them, and somebody who shops."""

from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.contrib.sites.models import Site
from django.test import Client
from oscar.core.loading import get_model

from accounts.models import User
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Hub
from shop.produce.models import Pack
from shop.storefront.actions import add_handover_point, agree_account, open_shop
from shop.storefront.models import HandoverPoint, HouseholdOrder, ShopFront, ShopGoods
from tests.cast import NOW, a_day, a_grower, a_hub, a_hub_base, a_listing, a_pack, a_person, a_specification

TUESDAY = "2027-03-09"
SUNDAY_NOON = datetime(2027, 3, 7, 12, tzinfo=NOW.tzinfo)


class Shop:
    """A hub's open shop on a delivery day, with everything that the tests name."""

    def __init__(self, *, packs: int = 10, price_pence: int = 96, **fields: Any) -> None:
        self.hub: Hub = a_hub()
        self.packhouse = a_hub_base(self.hub)
        self.front: ShopFront = open_shop(hub=self.hub, site=Site.objects.get(pk=1), by=None, now=NOW)
        self.point: HandoverPoint = a_point(self, "Packhouse door")
        self.farm = a_grower(self.hub)
        self.bag: Pack = a_pack(a_specification(self.hub), "1 kg bag", 1000)
        self.day: DeliveryDay = a_day(self.hub)
        self.carrots: Listing = self.lists(self.bag, packs, price_pence, **fields)

    def lists(self, pack: Pack, packs: int, price_pence: int, **fields: Any) -> Listing:
        """The farm (or another `grower`) puts packs into the shop alone."""
        fields = {"packs_shop": packs, "packs_bulk": 0, **fields}
        return a_listing(self.day, fields.pop("grower", self.farm), pack, packs, price_pence, **fields)

    def product_of(self, listing: Listing) -> int:
        """Oscar's id of what a listing sells; it must have been seen on a page."""
        return int(ShopGoods.objects.get(grower=listing.grower, pack=listing.pack).product_id)


def a_point(shop: Shop, name: str, **fields: Any) -> HandoverPoint:
    """A collection point at the packhouse, open from three to six."""
    fields = {"place": shop.packhouse, "opens": time(15), "closes": time(18), **fields}
    return add_handover_point(name=name, by=None, now=NOW, **fields)


def a_household(shop: Shop, email: str = "household@rutland.example", *, on_account: bool = True) -> User:
    """Somebody who shops; the hub agreed an account unless told otherwise."""
    person = a_person(email, "Hetty House")
    if on_account:
        agree_account(hub=shop.hub, user=person, by=None, now=NOW)
    return person


def put_in(client: Client, shop: Shop, listing: Listing, packs: int = 1, key: UUID | None = None) -> Any:
    """The client has seen the market and clicks Add."""
    client.get("/shop/catalogue/")
    typed = {"quantity": str(packs), "client_key": str(key or uuid4())}
    return client.post(f"/shop/basket/add/{shop.product_of(listing)}/", typed)


def till(client: Client, shop: Shop, **typed: Any) -> dict[str, Any]:
    """What the checkout page would send back, filled in for a guest who collects at the packhouse."""
    page = client.get("/shop/checkout/")
    initial = page.context["form"].initial
    return {
        "name": "Hetty House",
        "email": "hetty@rutland.example",
        "phone": "",
        "door": "",
        "postcode": "",
        "point": str(shop.point.pk),
        "payment": "at_handover",
        "client_key": str(initial["client_key"]),
        "day": initial["day"],
        "seen_pence": str(initial["seen_pence"]),
        **typed,
    }


def check_out(client: Client, shop: Shop, **typed: Any) -> Any:
    """Fill in the page and place the order."""
    return client.post("/shop/checkout/", till(client, shop, **typed))


def counts() -> dict[str, int]:
    """How many rows an order leaves."""
    from shop.journal.models import OutboxMessage
    from shop.settlement.models import LedgerTransaction
    from shop.supply.models import Reservation

    return {
        "oscar": get_model("order", "Order").objects.count(),
        "ours": HouseholdOrder.objects.count(),
        "reserved": Reservation.objects.count(),
        "posted": LedgerTransaction.objects.count(),
        "told": OutboxMessage.objects.count(),
    }

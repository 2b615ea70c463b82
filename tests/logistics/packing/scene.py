"""A routed day at the packhouse, small enough to reckon by hand."""

from typing import Any

from django.test import Client

from shop.procurement.models import LineConfirmation, PurchaseLine
from tests.cast import a_member
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import SmallDay


def a_routed_day() -> SmallDay:
    """Manor and Hill Farm give 17 crates of carrots, Vale Dairy its 6 boxes of milk, Stamford dices 4 bags."""
    small = an_ordered_day()
    conduct(small)
    return small


def at_work(small: SmallDay, role: str = "packer", email: str = "") -> Client:
    """A signed-in packer of the hub."""
    client = Client()
    client.force_login(a_member(small.packhouse.enterprise, email, role=role))
    return client


def bought_of(small: SmallDay, listing: str) -> PurchaseLine:
    """What was bought of a listing."""
    return PurchaseLine.objects.get(listing=small.listings[listing])


def line_for(small: SmallDay, kitchen: str, pack: str) -> LineConfirmation:
    """What was promised to a kitchen of a pack."""
    return LineConfirmation.objects.get(order_line__drop__kitchen=small.kitchens[kitchen], pack=small.packs[pack])


def words(answer: Any) -> str:
    """A page's text with its white space made single."""
    return " ".join(answer.text.split())

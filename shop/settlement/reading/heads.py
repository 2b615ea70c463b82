"""What stands at the head of every paper: who wrote it, and to whom."""

from dataclasses import dataclass
from typing import Any

from shop.enterprises.models import Enterprise


@dataclass(frozen=True, slots=True)
class Party:
    """A name and how to reach it."""

    name: str
    address: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class PutRight:
    """A later paper that takes `pence` off this one."""

    id: int
    number: str
    pence: int


def party_of(enterprise: Any) -> Party:
    """The enterprise with the address of its first place. Its places should be prefetched."""
    places = list(enterprise.places.all())
    address = ", ".join(part for part in (places[0].address, places[0].postcode) if part) if places else ""
    return Party(enterprise.name, address, enterprise.email, enterprise.phone)


def hub_party(hub: Any) -> Party:
    """The hub, as the enterprise that it is; by its name alone while it is none."""
    base = Enterprise.objects.of(hub).filter(kind=Enterprise.Kind.HUB).prefetch_related("places").first()
    return party_of(base) if base else Party(hub.name, "", "", "")

"""What the moving of a confirmed day is made from, as plain values: one snapshot, one fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from logistics.intake.fingerprints import fingerprint_of
from logistics.intake.local_day import LocalDay
from logistics.planning.routing.problem import Vehicle

Handover = Literal["collected", "brought_in", "made"]


class NotMovable(Exception):
    """The day can't be planned as it stands; the message says what to put right."""


@dataclass(frozen=True, slots=True)
class PackFacts:
    """What a pack weighs, how many fill a crate, and how cold it must stay."""

    id: int
    name: str
    weight_g: int
    packs_per_crate: int
    temperature_class: str


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place for vans; `windows` are (weekday or None for every day, opens, closes) on the wall clock."""

    id: int
    name: str
    lat: float
    lon: float
    service_fixed_s: int
    service_per_crate_s: int
    windows: tuple[tuple[int | None, time, time], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Packs of one seller for one receiver.

    `confirmation` is the kitchen's line, None for what goes to a processor or to households; `purchase` what was bought
    of the seller.
    `ready_*` bound the pickup at the seller, `wanted_*` the drop at the kitchen; None where nothing bounds it.
    `hours_needed` is how long a processor's goods take to make once their inputs are there.
    """

    purchase: int | None
    confirmation: int | None
    pack: PackFacts
    packs: int
    seller_place: int
    to_place: int
    handover: Handover
    ready_from: datetime | None = None
    ready_until: datetime | None = None
    wanted_from: datetime | None = None
    wanted_until: datetime | None = None
    hours_needed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFacts:
    """A confirmed day: what goes to kitchens and to processors, the places, and the vans of both dates."""

    delivery_day: int
    run: int
    collection: LocalDay
    delivery: LocalDay
    hub_place: int
    places: Mapping[int, PlaceFacts]
    for_kitchens: tuple[Goods, ...]
    for_processors: tuple[Goods, ...]
    vans: Mapping[date, tuple[Vehicle, ...]]
    drivers: Mapping[str, int | None]
    direct_saving_pence: int

    @property
    def fingerprint(self) -> str:
        """The same as long as nothing that the plan rests on has changed."""
        return fingerprint_of(self)

    @property
    def goods_fingerprint(self) -> str:
        """The same as long as the same goods go between the same places, whatever becomes of vans and drivers."""
        return fingerprint_of(replace(self, places={}, vans={}, drivers={}, direct_saving_pence=0))

"""Writes a grower's price list: each row a promised lot and a listing of it, by the actions that clicks call."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from accounts.models import User
from shop.cycles.actions import change_listing, list_produce, withdraw_listing
from shop.cycles.errors import CyclesError, ListingsClosed
from shop.cycles.imports.price_rows import COLUMNS, PacksByName, PriceRow, by_names, read_price
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Place
from shop.imports.report import Fate, Report, RowPassedOver, RowRefused
from shop.imports.running import Manner, take_rows
from shop.pricing.money import pounds
from shop.produce.models import Pack
from shop.spreadsheets import Row, read_file
from shop.supply.actions import correct_stock, promise_harvest
from shop.supply.errors import SupplyError
from shop.supply.models import Lot

CHANNEL_FIELDS = {"either": "packs_either", "bulk": "packs_bulk", "shop": "packs_shop"}


def import_listings(
    path: Path,
    *,
    delivery_day: DeliveryDay,
    place: Place,
    by: User | None,
    now: datetime,
    manner: Manner | None = None,
) -> Report:
    """Take in a price list of the grower whose `place` it is, for one delivery day.

    A pack that is listed already is unchanged, or differs and is overwritten only when `manner` says so. Raises
    SpreadsheetError, and ListingsClosed when growers can no longer list for the day.
    """
    manner = manner or Manner()
    table = read_file(path, columns=COLUMNS)
    packs = by_names(Pack.objects.of(place.hub).named())
    return take_rows(table, take=PriceTaker(delivery_day, place, by, now, manner, packs), manner=manner)


@dataclass(slots=True)
class PriceTaker:
    """Takes one row after another for a grower's day, and remembers which packs it has seen."""

    delivery_day: DeliveryDay
    place: Place
    by: User | None
    now: datetime
    manner: Manner
    packs: PacksByName
    seen: dict[int, int] = field(default_factory=dict)

    @property
    def grower(self) -> Enterprise:
        """Whose list it is."""
        grower: Enterprise = self.place.enterprise
        return grower

    def __call__(self, row: Row) -> tuple[Fate, str]:
        """Write a row. Raises RowRefused."""
        wanted = read_price(row, self.packs)
        if wanted.pack.pk in self.seen:
            raise RowRefused(f"It repeats “{wanted.pack}” of row {self.seen[wanted.pack.pk]}.")
        self.seen[wanted.pack.pk] = row.number
        standing = Listing.objects.standing().filter(delivery_day=self.delivery_day, grower=self.grower)
        listing = standing.filter(pack=wanted.pack).select_related("lot").order_by("id").first()
        try:
            if listing is None:
                return self.add(wanted)
            return self.compare(wanted, listing)
        except ListingsClosed:
            raise
        except (CyclesError, SupplyError) as error:
            raise RowRefused(str(error)) from error

    def code(self, pack: Pack) -> str:
        """The lot that a day's list promises of a pack: the same row again means the same lot."""
        return f"P{self.delivery_day.day:%y%m%d}-{self.delivery_day.pk}-{self.grower.pk}-{pack.pk}"

    def add(self, wanted: PriceRow) -> tuple[Fate, str]:
        """A promised lot and its listing."""
        if not wanted.packs:
            raise RowPassedOver(f"there is none of “{wanted.pack}” this time")
        lot = promise_harvest(
            producer=self.grower,
            specification=wanted.pack.specification,
            quantity_base=wanted.packs * wanted.pack.quantity_base,
            code=self.code(wanted.pack),
            by=self.by,
            now=self.now,
        )
        self.fit(lot, wanted)
        list_produce(
            delivery_day=self.delivery_day,
            grower=self.grower,
            place=self.place,
            lot=lot,
            pack=wanted.pack,
            by=self.by,
            now=self.now,
            **facts_of(wanted),
        )
        return Fate.ADDED, ""

    def compare(self, wanted: PriceRow, listing: Listing) -> tuple[Fate, str]:
        """What the row says against what is listed; overwrites it when asked to."""
        if not wanted.packs:
            return self.withdraw(listing)
        new = {name: value for name, value in facts_of(wanted).items() if getattr(listing, name) != value}
        if not new:
            return Fate.UNCHANGED, ""
        text = "; ".join(in_words(listing, name, value) for name, value in new.items())
        if not self.manner.update:
            return Fate.DIFFERS, text
        more = wanted.packs * wanted.pack.quantity_base > listing.lot.quantity_base
        if more:
            self.fit(listing.lot, wanted)
        change_listing(listing=listing, by=self.by, now=self.now, **new)
        if not more:
            self.fit(listing.lot, wanted)
        return Fate.UPDATED, text

    def withdraw(self, listing: Listing) -> tuple[Fate, str]:
        """The row says that there is none of what is listed."""
        text = f"{listing.packs_for_bulk} packs are listed here, none in the file"
        if not self.manner.update:
            return Fate.DIFFERS, text
        withdraw_listing(listing=listing, by=self.by, now=self.now)
        return Fate.UPDATED, text

    def fit(self, lot: Lot, wanted: PriceRow) -> None:
        """Bring the promise that a list made to what the row says. Other lots are left as they were counted."""
        difference = wanted.packs * wanted.pack.quantity_base - lot.quantity_base
        if difference and lot.code == self.code(wanted.pack):
            correct_stock(
                lot=lot,
                quantity_base=difference,
                reason="price list",
                key=f"price list {lot.code} movement {lot.movements.count()}",
                by=self.by,
                now=self.now,
            )


def facts_of(wanted: PriceRow) -> dict[str, Any]:
    """The row as a listing's fields; a channel that the row does not name gets nothing."""
    packs = dict.fromkeys(CHANNEL_FIELDS.values(), 0) | {CHANNEL_FIELDS[wanted.channel]: wanted.packs}
    return {
        "price_pence": wanted.price_pence,
        "minimum_packs": wanted.minimum_packs,
        "handover": wanted.handover,
        **packs,
    }


def in_words(listing: Listing, name: str, value: Any) -> str:
    """price is £9.50 here, £9.80 in the file."""
    here = getattr(listing, name)
    if name == "price_pence":
        return f"price is {pounds(here)} here, {pounds(value)} in the file"
    return f"{name.replace('_', ' ')} is {here} here, {value} in the file"

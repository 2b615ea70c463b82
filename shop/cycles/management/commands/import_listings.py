"""Brings a grower's price list into a delivery day."""

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from shop.cycles.errors import CyclesError
from shop.cycles.imports import import_listings
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Enterprise, Place
from shop.imports.command import HubImportCommand


class Command(HubImportCommand):
    help = "Import a grower's price list from a CSV file or an .xlsx workbook (docs/importing.md)."
    what = "listings"
    can_update = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--grower", required=True, metavar="SLUG", help="whose list it is")
        parser.add_argument("--day", required=True, metavar="YYYY-MM-DD", help="delivery day")
        parser.add_argument("--cycle", default="", metavar="NAME", help="its cycle, when two cycles have that day")
        parser.add_argument(
            "--place", default="", metavar="NAME", help="where it is ready, when the grower has several"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        hub, person = self.hub_of(options), self.person_of(options)
        grower = self.grower_of(hub, options["grower"])
        day, place = self.day_of(hub, options), self.place_of(grower, options["place"])
        try:
            self.take(
                lambda: import_listings(
                    options["file"],
                    delivery_day=day,
                    place=place,
                    by=person,
                    now=self.now(),
                    manner=self.manner_of(options),
                )
            )
        except CyclesError as error:
            raise CommandError(str(error)) from error

    def grower_of(self, hub: Any, slug: str) -> Enterprise:
        """The grower named on the command line, or a processor. Raises CommandError."""
        grower: Enterprise | None = Enterprise.objects.of(hub).exclude(kind="buyer").filter(slug=slug).first()
        if grower is None:
            raise CommandError(f"{hub} has no grower “{slug}”.")
        return grower

    def day_of(self, hub: Any, options: dict[str, Any]) -> DeliveryDay:
        """The delivery day. Raises CommandError when there is none, or two."""
        try:
            wanted = date.fromisoformat(options["day"])
        except ValueError as error:
            raise CommandError(f"“{options['day']}” is not a day: write it like 2026-06-10.") from error
        days = DeliveryDay.objects.of(hub).filter(day=wanted).select_related("cycle")
        if options["cycle"]:
            days = days.filter(cycle__name=options["cycle"])
        found: list[DeliveryDay] = list(days)
        if not found:
            raise CommandError(f"{hub} does not deliver on {wanted:%d %B %Y}.")
        if len(found) > 1:
            names = ", ".join(f"“{day.cycle.name}”" for day in found)
            raise CommandError(f"Several cycles have that day: {names}. Name one with --cycle.")
        return found[0]

    def place_of(self, grower: Enterprise, name: str) -> Place:
        """Where the goods are ready. Raises CommandError when the grower has no such place, or several."""
        places = grower.places.filter(name=name) if name else grower.places.all()
        found: list[Place] = list(places)
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(f"{grower} has no place {f'“{name}”' if name else 'yet: add one first'}.")
        names = ", ".join(f"“{place.name}”" for place in found)
        raise CommandError(f"{grower} has several places: {names}. Name one with --place.")

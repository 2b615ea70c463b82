"""Brings a list of kitchens, growers or processors into a hub."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from shop.enterprises.imports import import_places
from shop.enterprises.imports.place_rows import KINDS_CHOSEN
from shop.gazetteer.errors import BadGeocoder
from shop.imports.command import HubImportCommand


class Command(HubImportCommand):
    help = "Import enterprises with their places from a CSV file or an .xlsx workbook (docs/importing.md)."
    what = "places"
    can_update = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--kind", choices=KINDS_CHOSEN, default="", help="what rows are that name no kind")

    def handle(self, *_args: Any, **options: Any) -> None:
        hub, person = self.hub_of(options), self.person_of(options)
        try:
            self.take(
                lambda: import_places(
                    options["file"],
                    hub=hub,
                    by=person,
                    now=self.now(),
                    manner=self.manner_of(options),
                    kind=options["kind"],
                )
            )
        except BadGeocoder as error:
            raise CommandError(str(error)) from error

"""Brings a list of products and their packs into a hub."""

from typing import Any

from shop.imports.command import HubImportCommand
from shop.produce.imports import import_products


class Command(HubImportCommand):
    help = "Import products with their packs from a CSV file or an .xlsx workbook (docs/importing.md)."
    what = "packs"

    def handle(self, *_args: Any, **options: Any) -> None:
        hub, person = self.hub_of(options), self.person_of(options)
        self.take(
            lambda: import_products(options["file"], hub=hub, by=person, now=self.now(), manner=self.manner_of(options))
        )

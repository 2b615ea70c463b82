"""Fills the gazetteer from a list of postcodes, outcodes or towns."""

from typing import Any

from django.core.management.base import CommandParser

from shop.gazetteer.imports import import_postcodes
from shop.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Import postcodes, outcodes or towns with their positions (ONS Postcode Directory, NSPL, or a plain CSV)."
    what = "entries"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--source", default="", help="where the list comes from; the file's name if not given")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.take(
            lambda: import_postcodes(options["file"], source=options["source"], manner=self.manner_of(options)),
        )

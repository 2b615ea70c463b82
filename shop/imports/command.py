"""The command line that every import shares: the file, the manner, the report, the exit status."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shop.imports.report import Report, lines
from shop.imports.running import Manner
from shop.spreadsheets import SpreadsheetError


class ImportCommand(BaseCommand):
    """Reads one file. Exit status 1 when rows were refused, so that a script notices."""

    what = "rows"
    can_update = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the manner."""
        parser.add_argument("file", type=Path, metavar="FILE", help="an .xlsx workbook or a CSV file")
        parser.add_argument("--dry-run", action="store_true", help="try everything, write nothing")
        parser.add_argument("--keep-good", action="store_true", help="write the good rows although others are bad")

    def manner_of(self, options: dict[str, Any]) -> Manner:
        """The manner that the options ask for."""
        return Manner(options["dry_run"], options["keep_good"], options.get("update", False))

    def take(self, importer: Callable[[], Report]) -> None:
        """Call the importer and print its report. Raises CommandError for a file that cannot be used."""
        try:
            report = importer()
        except SpreadsheetError as error:
            raise CommandError(str(error)) from error
        for line in lines(report, what=self.what, can_update=self.can_update):
            self.stdout.write(line)
        if not report.is_clean:
            raise CommandError(f"{len(report.bad):,} of the rows could not be taken.", returncode=1)


class HubImportCommand(ImportCommand):
    """An import into one hub, on behalf of somebody."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the hub, who imports, and, where it can be done, whether rows that differ are overwritten."""
        super().add_arguments(parser)
        parser.add_argument("--hub", required=True, metavar="SLUG", help="the hub that the rows belong to")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who imports; otherwise the hub's clock does")
        if self.can_update:
            parser.add_argument("--update", action="store_true", help="overwrite what differs with what the file says")

    def hub_of(self, options: dict[str, Any]) -> Any:
        """The hub named on the command line. Raises CommandError with the hubs there are."""
        hubs = apps.get_model("enterprises", "Hub").objects
        hub = hubs.filter(slug=options["hub"]).first()
        if hub is None:
            slugs = ", ".join(hubs.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no hub “{options['hub']}”. There are: {slugs}.")
        return hub

    def person_of(self, options: dict[str, Any]) -> Any:
        """Who imports; None is the hub's clock. Raises CommandError for an unknown address."""
        if not options["by"]:
            return None
        person = get_user_model().objects.filter(email__iexact=options["by"]).first()
        if person is None:
            raise CommandError(f"Nobody signs in as “{options['by']}”.")
        return person

    def now(self) -> datetime:
        """The moment that the log lines carry."""
        return timezone.now()

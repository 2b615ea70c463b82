"""Deletes what is past its time, or says what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy.tidying import counted, tidy


class Command(BaseCommand):
    help = "Delete and blank what is past its time (docs/personal-data.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what would go")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        found = counted(now) if options["dry_run"] else tidy(now=now)
        for name, rows in found.items():
            self.stdout.write(f"{rows:>8}  {name}")
        self.stdout.write(f"{sum(found.values()):>8}  rows in all{', none of them touched' * options['dry_run']}")

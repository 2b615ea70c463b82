"""Tells the stories of the demonstration's farms; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.demonstration import tell


class Command(BaseCommand):
    help = "Tell the stories of the demonstration's farms: invented, and saying so."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tell(now=timezone.localtime())} stories told.")

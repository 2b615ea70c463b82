"""Makes the front page where there is none; safe to run at every deployment."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.actions import ensure_start_page


class Command(BaseCommand):
    help = "Make the front page where there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        page = ensure_start_page(now=timezone.now())
        self.stdout.write(f"The front page is {page.title} at {page.url}.")

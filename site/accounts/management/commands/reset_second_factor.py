"""Takes away the second factor of somebody who lost phone and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.models.user import tidy_email
from accounts.second_factor import reset_factor


class Command(BaseCommand):
    help = "Take away a person's second factor and sign them out everywhere. Make sure first that it is they who ask."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = User.objects.filter(email=tidy_email(options["email"])).first()
        if person is None:
            raise CommandError("Nobody here has this address.")
        if not reset_factor(person=person, by=None):
            raise CommandError(f"{person.email} has no second factor.")
        self.stdout.write(f"{person.email} signs in without a second factor now, and is signed out everywhere.")

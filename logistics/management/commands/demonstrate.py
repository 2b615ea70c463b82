"""Builds the demonstration: a living food hub in Rutland, with real places, invented people and invented prices."""

import logging
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from logistics.demonstration import DemonstrationError, build
from logistics.demonstration.building import standing_scale
from logistics.demonstration.people import SignIn, let_sign_in, new_password, sign_ins
from logistics.demonstration.scales import SCALES

EMBEDDED = "config.settings.embedded"
WITHOUT_PASSWORD = "They sign in by a code that is mailed to them: passwords are printed in the embedded mode only."  # noqa: S105
NOTHING_STANDS = "No demonstration stands. Build one: make run, or manage.py demonstrate --scale small"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=sorted(SCALES), default="small")
        parser.add_argument("--date", type=date.fromisoformat, help="Today is the next delivery day from here on.")
        parser.add_argument("--keep", action="store_true", help="Do nothing when the demonstration stands already.")
        parser.add_argument("--until", choices=["due", "whole"], default="whole", help="due: today is not run yet.")
        parser.add_argument("--print-sign-ins", action="store_true", help="Print who can sign in, and build nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        standing = standing_scale()
        if standing is None and options["print_sign_ins"]:
            raise CommandError(NOTHING_STANDS)
        if standing is not None and (options["keep"] or options["print_sign_ins"]):
            self.keep(standing, options)
            return
        with quietly():
            try:
                built = build(
                    scale=options["scale"],
                    date=options["date"],
                    now=timezone.now(),
                    until=options["until"],
                    report=self.say,
                    with_password=is_embedded(),
                )
            except DemonstrationError as error:
                raise CommandError(str(error)) from error
        written = as_table(built.sign_ins, built.password)
        if built.password:
            keep_sign_ins(written)
        self.stdout.write(written)

    def keep(self, standing: str, options: dict[str, Any]) -> None:
        """Say what stands; people whose password was never shown get another one."""
        if is_embedded() and not sign_ins_file().is_file():
            password = new_password()
            let_sign_in(password)
            keep_sign_ins(as_table(sign_ins(), password))
        if options["print_sign_ins"]:
            known = sign_ins_file().read_text(encoding="utf-8") if is_embedded() else as_table(sign_ins(), None)
            self.stdout.write(known)
        elif standing != options["scale"]:
            self.stdout.write(
                f"The {standing} demonstration stands and is kept. To build {options['scale']}, losing what was "
                f"entered: make reset, then make run SCALE={options['scale']}"
            )

    def say(self, text: str) -> None:
        """One line, at once."""
        self.stdout.write(text)
        self.stdout.flush()


def is_embedded() -> bool:
    """Whether this is one person's own machine, where a password may be printed."""
    return str(settings.SETTINGS_MODULE) == EMBEDDED


def sign_ins_file() -> Path:
    """Where `make run` looks for what it prints when the server answers."""
    return Path(settings.VAR_DIR) / "sign-ins.txt"


def keep_sign_ins(written: str) -> None:
    """Keep the table where only its owner reads it."""
    file = sign_ins_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(written, encoding="utf-8")


def as_table(people: tuple[SignIn, ...], password: str | None) -> str:
    """Role, address and enterprise in columns; then the password, or why there is none."""
    rows = [("Sign in as", "with", "for"), *((each.role, each.email, each.acts_for) for each in people)]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    lines = [f"{role:<{widths[0]}}  {email:<{widths[1]}}  {acts_for}".rstrip() for role, email, acts_for in rows]
    last = f"Password for all of them: {password}" if password else WITHOUT_PASSWORD
    return "\n".join([*lines, last, ""])


@contextmanager
def quietly() -> Iterator[None]:
    """Thousands of actions each write a line for operators; here the stages say enough."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)

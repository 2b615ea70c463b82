"""The main job alone, without a server: a region's orders to fair shares and shared van routes, on one screen."""

import json
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone

from logistics.demonstration import Demonstration, DemonstrationError, build
from logistics.dispatch.day_sheet import DaySheet, day_sheet
from logistics.dispatch.landmarks import landmarks_around
from logistics.dispatch.promises import shown
from logistics.dispatch.route_map import maps_by_day
from logistics.dispatch.written import as_lines, as_values, promise_lines
from logistics.management.commands.run_cycle import in_a_line
from logistics.run_cycle import Budget, Conducted, Heard, run
from logistics.run_cycle.refusals import REFUSALS
from logistics.run_cycle.reports import to_nobody
from shop.cycles.models import DeliveryDay

ADVICE = "Nothing was half done. Run `make day` again; `make reset` starts from an empty database."


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=["small", "region"], default="small")
        parser.add_argument("--date", type=date.fromisoformat, default=None, help="Today is this day (2027-03-09).")
        parser.add_argument("--seconds", type=float, default=0, help="Think for about so long; without it, repeatably.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else.")
        parser.add_argument("--picture", type=Path, help="Draw the drops' routes into this SVG file.")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        built = self.built(options)
        day: DeliveryDay = DeliveryDay.objects.select_related("cycle__hub").get(pk=built.due_day.pk)
        sheet = day_sheet(self.conduct(day, options).delivery_day)
        promised = {name: promise.says for name, promise in built.promises.items()}
        facts = shown(day, sheet, {name: promise.product for name, promise in built.promises.items()})
        if options["json"]:
            about = {"scale": options["scale"], "seconds": round(time.monotonic() - began, 1)}
            self.stdout.write(json.dumps({**about, "day": as_values(sheet), "promised": promised, "shown": facts}))
        else:
            self.stdout.write("\n".join([*as_lines(sheet), *promise_lines(promised, facts)]))
            self.stdout.write(f"Took {time.monotonic() - began:.0f} s.")
        if options["picture"]:
            draw(sheet, options["picture"])
        missing = [name for name in promised if not facts[name]]
        if missing:
            raise CommandError(f"This day was built to show {', '.join(missing)}, and does not. {ADVICE}")

    def built(self, options: dict[str, Any]) -> Demonstration:
        """The demonstration, up to the day whose cut-off has passed."""
        report = self.stderr.write if options["json"] else self.stdout.write
        try:
            return build(scale=options["scale"], date=options["date"], now=timezone.now(), until="due", report=report)
        except DemonstrationError as error:
            raise CommandError(str(error)) from error

    def conduct(self, day: DeliveryDay, options: dict[str, Any]) -> Conducted:
        """Run the day as at the hour at which growers' answers are due: who is silent then is on the call list."""
        try:
            return run(
                delivery_day=day,
                by=None,
                now=max(day.orders_close_at, day.answers_due_at),
                budget=Budget.within(options["seconds"]) if options["seconds"] > 0 else Budget.repeatable(),
                seed=1,
                report=to_nobody if options["json"] else self.tell,
            )
        except REFUSALS as error:
            raise CommandError(f"{day}: {error} {ADVICE}") from error

    def tell(self, heard: Heard) -> None:
        """One line a step."""
        if heard.stage in ("done", "stood", "waiting"):
            self.stdout.write(f"  {heard.step:<10} {heard.stage:<8} {in_a_line(heard)}")


def draw(sheet: DaySheet, path: Path) -> None:
    """The map of the last day with routes, as a file of its own."""
    maps = maps_by_day(sheet.routes, landmarks_around(sheet.routes))
    if not maps:
        raise CommandError("There are no routes to draw.")
    path.write_text(render_to_string("logistics/route_map.svg", {"map": maps[-1]}), encoding="utf-8")

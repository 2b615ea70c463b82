"""Conducts the due delivery days of an order cycle: close, aggregate, allocate, confirm, move."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from logistics.dispatch.day_sheet import day_sheet
from logistics.dispatch.progress import in_words
from logistics.dispatch.written import as_lines, as_values
from logistics.models import StepRun
from logistics.run_cycle import Budget, Conducted, Heard, run
from logistics.run_cycle.due import due_days
from logistics.run_cycle.refusals import REFUSALS
from logistics.run_cycle.reports import to_nobody
from shop.cycles.models import DeliveryDay, OrderCycle


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cycle", help="The cycle's number or its name.")
        parser.add_argument("--hub", default="", help="The hub's short name, where two hubs use the same cycle name.")
        parser.add_argument("--until", choices=StepRun.Step.values, default=StepRun.Step.MOVE.value)
        parser.add_argument("--now", default="", help="Run as at this moment, such as 2027-03-07T17:00+00:00.")
        parser.add_argument("--seconds", type=float, default=0, help="Think for about so long; without it, repeatably.")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--replan", default="", metavar="WHY", help="Plan routes that stand anew, and say why.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = moment(options["now"])
        cycle = find_cycle(options["cycle"], options["hub"])
        days = list(days_to_run(cycle, now, replan=bool(options["replan"])))
        done = [self.conduct(day, now, options) for day in days]
        if options["json"]:
            self.stdout.write(json.dumps({"cycle": cycle.name, "days": [values(each) for each in done]}))
        elif not days:
            self.stdout.write(f"{cycle}: no delivery day is due.")

    def conduct(self, day: DeliveryDay, now: datetime, options: dict[str, Any]) -> Conducted:
        quiet = options["json"]
        if not quiet:
            self.stdout.write(str(day))
        try:
            done = run(
                delivery_day=day,
                until=options["until"],
                by=None,
                now=now,
                budget=budget_of(options["seconds"]),
                seed=options["seed"],
                report=to_nobody if quiet else self.tell,
                again=options["replan"],
            )
        except REFUSALS as error:
            raise CommandError(f"{day}: {error} Nothing was half done: run the same command again.") from error
        if not quiet:
            self.stdout.write("\n".join(as_lines(day_sheet(done.delivery_day))))
        return done

    def tell(self, heard: Heard) -> None:
        if heard.stage in ("done", "stood", "waiting"):
            self.stdout.write(f"  {heard.step:<10} {heard.stage:<8} {in_a_line(heard)}")


def budget_of(seconds: float) -> Budget:
    """About so many seconds by the wall; without any, the same answer on any machine."""
    processes = settings.FOODSHED_PLANNING_PROCESSES
    return Budget.within(seconds, processes=processes) if seconds > 0 else Budget.repeatable(processes=processes)


def moment(text: str) -> datetime:
    """`--now` as an aware moment; without it, the clock's. A time without a zone is the hub's machine's."""
    if not text:
        return timezone.now()
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"--now {text!r} is not a moment. Write it like 2027-03-07T17:00.")
    return found if found.tzinfo else timezone.make_aware(found)


def find_cycle(text: str, hub: str) -> OrderCycle:
    """The cycle of that number or name. Raises CommandError with what to do when there is none, or more than one."""
    cycles = OrderCycle.objects.select_related("hub")
    if hub:
        cycles = cycles.filter(hub__slug=hub)
    found = list(cycles.filter(name=text)) or list(cycles.filter(pk=int(text)) if text.isdigit() else [])
    if not found:
        known = ", ".join(str(each) for each in cycles.order_by("-opens_at")[:5]) or "none yet"
        raise CommandError(f"There is no cycle {text!r}. The latest are: {known}.")
    if len(found) > 1:
        hubs = ", ".join(each.hub.slug for each in found)
        raise CommandError(f"{text!r} is a cycle of several hubs: add --hub with one of {hubs}.")
    cycle: OrderCycle = found[0]
    return cycle


def days_to_run(cycle: OrderCycle, now: datetime, *, replan: bool) -> Any:
    """The due days; with a replan also those that are routed and not yet packed."""
    if not replan:
        return due_days(cycle, now=now)
    return cycle.delivery_days.filter(status=DeliveryDay.Status.ROUTED).select_related("cycle__hub").order_by("day")


def in_a_line(heard: Heard) -> str:
    """Counts and message, short: lists are for the page and for JSON."""
    return "; ".join(part for part in (", ".join(in_words(heard.counts)), heard.message) if part)


def values(done: Conducted) -> dict[str, Any]:
    """One day's run as plain values."""
    return {
        "waiting": done.is_waiting,
        "steps": [
            {"step": step, "outcome": outcome.stage, "counts": dict(outcome.counts), "message": outcome.message}
            for step, outcome in done.steps
        ],
        "sheet": as_values(day_sheet(done.delivery_day)),
    }

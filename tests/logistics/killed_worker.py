"""A worker that kills itself at a named moment, and one that takes over: run as a script on a database of its own.

    python -m tests.logistics.killed_worker DAY < moments.json

Reads one JSON object, moment to address of a database, and prints one: per moment what stood after the kill, and how
the day looks after the rerun. `never` kills nobody. Each piece of work is a process of its own, forked off one that
has never touched a database.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any


def die(*args: object, **kwargs: object) -> None:
    """As kill -9 does it: nothing is rolled back, closed or said by us."""
    os.kill(os.getpid(), signal.SIGKILL)


def set_up() -> None:
    """Start Django and load what the children need once, without touching a database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.testing"
    import django

    django.setup()
    import_module("tests.logistics.conducting")
    import_module("config.urls")


def in_a_child(url: str, work: Callable[[], Any]) -> Any:
    """Fork, work there on the database at `url`, and return what it gives back; None when it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        from django.db import connections

        from config import environment

        os.close(reading)
        connections["default"].settings_dict.update(environment.database(url))
        os.write(writing, json.dumps(work()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    return json.loads(said)


def conduct(day: int, moment: str) -> str:
    """Run the day; die at `step stage` of the conductor, or in mid-transaction at `write Model` or `log verb`."""
    from django.utils import timezone

    from logistics.run_cycle import Heard, run
    from shop.cycles.models import DeliveryDay
    from shop.journal.models import LogLine
    from tests.logistics.conducting import QUICK
    from tests.logistics.small_day import ANSWERS_DUE

    kind, _, name = moment.partition(" ")
    if kind == "write":
        from django.apps import apps

        apps.get_model(name)._default_manager.bulk_create = die  # type: ignore[method-assign]
    if kind == "log":
        create = LogLine.objects.create

        def created(**line: Any) -> Any:
            return die() if line["verb"] == name else create(**line)

        LogLine.objects.create = created  # type: ignore[method-assign]

    def report(heard: Heard) -> None:
        if (heard.step, heard.stage) == (kind, name):
            die()

    # The rerun comes a minute later: the dead worker's place is free by then.
    late = timedelta(minutes=1 if moment == "never" else 0)
    run(
        delivery_day=DeliveryDay.objects.select_related("cycle__hub").get(pk=day),
        by=None,
        now=ANSWERS_DUE,
        budget=QUICK,
        report=report,
        clock=lambda: timezone.now() + late,
    )
    return "done"


def standing(day: int) -> dict[str, Any]:
    """What of the run is in the database: per step whole or not at all."""
    from logistics import models as logistics
    from shop.cycles.models import DeliveryDay
    from shop.journal.models import OutboxMessage
    from shop.procurement import models as procurement
    from shop.supply.models import Reservation

    tables = (
        procurement.AllocationRun,
        procurement.AllocationLine,
        procurement.Shortage,
        procurement.Demand,
        Reservation,
        procurement.LineConfirmation,
        procurement.PurchaseLine,
        OutboxMessage,
        logistics.PlanRun,
        logistics.Shipment,
        logistics.Route,
        logistics.Stop,
        logistics.Task,
    )
    counts = {table.__name__: table._default_manager.count() for table in tables}
    return {"status": DeliveryDay.objects.get(pk=day).status, **counts}


def answer(day: int) -> dict[str, Any]:
    """The day's whole answer, without the numbers that rows happen to have."""
    from logistics.models import Stop
    from shop.procurement.models import AllocationLine

    lines = AllocationLine.objects.order_by("order_line", "listing", "recipe")
    stops = Stop.objects.order_by("route__number", "sequence").select_related("route__vehicle", "place")
    return {
        **standing(day),
        "lines": [list(row) for row in lines.values_list("order_line", "listing", "recipe", "packs", "reason_text")],
        "stops": [[stop.route.vehicle.name, stop.place.name, stop.arrives_at.isoformat()] for stop in stops],
    }


def killed_and_taken_over(url: str, day: int, moment: str) -> dict[str, Any]:
    """Kill, look, run again, look."""
    killed = in_a_child(url, lambda: conduct(day, moment))
    return {
        "killed": killed is None,
        "left": in_a_child(url, lambda: standing(day)),
        "again": in_a_child(url, lambda: conduct(day, "never")),
        "answer": in_a_child(url, lambda: answer(day)),
    }


def main() -> None:
    """One moment after another."""
    day, moments = int(sys.argv[1]), json.load(sys.stdin)
    set_up()
    said = {moment: killed_and_taken_over(url, day, moment) for moment, url in moments.items()}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()

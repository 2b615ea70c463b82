"""Move: what was confirmed becomes shipments, and shipments become routes."""

from django.db import transaction

from logistics.dispatching.known import known_run
from logistics.intake.facts import MoveFacts
from logistics.intake.moving import read_facts
from logistics.models import CurrentPlan, PlanRun, Vehicle
from logistics.outcome.moving import record_plan
from logistics.outcome.planned_day import PlannedDay
from logistics.run_cycle.assignment import Assignment, Outcome
from logistics.run_cycle.errors import KeptChanging
from logistics.run_cycle.routing import planned_day
from logistics.run_cycle.steplog import StepLog
from shop.procurement.locks import lock_day

TRIES = 3


def stands(assignment: Assignment) -> Outcome | None:
    """Whether the day has a current plan, and nobody asked for another."""
    plans = CurrentPlan.objects.filter(delivery_day=assignment.delivery_day)
    current = plans.select_related("run").defer("run__problems").first()
    if current is None or assignment.again:
        return None
    return Outcome("stood", counted(current.run))


def take(assignment: Assignment, log: StepLog) -> Outcome:
    """Plan the confirmed day's routes and store them. Raises KeptChanging when the day changed under every try."""
    day = assignment.delivery_day
    for _ in range(TRIES):
        facts = read_facts(day)
        planned = planned_day(facts, assignment, log)
        run = written(assignment, log, facts, planned)
        if run is not None:
            return Outcome("done", counted(run))
    raise KeptChanging(f"Goods or vans for {day} changed {TRIES} times while the routes were planned. Try again.")


@transaction.atomic
def written(assignment: Assignment, log: StepLog, facts: MoveFacts, planned: PlannedDay) -> PlanRun | None:
    """Store the plan if what it rests on still holds. The hub's vans are locked: no two days plan one van at once."""
    day = assignment.delivery_day
    log.held.fence()
    lock_day(day)
    list(Vehicle.objects.of(day.cycle.hub).select_for_update().order_by("id").values_list("id", flat=True))
    if read_facts(day).fingerprint != facts.fingerprint or known_run(day) != planned.known_run:
        return None
    log.say("writing")
    return record_plan(
        delivery_day=day, facts=facts, planned=planned, by=assignment.by, now=assignment.now, why=assignment.again
    )


def counted(run: PlanRun) -> dict[str, int | str]:
    """What the plan moves, and what it costs."""
    routes = list(run.routes.values_list("distance_m", flat=True))
    return {
        "run": run.number,
        "shipments": run.shipments.count(),
        "routes": len(routes),
        "distance_m": sum(routes),
        "cost_pence": run.cost_pence,
        "unserved": run.unserved.count(),
        "travel_source": run.travel_source,
    }

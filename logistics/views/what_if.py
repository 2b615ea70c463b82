"""What a change would do to a day that is shared out: before and after beside each other. Nothing is written."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from logistics.dispatch.what_if import Told, told_of
from logistics.outcome.sharing import allocation_of, problem_of
from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.problem import Problem
from logistics.planning.allocation.validate import BadProblem
from logistics.planning.allocation.what_if import what_if
from logistics.views.day_context import day_context, day_here
from logistics.views.what_if_typed import KINDS, BadWish, change_of, choices_of, typed_of
from shop.cycles.models import DeliveryDay
from shop.procurement.models import AllocationRun

#: Repeatable, and seconds on a region's day: the search begins with the answer that stands.
BUDGET = Budget(deterministic=1.0)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of a wish: what came of it, or why it can't be reckoned."""

    told: Told | None = None
    refusal: str = ""


@login_required
@require_safe
def ask(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """A form for each kind of change and, for the one that was sent, before and after. For the hub's coordinators."""
    found = day_here(request, cycle_id, day)
    run = AllocationRun.objects.current_for(found)
    context: dict[str, Any] = {"run": run, "kinds": KINDS, **day_context(found, "what-if")}
    if run:
        problem = problem_of(run)
        shown = reckoned(found, run, problem, request) if request.GET.get("kind") else Shown()
        context |= {
            "typed": typed_of(request.GET, problem),
            "choices": choices_of(found, problem),
            "told": shown.told,
            "changed": KINDS.get(request.GET.get("kind", ""), ""),
            "refusal": shown.refusal,
        }
    return render(request, "logistics/what_if.html", context)


def reckoned(day: DeliveryDay, run: AllocationRun, problem: Problem, request: HttpRequest) -> Shown:
    """The changed day shared out, beginning with what stands."""
    try:
        change = change_of(request.GET, day, problem)
        found = what_if(problem, change, before=allocation_of(run), budget=BUDGET, seed=1)
    except (BadWish, BadProblem) as error:
        return Shown(refusal=str(error))
    return Shown(told=told_of(day, found.difference))

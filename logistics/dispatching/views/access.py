"""Who may stand at a day's dispatch desk: coordinators of its hub. To everybody else it is not there."""

from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse

from logistics.models import CurrentPlan, PlanRun
from logistics.views.access import cycle_or_404, day_or_404
from shop.cycles.models import DeliveryDay


def desk_or_404(request: HttpRequest, cycle_id: int, day: str) -> DeliveryDay:
    """The delivery day, if the person coordinates its hub. Raises Http404."""
    found = day_or_404(cycle_or_404(request, cycle_id), day)
    if found is None:
        raise Http404
    return found


def current_run(day: DeliveryDay, *, with_problems: bool = False) -> PlanRun | None:
    """The run that stands for the day, if there is one; its long problems only where they are asked for."""
    plans = CurrentPlan.objects.filter(delivery_day=day).select_related("run__made_by", "run__supersedes")
    plans = plans.defer("run__supersedes__problems")
    plan = (plans if with_problems else plans.defer("run__problems", "run__supersedes__problems")).first()
    if plan is None:
        return None
    run: PlanRun = plan.run
    run.delivery_day = day
    return run


def date_of(day: DeliveryDay, wanted: str) -> date:
    """The date that is looked at: drops unless collections are asked for."""
    return day.collection_day if wanted == day.collection_day.isoformat() else day.day


def desk_path(day: DeliveryDay, on: date | None = None) -> str:
    """The desk's address, at a date."""
    path = reverse("dispatch:desk", args=[day.cycle_id, day.day.isoformat()])
    return f"{path}?on={on.isoformat()}" if on else path

"""/metrics for a monitor that knows the token: what waits, what failed, how long steps take. Read from the database."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, F, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from logistics.models import Lease, StepRun
from logistics.run_cycle.turns import turns
from shop.cycles.models import DeliveryDay
from shop.journal.models import FailedTask, OutboxMessage

LOOK_BACK = timedelta(days=7)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever bears FOODSHED_METRICS_TOKEN; without a token set, and to everybody else, it is not there."""
    token = settings.FOODSHED_METRICS_TOKEN
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(said.encode(), token.encode()):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(FromRows(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class FromRows(Collector):
    """Every figure as of `now`. Nothing is counted in a process, so any process may answer."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """A dozen questions to the database, whatever the number of days."""
        yield from self.outbox()
        yield from self.queue()
        yield from self.days()
        yield from self.steps()

    def outbox(self) -> Iterator[GaugeMetricFamily]:
        """Messages that wait, how long the oldest has been due, and those given up."""
        waiting = (
            OutboxMessage.objects.due_at(self.now).order_by().aggregate(count=Count("pk"), oldest=Min("next_try_at"))
        )
        age_s = (self.now - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0
        yield gauge("foodshed_outbox_due", "Messages whose turn has come.", waiting["count"])
        yield gauge("foodshed_outbox_oldest_seconds", "How long the oldest of them has been due.", age_s)
        given_up = OutboxMessage.objects.to_ring().count()
        yield gauge("foodshed_outbox_given_up", "Messages that a person must look at.", given_up)

    def queue(self) -> Iterator[GaugeMetricFamily]:
        """Delivery days whose turn has come and that no worker conducts, and other tasks that failed."""
        waiting = [at for _, at in turns(now=self.now)]
        age_s = (self.now - min(waiting)).total_seconds() if waiting else 0
        yield gauge("foodshed_queue_days", "Delivery days that wait for a worker.", len(waiting))
        yield gauge("foodshed_queue_oldest_seconds", "How long the oldest of them has waited.", age_s)
        failed = FailedTask.objects.unresolved().count()
        yield gauge("foodshed_tasks_failed", "Other tasks that failed and did not go well since.", failed)

    def days(self) -> Iterator[GaugeMetricFamily]:
        """Delivery days by status, and those past their cut-off that nobody has closed."""
        family = GaugeMetricFamily("foodshed_delivery_days", "Delivery days by status.", labels=["status"])
        for status, count in DeliveryDay.objects.order_by().values_list("status").annotate(Count("pk")):
            family.add_metric([status], count)
        yield family
        overdue = DeliveryDay.objects.due_at(self.now).count()
        yield gauge("foodshed_days_overdue", "Days past their cut-off that are not closed.", overdue)
        running = Lease.objects.exclude(holder=None).count()
        yield gauge("foodshed_conductors", "Days that a worker holds now.", running)

    def steps(self) -> Iterator[GaugeMetricFamily]:
        """Attempts of the last week by step: how many failed, and how long those that were done took."""
        recent = StepRun.objects.filter(started_at__gte=self.now - LOOK_BACK).order_by()
        failed = GaugeMetricFamily("foodshed_steps_failed", "Failed attempts in seven days.", labels=["step"])
        for step, count in recent.filter(status=StepRun.Status.FAILED).values_list("step").annotate(Count("pk")):
            failed.add_metric([step], count)
        yield failed
        mean = GaugeMetricFamily("foodshed_step_mean_seconds", "Mean time of a step in seven days.", labels=["step"])
        longest = GaugeMetricFamily("foodshed_step_max_seconds", "Longest in seven days.", labels=["step"])
        took: Any = F("finished_at") - F("started_at")
        done = recent.filter(status=StepRun.Status.DONE, finished_at__isnull=False)
        for step, average, most in done.values_list("step").annotate(average=Avg(took), most=Max(took)):
            mean.add_metric([step], average.total_seconds())
            longest.add_metric([step], most.total_seconds())
        yield mean
        yield longest
        yield from self.solvers(recent)

    def solvers(self, recent: Any) -> Iterator[GaugeMetricFamily]:
        """How long the solvers thought within the attempts of the last week that were done."""
        spent: dict[str, list[int]] = defaultdict(list)
        done = recent.filter(status=StepRun.Status.DONE, counts__has_key="thinking_ms")
        for step, spent_ms in done.values_list("step", "counts__thinking_ms"):
            spent[step].append(spent_ms)
        mean = GaugeMetricFamily("foodshed_solver_mean_seconds", "Mean thinking in seven days.", labels=["step"])
        longest = GaugeMetricFamily("foodshed_solver_max_seconds", "Longest in seven days.", labels=["step"])
        for step, each in sorted(spent.items()):
            mean.add_metric([step], sum(each) / len(each) / 1000)
            longest.add_metric([step], max(each) / 1000)
        yield mean
        yield longest


def gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    """One figure without labels."""
    family = GaugeMetricFamily(name, says)
    family.add_metric([], value)
    return family

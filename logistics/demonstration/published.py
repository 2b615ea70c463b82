"""Today's routes are made known, so that whoever signs in as the driver can drive one at once."""

from datetime import timedelta

from logistics.demonstration.standing import Standing
from logistics.dispatching.publishing import publish
from logistics.models import CurrentPlan
from shop.cycles.models import DeliveryDay

AFTER_ANSWERS = timedelta(minutes=30)


def publish_routes(standing: Standing, day: DeliveryDay) -> None:
    """Publish the day's current routes half an hour after answers were due."""
    plan = CurrentPlan.objects.select_related("run__delivery_day__cycle__hub").get(delivery_day=day).run
    publish(plan_run=plan, by=standing.coordinator, now=day.answers_due_at + AFTER_ANSWERS)

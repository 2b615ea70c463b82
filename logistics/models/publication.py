"""Which routes were made known: what drivers see and what growers and kitchens were told. Written once."""

from typing import Any

from django.conf import settings
from django.db import models

from shop.rows.append_only import AppendOnlyQuerySet, AppendOnlyRow


class PublicationQuerySet(AppendOnlyQuerySet):
    """Publications of a hub's routes."""

    hub_path = "plan_run__delivery_day__cycle__hub"

    def current_for(self, delivery_day: Any) -> Any:
        """The latest publication of a delivery day with its plan run (but not the run's long problems), or None."""
        published = self.filter(plan_run__delivery_day=delivery_day)
        return published.select_related("plan_run").defer("plan_run__problems").order_by("-id").first()


class Publication(AppendOnlyRow):
    """A plan run that was published; the latest of a delivery day is what people go by."""

    plan_run = models.ForeignKey("logistics.PlanRun", on_delete=models.PROTECT, related_name="publications")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["plan_run"], name="a_plan_is_published_once")]

    def __str__(self) -> str:
        return f"{self.plan_run}, published {self.at:%Y-%m-%d %H:%M}"

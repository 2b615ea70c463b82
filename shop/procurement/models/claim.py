"""A claim: a kitchen says, after it took the goods, that something was wrong with them. Append-only."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.rows.append_only import AppendOnlyQuerySet, AppendOnlyRow


class ClaimQuerySet(AppendOnlyQuerySet):
    """Claims of a hub's kitchens."""

    hub_path = "delivered__confirmation__run__delivery_day__cycle__hub"

    def open(self) -> Self:
        """Claims that nobody has answered."""
        return self.filter(answer=None)

    def number_per_hub(self, hubs: Iterable[Any]) -> dict[int, int]:
        """Id of each of the hubs that has such claims to how many."""
        rows: Any = self.filter(**{f"{self.hub_path}__in": list(hubs)}).order_by().values_list(self.hub_path)
        return dict(rows.annotate(number=models.Count("pk")))


class ClaimAnswerQuerySet(AppendOnlyQuerySet):
    """Answers to the claims of a hub's kitchens."""

    hub_path = "claim__delivered__confirmation__run__delivery_day__cycle__hub"

    def agreed(self, delivery_day: Any) -> Self:
        """Answers for a day by which packs need not be paid."""
        return self.filter(claim__delivered__confirmation__run__delivery_day=delivery_day, packs_agreed__gt=0)


class Claim(AppendOnlyRow):
    """Accepted packs that turned out wrong, and what was wrong. What is done about it is a fact of its own."""

    delivered = models.ForeignKey("procurement.DeliveredLine", on_delete=models.PROTECT, related_name="claims")
    packs = models.PositiveIntegerField()
    fault = models.CharField(max_length=60)
    note = models.CharField(max_length=400, blank=True)
    client_key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    on_behalf = models.BooleanField(default=False)

    forgettable: ClassVar = ("note",)
    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(packs__gte=1), name="a_claim_is_about_something"),
            models.CheckConstraint(condition=~Q(fault=""), name="a_claim_says_what_was_wrong"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} of {self.delivered}: {self.fault}"


class ClaimAnswer(AppendOnlyRow):
    """The hub's one answer to a claim: how many of its packs need not be paid. What is not agreed has a reason."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="answer")
    packs_agreed = models.PositiveIntegerField()
    words = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    forgettable: ClassVar = ("words",)
    objects = ClaimAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.packs_agreed} of {self.claim}"

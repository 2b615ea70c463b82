"""What became of a household's box at its handover point. Append-only."""

from django.conf import settings
from django.db import models

from shop.rows.append_only import AppendOnlyRow
from shop.storefront.queries import OfOrderQuerySet


class BoxHandOut(AppendOnlyRow):
    """The household has its box, or did not come for it. The last one of an order holds; an error is taken back by one.

    `number` counts them: of two people who saw the same one, the second is asked to look again. No money moves with it.
    """

    class Outcome(models.TextChoices):
        COLLECTED = "collected", "collected"
        KEPT = "kept", "not collected: kept for them"
        GIVEN_AWAY = "given_away", "not collected: given away"
        TAKEN_BACK = "taken_back", "not handed over after all"

    household_order = models.ForeignKey("storefront.HouseholdOrder", on_delete=models.PROTECT, related_name="hand_outs")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        verbose_name = "hand-out of a box"
        verbose_name_plural = "hand-outs of boxes"
        ordering = ["household_order", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["household_order", "number"], name="a_hand_out_follows_the_one_that_was_seen"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_order}: {self.get_outcome_display()}"

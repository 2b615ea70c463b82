"""What was packed for a kitchen, and what stays short. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.procurement.queries import PackedQuerySet
from shop.rows.append_only import AppendOnlyRow


class Packed(AppendOnlyRow):
    """One packing of one confirmed line. A later one (goods came late, or were miscounted) says the whole anew.

    `number` counts the packings of a line: two packers who saw the same one can't both follow it. What goes straight
    from the farm to the kitchen is in neither figure.
    """

    confirmation = models.ForeignKey("procurement.LineConfirmation", on_delete=models.PROTECT, related_name="packings")
    number = models.PositiveSmallIntegerField()
    packs_packed = models.PositiveIntegerField()
    packs_short = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)

    objects = PackedQuerySet.as_manager()

    class Meta:
        verbose_name = "packing"
        ordering = ["confirmation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "number"], name="a_packing_follows_the_one_that_was_seen"),
            models.CheckConstraint(condition=Q(packs_short=0) | ~Q(fault=""), name="what_is_packed_short_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.packs_packed} packed, {self.packs_short} short of {self.confirmation}"

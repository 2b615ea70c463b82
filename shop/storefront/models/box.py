"""What went into a household's box, and what of its order a household did not get. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.rows.append_only import AppendOnlyRow
from shop.storefront.queries import BoxPackedQuerySet, OfOrderQuerySet, ShortBoxLineQuerySet


class BoxPacked(AppendOnlyRow):
    """One packing of one household's line. A later one (goods came late, or were miscounted) says the whole anew.

    `number` counts the packings of a line: two packers who saw the same one can't both follow it.
    """

    line = models.ForeignKey("storefront.HouseholdLine", on_delete=models.PROTECT, related_name="packings")
    number = models.PositiveSmallIntegerField()
    packs_packed = models.PositiveIntegerField()
    packs_short = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)

    objects = BoxPackedQuerySet.as_manager()

    class Meta:
        verbose_name = "packing of a box"
        verbose_name_plural = "packings of boxes"
        ordering = ["line", "number"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="a_box_packing_follows_the_one_that_was_seen"),
            models.CheckConstraint(condition=Q(packs_short=0) | ~Q(fault=""), name="what_is_short_in_a_box_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.packs_packed} packed, {self.packs_short} short of {self.line}"


class ShortBox(AppendOnlyRow):
    """What a household is not charged for, because it did not get it. A later one adds to those before it.

    A doorstep round's fee is in it once nothing of the order was given. `number` counts them: of two people who saw the
    same one, the second is asked to look again.
    """

    household_order = models.ForeignKey("storefront.HouseholdOrder", on_delete=models.PROTECT, related_name="shorts")
    number = models.PositiveSmallIntegerField()
    net_pence = models.PositiveIntegerField()
    vat_pence = models.PositiveIntegerField()
    fee_pence = models.PositiveIntegerField(default=0)
    total_pence = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "short boxes"
        ordering = ["household_order", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["household_order", "number"], name="a_short_box_follows_the_one_that_was_seen"
            ),
            models.CheckConstraint(
                condition=Q(total_pence=F("net_pence") + F("vat_pence") + F("fee_pence")),
                name="what_is_not_charged_is_net_and_vat_and_fee",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_order}, short {self.number}"

    @property
    def refund_key(self) -> str:
        """Under which the money goes back to a card, once."""
        return f"short-box:{self.pk}"


class ShortBoxLine(AppendOnlyRow):
    """Packs of one line that the household did not get, and why."""

    short = models.ForeignKey(ShortBox, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey("storefront.HouseholdLine", on_delete=models.PROTECT, related_name="not_given")
    packs = models.PositiveIntegerField()
    fault = models.CharField(max_length=60)

    objects = ShortBoxLineQuerySet.as_manager()

    class Meta:
        ordering = ["short", "line"]
        constraints = [
            models.UniqueConstraint(fields=["short", "line"], name="a_line_once_in_a_short_box"),
            models.CheckConstraint(condition=Q(packs__gte=1), name="a_short_line_lacks_something"),
            models.CheckConstraint(condition=~Q(fault=""), name="a_short_line_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} of {self.line}: {self.fault}"

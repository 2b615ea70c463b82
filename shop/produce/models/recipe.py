"""What a processor makes of what, and what may stand in for what."""

from django.db import models
from django.db.models import F, Q

from shop.rows.scoping import OfHub


class Recipe(models.Model):
    """A processor turns an input specification into packs of another, with a yield.

    Output base units = input base units x `yield_permille` / 1000, rounded down over the day's pooled input.
    """

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="recipes")
    processor = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="recipes")
    place = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="recipes")
    input_specification = models.ForeignKey(
        "produce.Specification", on_delete=models.PROTECT, related_name="recipes_from"
    )
    output_pack = models.ForeignKey("produce.Pack", on_delete=models.PROTECT, related_name="recipes_to")
    yield_permille = models.PositiveIntegerField()
    capacity_base = models.PositiveIntegerField(help_text="Output base units the line can make for one delivery day.")
    minimum_input_base = models.PositiveIntegerField(default=0)
    fee_pence = models.PositiveIntegerField(help_text="Paid to the processor per output pack.")
    hours_needed = models.PositiveSmallIntegerField(default=3)

    objects = OfHub.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["processor", "input_specification", "output_pack"],
                name="recipe_once_per_processor",
                violation_error_message="The processor makes this pack of this already.",
            ),
            models.CheckConstraint(
                condition=Q(yield_permille__range=(1, 5000)),
                name="a_yield_is_plausible",
                violation_error_message="A yield is between 1 and 5000 permille.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.processor}: {self.input_specification} to {self.output_pack}"


class Substitute(models.Model):
    """A pack the hub accepts in place of another when the order's substitution rule allows it; tier 1 first."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="substitutes")
    wanted = models.ForeignKey("produce.Pack", on_delete=models.CASCADE, related_name="substitutes")
    instead = models.ForeignKey("produce.Pack", on_delete=models.CASCADE, related_name="stands_in_for")
    tier = models.PositiveSmallIntegerField(default=1)

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["wanted", "tier"]
        constraints = [
            models.UniqueConstraint(
                fields=["wanted", "instead"],
                name="substitute_once",
                violation_error_message="This pack stands in for the other already.",
            ),
            models.CheckConstraint(
                condition=~Q(wanted=F("instead")),
                name="a_substitute_is_another_pack",
                violation_error_message="A pack can't stand in for itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instead} for {self.wanted}"

"""Drivers' hours as data, with the vans and the days for which they hold and where they are written."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class DrivingRuleQuerySet(models.QuerySet["DrivingRule"]):
    """Drivers' hours; they are the same for every hub."""

    def holding_on(self, day: date) -> Self:
        """Rules that hold on `day`, the one that began last at the end."""
        still_holds = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(still_holds, valid_from__lte=day).order_by("valid_from", "id")


class DrivingRule(models.Model):
    """How long a driver may drive a van of that gross weight in a day, and after how long a break is due.

    `duty_limit_s` is the longest day at work and `driving_limit_s` the longest at the wheel, in seconds. After
    `break_after_s` at the wheel `break_s` of rest are due; both are empty where no break is prescribed.
    """

    name = models.CharField(max_length=60)
    above_kg = models.PositiveIntegerField(default=0, help_text="For vans of more gross weight than this.")
    up_to_kg = models.PositiveIntegerField(null=True, blank=True, help_text="And up to this; empty for any more.")
    driving_limit_s = models.PositiveIntegerField()
    duty_limit_s = models.PositiveIntegerField(null=True, blank=True)
    break_after_s = models.PositiveIntegerField(null=True, blank=True)
    break_s = models.PositiveIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    objects = DrivingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["above_kg", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="driving_rule_once_per_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_driving_rule_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(up_to_kg=None) | Q(up_to_kg__gt=F("above_kg")), name="a_driving_rule_is_for_some_weight"
            ),
            models.CheckConstraint(
                condition=Q(break_after_s=None, break_s=None)
                | Q(break_after_s__isnull=False, break_s__isnull=False, break_after_s__gte=1, break_s__gte=1),
                name="a_break_has_its_length_and_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from}"

    def is_for(self, gross_weight_kg: int) -> bool:
        """Whether the rule is for vans of that weight."""
        return self.above_kg < gross_weight_kg and (self.up_to_kg is None or gross_weight_kg <= self.up_to_kg)


def rule_for(rules: Iterable[DrivingRule], gross_weight_kg: int) -> DrivingRule | None:
    """The last of the rules that is for vans of that weight; None where nothing is prescribed."""
    found = None
    for rule in rules:
        found = rule if rule.is_for(gross_weight_kg) else found
    return found

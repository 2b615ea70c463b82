"""The hub: everything else belongs to one."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q


class Hub(models.Model):
    """One food hub. Two hubs in one installation see nothing of each other.

    `road_circuity_permille` and `road_speed_kmh` turn a great-circle distance into road metres and seconds where no
    map is at hand (defaults 1.35 and 50 km/h: docs/algorithms/routing.md gives their measured error).
    """

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    currency = models.CharField(max_length=3, default="GBP")
    time_zone = models.CharField(max_length=40, default="Europe/London")
    road_circuity_permille = models.PositiveIntegerField(default=1350, validators=[MinValueValidator(1000)])
    road_speed_kmh = models.PositiveIntegerField(default=50, validators=[MinValueValidator(1)])
    invitation_valid_days = models.PositiveSmallIntegerField(default=14, validators=[MinValueValidator(1)])

    second_factor_from = models.DateField(
        null=True,
        blank=True,
        help_text="From this day on the hub's coordinators need a second factor, whatever the server asks for.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(road_circuity_permille__gte=1000),
                name="a_road_is_never_shorter_than_the_great_circle",
            ),
            models.CheckConstraint(condition=Q(road_speed_kmh__gte=1), name="a_van_moves"),
        ]

    def __str__(self) -> str:
        return self.name

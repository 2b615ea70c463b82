"""Road distances that were asked for once and are kept."""

from django.db import models


class TravelLeg(models.Model):
    """Metres and seconds from one point to another (micro-degrees), from a named road engine and map."""

    source = models.CharField(max_length=80, help_text="Which engine on which map; a new map is a new source.")
    from_latitude_e6 = models.IntegerField()
    from_longitude_e6 = models.IntegerField()
    to_latitude_e6 = models.IntegerField()
    to_longitude_e6 = models.IntegerField()
    distance_m = models.PositiveIntegerField()
    travel_s = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "source",
                    "from_latitude_e6",
                    "from_longitude_e6",
                    "to_latitude_e6",
                    "to_longitude_e6",
                ],
                name="leg_once_per_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.distance_m} m, {self.travel_s} s ({self.source})"

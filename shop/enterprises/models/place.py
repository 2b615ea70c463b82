"""Places: an address, a point, windows, and what a driver must know."""

from django.db import models
from django.db.models import F, Q

from shop.enterprises.queries import PlaceQuerySet


class Place(models.Model):
    """Where goods are picked up or handed over.

    Serving it takes `service_fixed_s` once a visit plus `service_per_crate_s` for each crate.
    """

    class PositionSource(models.TextChoices):
        GIVEN = "given", "given coordinates"
        POSTCODE = "postcode", "full postcode"
        OUTCODE = "outcode", "outcode (approximate)"
        TOWN = "town", "town or village (approximate)"
        GEOCODER = "geocoder", "address look-up"
        MAP = "map", "point on the map"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="places")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=160)
    reference = models.CharField(
        max_length=80,
        blank=True,
        help_text="The name of this row in the list it came from.",
    )
    address = models.CharField(max_length=240, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6)
    longitude = models.DecimalField(max_digits=9, decimal_places=6)
    position_source = models.CharField(max_length=10, choices=PositionSource)
    access_notes = models.TextField(blank=True)
    service_fixed_s = models.PositiveIntegerField(default=420)
    service_per_crate_s = models.PositiveIntegerField(default=30)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "reference"],
                condition=~Q(reference=""),
                name="place_reference_once_per_hub",
                violation_error_message="The hub has a place with this reference.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)),
                name="latitude_is_on_the_globe",
                violation_error_message="A latitude is between -90 and 90 degrees.",
            ),
            models.CheckConstraint(
                condition=Q(longitude__range=(-180, 180)),
                name="longitude_is_on_the_globe",
                violation_error_message="A longitude is between -180 and 180 degrees.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_approximate(self) -> bool:
        """Whether the point is only the middle of an outcode or of a town."""
        return self.position_source in (self.PositionSource.OUTCODE, self.PositionSource.TOWN)


class PlaceWindow(models.Model):
    """Local opening hours of a place for vans; `weekday` 0 is Monday, empty is every day."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="a_window_closes_after_it_opens",
                violation_error_message="A window closes after it opens.",
            ),
            models.CheckConstraint(
                condition=Q(weekday=None) | Q(weekday__range=(0, 6)),
                name="a_weekday_is_monday_to_sunday",
                violation_error_message="A weekday is 0 (Monday) to 6 (Sunday).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

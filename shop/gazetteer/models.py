"""The gazetteer's own table: postcodes, outcodes and named places, with where they lie."""

from django.db import models


class GazetteerEntry(models.Model):
    """One name and its point (WGS 84). An outcode's point is the mean of its postcodes: approximate."""

    class Kind(models.TextChoices):
        POSTCODE = "postcode", "full postcode"
        OUTCODE = "outcode", "outcode (approximate)"
        TOWN = "town", "town or village"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=80, help_text="Upper case, no spaces: PE94AR, LE15, OAKHAM.")
    name = models.CharField(max_length=80)
    latitude = models.DecimalField(max_digits=9, decimal_places=6)
    longitude = models.DecimalField(max_digits=9, decimal_places=6)
    source = models.CharField(max_length=80)

    class Meta:
        verbose_name_plural = "gazetteer entries"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="gazetteer_key_once_per_kind")]

    def __str__(self) -> str:
        return self.name

"""VAT rates as data, with the days on which they hold and where they are written."""

from django.db import models
from django.db.models import F, Q


class VatRate(models.Model):
    """A VAT code's rate from a day on (`Z` zero-rated food, `S` standard)."""

    code = models.CharField(max_length=2)
    rate_permille = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="vat_rate_once_per_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_vat_rate_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.rate_permille / 10:g} % from {self.valid_from}"

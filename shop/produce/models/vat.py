"""VAT rates as data, with the days on which they hold and where they are written."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from shop.produce.errors import NoVatRate


class VatRateQuerySet(models.QuerySet["VatRate"]):
    """VAT rates; they are the same for every hub."""

    def holding_on(self, day: date) -> Self:
        """Rates that hold on `day`; of two for one code the later one comes last."""
        still_holds = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(still_holds, valid_from__lte=day).order_by("code", "valid_from")

    def permille_on(self, day: date) -> dict[str, int]:
        """Code to rate on `day`, in one query."""
        return dict(self.holding_on(day).values_list("code", "rate_permille"))

    def rate_on(self, *, code: str, day: date) -> int:
        """The rate of `code` on `day`, in tenths of a per cent. Raises NoVatRate."""
        rates = self.permille_on(day)
        if code not in rates:
            raise NoVatRate(f"There is no VAT rate “{code}” for {day:%d %B %Y}.")
        return rates[code]


class VatRate(models.Model):
    """A VAT code's rate from a day on (`Z` zero-rated food, `R` reduced, `S` standard)."""

    code = models.CharField(max_length=2)
    rate_permille = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    objects = VatRateQuerySet.as_manager()

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

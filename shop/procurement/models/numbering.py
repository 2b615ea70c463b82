"""Number series: what an order, an invoice or a statement is called in its hub's books."""

from django.db import models

from shop.rows.scoping import OfHub


class NumberSeries(models.Model):
    """The next number of a hub's series; taken under the row's lock, so that there are no gaps and no doubles."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="number_series")
    name = models.CharField(max_length=20)
    next_number = models.PositiveIntegerField(default=1)

    objects = OfHub.as_manager()

    class Meta:
        verbose_name_plural = "number series"
        constraints = [models.UniqueConstraint(fields=["hub", "name"], name="series_once_per_hub")]

    def __str__(self) -> str:
        return f"{self.name} {self.next_number}"

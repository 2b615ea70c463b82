"""A hub's shop on a website, and what growers say of themselves in it."""

from django.db import models
from django.db.models import Q

from shop.rows.scoping import OfHub


class ShopFront(models.Model):
    """A hub sells to households on one website: at the grower's price times `margin_permille`, before VAT."""

    hub = models.OneToOneField("enterprises.Hub", on_delete=models.PROTECT, related_name="shop_front")
    site = models.OneToOneField("sites.Site", on_delete=models.PROTECT, related_name="shop_front")
    margin_permille = models.PositiveIntegerField(default=1250, help_text="1250: a grower's £1.00 is sold at £1.25.")
    is_open = models.BooleanField(default=True)

    objects = OfHub.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(margin_permille__range=(1000, 5000)),
                name="a_margin_is_neither_a_loss_nor_a_slip",
                violation_error_message="A margin is between 1000 and 5000 permille.",
            )
        ]

    def __str__(self) -> str:
        return f"Shop of {self.hub}"


class GrowerStory(models.Model):
    """What a grower tells households, in their own words."""

    grower = models.OneToOneField("enterprises.Enterprise", on_delete=models.CASCADE, related_name="story")
    village = models.CharField(max_length=80, blank=True)
    words = models.TextField()

    class Meta:
        verbose_name_plural = "grower stories"

    def __str__(self) -> str:
        return f"Story of {self.grower}"

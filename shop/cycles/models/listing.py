"""A listing: what a grower puts on sale for a delivery day."""

from django.db import models
from django.db.models import F, Q

from shop.cycles.queries import ListingQuerySet


class Listing(models.Model):
    """Packs of a lot, at the grower's own price, and which channel may take how many.

    `packs_shop` only households, `packs_bulk` only bulk buyers, `packs_either` whoever comes first; what the shop
    did not sell falls to bulk at close. The lot's stock bounds all of them.
    """

    class Handover(models.TextChoices):
        COLLECTED = "collected", "a van collects"
        BROUGHT_IN = "brought_in", "the grower brings it to the hub"

    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.PROTECT, related_name="listings")
    grower = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="listings")
    place = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="listings")
    lot = models.ForeignKey("supply.Lot", on_delete=models.PROTECT, related_name="listings")
    pack = models.ForeignKey("produce.Pack", on_delete=models.PROTECT, related_name="listings")
    price_pence = models.PositiveIntegerField(help_text="What the grower is paid per pack.")
    packs_shop = models.PositiveIntegerField(default=0)
    packs_bulk = models.PositiveIntegerField(default=0)
    packs_either = models.PositiveIntegerField(default=0)
    minimum_packs = models.PositiveIntegerField(default=0, help_text="Fewer than this and nothing is taken.")
    handover = models.CharField(max_length=10, choices=Handover, default=Handover.COLLECTED)
    ready_from = models.DateTimeField()
    ready_until = models.DateTimeField()
    social_score = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery_day", "lot", "pack"],
                condition=Q(withdrawn_at=None),
                name="listing_once_per_lot_and_pack",
            ),
            models.CheckConstraint(
                condition=Q(packs_shop__gt=0) | Q(packs_bulk__gt=0) | Q(packs_either__gt=0),
                name="a_listing_lists_something",
            ),
            models.CheckConstraint(
                condition=Q(minimum_packs__lte=F("packs_shop") + F("packs_bulk") + F("packs_either")),
                name="a_minimum_can_be_met",
            ),
            models.CheckConstraint(
                condition=Q(ready_until__gt=F("ready_from")),
                name="ready_until_after_ready_from",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack} from {self.grower}"

    @property
    def packs_for_bulk(self) -> int:
        """Packs that bulk buyers may take once ordering has closed (what the shop sold is out of the lot's stock)."""
        return self.packs_shop + self.packs_bulk + self.packs_either

"""What a household ordered: facts of ours beside Oscar's order, frozen when it was placed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.rows.append_only import AppendOnlyRow
from shop.rows.moves import Moves
from shop.storefront.queries import HouseholdLineQuerySet, HouseholdOrderQuerySet


class HouseholdOrder(models.Model):
    """One order for one delivery day and handover point. It may be cancelled until the day's cut-off."""

    class Status(models.TextChoices):
        PLACED = "placed", "placed"
        CANCELLED = "cancelled", "cancelled"

    class Payment(models.TextChoices):
        ACCOUNT = "account", "on account"
        AT_HANDOVER = "at_handover", "when you get it"
        CARD = "card", "by card"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="household_orders")
    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.PROTECT, related_name="household_orders")
    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="household_order")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="household_orders"
    )
    point = models.ForeignKey("storefront.HandoverPoint", on_delete=models.PROTECT, related_name="orders")
    name = models.CharField(max_length=80)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    door = models.CharField(max_length=240, blank=True, help_text="Where a round brings it.")
    payment = models.CharField(max_length=12, choices=Payment)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLACED)
    net_pence = models.PositiveIntegerField()
    vat_pence = models.PositiveIntegerField()
    fee_pence = models.PositiveIntegerField(default=0)
    total_pence = models.PositiveIntegerField()
    client_key = models.UUIDField(unique=True)
    placed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = HouseholdOrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_pence=models.F("net_pence") + models.F("vat_pence") + models.F("fee_pence")),
                name="a_total_is_net_and_vat_and_fee",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at=None)),
                name="a_cancelled_order_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Order {self.order.number}"

    @property
    def not_charged_pence(self) -> int:
        """What is not charged, because it was not given."""
        return sum(short.total_pence for short in self.shorts.all())

    @property
    def charged_pence(self) -> int:
        """What the household pays in the end: the total less what it did not get."""
        return self.total_pence - self.not_charged_pence


MOVES: Moves = {HouseholdOrder.Status.PLACED: frozenset({HouseholdOrder.Status.CANCELLED})}


class HouseholdLine(AppendOnlyRow):
    """Packs of one listing, with price, VAT, specification, allergens and pack as they were."""

    household_order = models.ForeignKey(HouseholdOrder, on_delete=models.PROTECT, related_name="lines")
    order_line = models.OneToOneField("order.Line", on_delete=models.PROTECT, related_name="household_line")
    listing = models.ForeignKey("cycles.Listing", on_delete=models.PROTECT, related_name="household_lines")
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField(help_text="Per pack, VAT included.")
    grower_pence = models.PositiveIntegerField(help_text="What the grower is paid per pack.")
    vat_code = models.CharField(max_length=2)
    vat_permille = models.PositiveIntegerField()
    specification_text = models.CharField(max_length=200)
    pack_text = models.CharField(max_length=60)
    pack_base = models.PositiveIntegerField()
    grower_text = models.CharField(max_length=160)
    allergens = models.JSONField(
        default=dict, help_text="Allergen code to presence; a code that is missing is unknown."
    )

    objects = HouseholdLineQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["household_order", "listing"], name="listing_once_per_household_order"),
            models.CheckConstraint(condition=Q(packs__gte=1), name="a_household_line_orders_something"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} x {self.specification_text}, {self.pack_text}"

    @property
    def total_pence(self) -> int:
        """Packs times price, VAT included."""
        return self.packs * self.price_pence

    @property
    def packs_not_given(self) -> int:
        """Packs that the household did not get."""
        return sum(each.packs for each in self.not_given.all())

    @property
    def packs_given(self) -> int:
        """Packs that the household got, or is to get."""
        return self.packs - self.packs_not_given

    @property
    def reservation_key(self) -> str:
        """Under which supply holds these packs; it begins like all of the day's, so that they leave together."""
        day = self.household_order.delivery_day_id
        return f"day:{day}:household:{self.household_order.order.number}:listing:{self.listing_id}"

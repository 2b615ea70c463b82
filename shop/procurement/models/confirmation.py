"""What confirmation froze: to the kitchen, and to the grower. Later edits never show in these rows."""

from django.db import models
from django.db.models import Q

from shop.procurement.queries import ConfirmationQuerySet, PurchaseQuerySet
from shop.rows.append_only import AppendOnlyRow


class LineConfirmation(AppendOnlyRow):
    """Packs promised to a kitchen, with price, VAT, specification, allergens and pack as they were.

    Late changes are rows of their own: read `objects.standing()` for what is promised now.
    """

    order_line = models.ForeignKey(
        "procurement.BulkOrderLine",
        on_delete=models.PROTECT,
        related_name="confirmations",
    )
    pack = models.ForeignKey("produce.Pack", on_delete=models.PROTECT)
    run = models.ForeignKey(
        "procurement.AllocationRun",
        on_delete=models.PROTECT,
        related_name="confirmations",
    )
    packs = models.PositiveIntegerField()
    fills = models.PositiveIntegerField(
        help_text="Ordered packs that these stand for; differs for a substitute's pack."
    )
    price_pence = models.PositiveIntegerField()
    vat_code = models.CharField(max_length=2)
    vat_permille = models.PositiveIntegerField()
    specification_text = models.CharField(max_length=200)
    pack_text = models.CharField(max_length=60)
    pack_base = models.PositiveIntegerField()
    allergens = models.JSONField(
        default=dict,
        help_text="Allergen code to presence; a code that is missing is unknown.",
    )
    confirmed_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "procurement.LateChange",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The late change that began this line, with no packs of its own.",
    )

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_line", "pack"], name="confirmed_once_per_line_and_pack"),
            models.CheckConstraint(
                condition=Q(packs__gte=1, fills__gte=1) | Q(opened_by__isnull=False, packs=0, fills=0),
                name="a_confirmation_promises_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.packs} x {self.specification_text}, {self.pack_text}"


class PurchaseLine(AppendOnlyRow):
    """Packs bought of a grower's listing (or made by a processor's recipe) at a fixed price.

    Late changes are rows of their own: read `objects.standing()` for what is bought now.
    """

    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.PROTECT, related_name="purchase_lines")
    run = models.ForeignKey(
        "procurement.AllocationRun",
        on_delete=models.PROTECT,
        related_name="purchase_lines",
    )
    seller = models.ForeignKey(
        "enterprises.Enterprise",
        on_delete=models.PROTECT,
        related_name="purchase_lines",
    )
    listing = models.OneToOneField(
        "cycles.Listing",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="purchase_line",
    )
    recipe = models.ForeignKey(
        "produce.Recipe",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="purchase_lines",
    )
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField()
    product_text = models.CharField(max_length=260)
    confirmed_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "procurement.LateChange",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The late change that began this line, with no packs of its own.",
    )

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(listing=None, recipe__isnull=False) | Q(listing__isnull=False, recipe=None),
                name="bought_from_a_listing_or_a_recipe",
            ),
            models.UniqueConstraint(
                fields=["delivery_day", "recipe"],
                condition=Q(recipe__isnull=False),
                name="recipe_bought_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(packs__gte=1) | Q(opened_by__isnull=False, packs=0),
                name="a_purchase_buys_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.packs} x {self.product_text} from {self.seller}"

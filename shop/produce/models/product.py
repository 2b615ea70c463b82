"""Product, specification, pack: what it is, in which form, in which size."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.rows.scoping import OfHub


class Product(models.Model):
    """Carrots. Measured in one base unit everywhere: gram, millilitre or each."""

    class BaseUnit(models.TextChoices):
        GRAM = "g", "g"
        MILLILITRE = "ml", "ml"
        EACH = "each", "each"

    class Category(models.TextChoices):
        VEGETABLES = "vegetables", _("Vegetables")
        FRUIT = "fruit", _("Fruit")
        DAIRY = "dairy", _("Dairy")
        EGGS = "eggs", _("Eggs")
        MEAT = "meat", _("Meat")
        BAKERY = "bakery", _("Bakery")
        DRY = "dry", _("Flour, pulses and dry goods")
        LARDER = "larder", _("Larder")

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=12, choices=Category)
    base_unit = models.CharField(max_length=4, choices=BaseUnit)
    season_months = models.JSONField(default=list, blank=True, help_text="Months 1 to 12; an empty list is all year.")
    vat_code = models.CharField(max_length=2, default="Z")

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "name"],
                name="product_name_once_per_hub",
                violation_error_message="The hub has a product of this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SpecificationQuerySet(OfHub):
    """Specifications of a hub's products."""

    hub_path = "product__hub"


class Specification(models.Model):
    """Carrots, diced 10 mm, class II, chilled: what an institution orders."""

    class TemperatureClass(models.TextChoices):
        AMBIENT = "ambient", "ambient"
        CHILLED = "chilled", "chilled"
        FROZEN = "frozen", "frozen"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="specifications")
    cut = models.CharField(max_length=40, default="whole")
    grade = models.CharField(max_length=20, blank=True)
    temperature_class = models.CharField(max_length=8, choices=TemperatureClass, default=TemperatureClass.AMBIENT)
    is_processed = models.BooleanField(default=False)

    objects = SpecificationQuerySet.as_manager()

    class Meta:
        ordering = ["product__name", "cut", "grade"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "cut", "grade"],
                name="specification_once",
                violation_error_message="The product has a specification of this cut and grade.",
            )
        ]

    def __str__(self) -> str:
        detail = [part for part in (self.cut if self.cut != "whole" else "", self.grade) if part]
        return ", ".join([str(self.product), *detail])


class PackQuerySet(OfHub):
    """Packs of a hub's specifications."""

    hub_path = "specification__product__hub"

    def named(self) -> "PackQuerySet":
        """Specification and product come along, so that a pack can say its name."""
        return self.select_related("specification__product")


class Pack(models.Model):
    """A 10 kg crate: a view on stock that is held in base units."""

    specification = models.ForeignKey(Specification, on_delete=models.PROTECT, related_name="packs")
    name = models.CharField(max_length=60)
    quantity_base = models.PositiveIntegerField()
    gross_weight_g = models.PositiveIntegerField()
    packs_per_crate = models.PositiveSmallIntegerField(default=1)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["specification", "quantity_base"]
        constraints = [
            models.UniqueConstraint(
                fields=["specification", "name"],
                name="pack_name_once",
                violation_error_message="The specification has a pack of this name.",
            ),
            models.CheckConstraint(
                condition=Q(quantity_base__gte=1),
                name="a_pack_holds_something",
                violation_error_message="A pack holds something.",
            ),
            models.CheckConstraint(
                condition=Q(gross_weight_g__gte=1),
                name="a_pack_weighs_something",
                violation_error_message="A pack weighs something.",
            ),
            models.CheckConstraint(
                condition=Q(packs_per_crate__gte=1),
                name="a_crate_takes_a_pack",
                violation_error_message="A crate takes at least one pack.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specification}, {self.name}"

    def crates_for(self, packs: int) -> int:
        """Crates that `packs` of this pack fill, the last one counted whole."""
        return -(-packs // self.packs_per_crate)

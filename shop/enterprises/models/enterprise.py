"""An enterprise: grower, processor, hub, buyer or back-up wholesaler."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.enterprises.queries import EnterpriseQuerySet


class Enterprise(models.Model):
    """A business or institution that belongs to one hub.

    `entitlement` weighs a buyer's fair share under shortage (contract meals a day; never what was asked).
    `claim` is the published order of claim between buyers: lower is served first. `share_class` is the buyer's class,
    counted from 0 in the hub's published order, where the hub shares a shortage by classes.
    """

    class Kind(models.TextChoices):
        GROWER = "grower", _("grower")
        PROCESSOR = "processor", _("processor")
        HUB = "hub", _("hub")
        BUYER = "buyer", _("buyer")
        WHOLESALER = "wholesaler", _("back-up wholesaler")

    class Regime(models.TextChoices):
        """Who buys decides which procurement rules hold (Procurement Act 2023, ss. 84 and following)."""

        SCHOOL = "school", "school"
        SUB_CENTRAL = "sub_central", "council or other sub-central body"
        CENTRAL_INCL_NHS = "central_incl_nhs_trust", "central government or NHS trust"
        PRIVATE = "private", "private"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="enterprises")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80)
    reference = models.CharField(
        max_length=80,
        blank=True,
        help_text="The name of this row in the list it came from.",
    )
    email = models.EmailField(blank=True, help_text="Whoever has none is rung up.")
    phone = models.CharField(max_length=40, blank=True)
    regime = models.CharField(max_length=24, choices=Regime, default=Regime.PRIVATE)
    term_calendar = models.ForeignKey(
        "enterprises.TermCalendar",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
    )
    entitlement = models.PositiveIntegerField(default=1)
    claim = models.PositiveSmallIntegerField(default=2)
    share_class = models.PositiveSmallIntegerField(default=0)
    minimum_pickup_value_pence = models.PositiveIntegerField(
        default=0,
        help_text="A pickup worth less than this is not made: two crates pay nobody's diesel.",
    )
    is_newcomer = models.BooleanField(default=False)
    is_vat_registered = models.BooleanField(default=False)
    joined_on = models.DateField()

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "slug"], name="enterprise_slug_once_per_hub"),
            models.UniqueConstraint(
                fields=["hub", "kind", "reference"],
                condition=~Q(reference=""),
                name="enterprise_reference_once_per_kind",
                violation_error_message="The hub has an enterprise of this kind with this reference.",
            ),
            models.CheckConstraint(
                condition=Q(entitlement__gte=1),
                name="an_entitlement_is_at_least_one",
                violation_error_message="An entitlement is at least one.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

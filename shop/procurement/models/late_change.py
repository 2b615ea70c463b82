"""A late change: what is phoned in after the cut-off. A new fact beside the confirmation, which stays as it was."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.procurement.models.delivery import FaultBearer
from shop.procurement.queries import LateChangeLineQuerySet
from shop.rows.append_only import AppendOnlyQuerySet, AppendOnlyRow


class LateChangeQuerySet(AppendOnlyQuerySet):
    """Late changes of a hub."""

    hub_path = "delivery_day__cycle__hub"


class LateChange(AppendOnlyRow):
    """One call: why, who entered it, and who bears what is taken off.

    Borne by the seller, packs that nobody gets any more go back on sale and are not paid; borne by the hub, they are.
    """

    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.PROTECT, related_name="late_changes")
    why = models.CharField(max_length=160)
    borne_by = models.CharField(max_length=8, choices=FaultBearer.Bearer)
    client_key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    forgettable: ClassVar = ("why",)
    objects = LateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="a_late_change_says_why")]

    def __str__(self) -> str:
        return f"Late change for {self.delivery_day}: {self.why}"


class LateChangeLine(AppendOnlyRow):
    """Packs that a kitchen gets more (or, negative, fewer) of a purchase, and by how much that purchase changes.

    What stands of a confirmation is its packs and all its lines' `packs_by`; what stands of a purchase is its packs
    and all its lines' `bought_by`. Where the two differ the hub has bought packs that nobody gets, or hands them on.
    """

    late_change = models.ForeignKey(LateChange, on_delete=models.PROTECT, related_name="lines")
    confirmation = models.ForeignKey(
        "procurement.LineConfirmation", on_delete=models.PROTECT, related_name="late_change_lines"
    )
    purchase = models.ForeignKey("procurement.PurchaseLine", on_delete=models.PROTECT, related_name="late_change_lines")
    packs_by = models.IntegerField()
    bought_by = models.IntegerField()

    objects = LateChangeLineQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["late_change", "confirmation", "purchase"], name="changed_once_per_line_and_purchase"
            ),
            models.CheckConstraint(condition=~Q(packs_by=0), name="a_late_change_line_changes_something"),
            models.CheckConstraint(
                condition=Q(bought_by__gte=0, bought_by__lte=F("packs_by"))
                | Q(bought_by__lte=0, bought_by__gte=F("packs_by")),
                name="no_more_is_bought_or_given_back_than_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.packs_by:+d} of {self.confirmation}"

"""What a run of the allocation shared out. Its rows never change; a pointer per delivery day names the current run."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.procurement.queries import AllocationRunQuerySet, OfRunQuerySet
from shop.rows.append_only import AppendOnlyRow


class AllocationRun(AppendOnlyRow):
    """One answer to one snapshot of demand and listings, and what it superseded and why."""

    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.PROTECT, related_name="allocation_runs")
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the problem that was solved.")
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    why = models.CharField(max_length=200, blank=True)
    solver_status = models.CharField(max_length=20)
    objective = models.JSONField(default=dict, help_text="Each level's value, bound and gap.")
    problem = models.JSONField(help_text="The snapshot, so that the judge can be asked again.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    objects = AllocationRunQuerySet.as_manager()

    class Meta:
        ordering = ["delivery_day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery_day", "number"], name="allocation_run_number_once"),
        ]

    def __str__(self) -> str:
        return f"Allocation {self.number} for {self.delivery_day}"


class CurrentAllocation(models.Model):
    """The pointer: which run stands for a delivery day."""

    delivery_day = models.OneToOneField(
        "cycles.DeliveryDay",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="current_allocation",
    )
    run = models.ForeignKey(AllocationRun, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.run)


class Demand(AppendOnlyRow):
    """All kitchens' lines for one pack added up."""

    run = models.ForeignKey(AllocationRun, on_delete=models.CASCADE, related_name="demands")
    pack = models.ForeignKey("produce.Pack", on_delete=models.PROTECT)
    packs_wanted = models.PositiveIntegerField()
    packs_filled = models.PositiveIntegerField()

    objects = OfRunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "pack"], name="demand_once_per_run_and_pack")]

    def __str__(self) -> str:
        return f"{self.packs_filled} of {self.packs_wanted} {self.pack}"


class Reasoned(AppendOnlyRow):
    """A row that says why: a code, the numbers that bound it, and plain words."""

    reason_code = models.CharField(max_length=40)
    reason_numbers = models.JSONField(default=dict)
    reason_text = models.TextField()

    class Meta:
        abstract = True


class AllocationLine(Reasoned):
    """Packs for one order line, from one grower's listing or out of one processor's recipe."""

    run = models.ForeignKey(AllocationRun, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(
        "procurement.BulkOrderLine",
        on_delete=models.PROTECT,
        related_name="allocation_lines",
    )
    listing = models.ForeignKey(
        "cycles.Listing",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="allocation_lines",
    )
    recipe = models.ForeignKey(
        "produce.Recipe",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="allocation_lines",
    )
    pack = models.ForeignKey("produce.Pack", on_delete=models.PROTECT, help_text="Differs for a substitute.")
    packs = models.PositiveIntegerField()
    fills = models.PositiveIntegerField(
        help_text="Ordered packs that these stand for: four 2.5 kg bags fill one crate."
    )
    price_pence = models.PositiveIntegerField(help_text="What the grower (or the processor, as fee) gets per pack.")

    objects = OfRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(listing=None, recipe__isnull=False) | Q(listing__isnull=False, recipe=None),
                name="a_line_comes_from_a_listing_or_a_recipe",
            ),
            models.CheckConstraint(condition=Q(packs__gte=1, fills__gte=1), name="an_allocation_allocates_something"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} x {self.pack}"


class ProcessingInput(AppendOnlyRow):
    """Packs of a listing that go to a processor for a recipe."""

    run = models.ForeignKey(AllocationRun, on_delete=models.CASCADE, related_name="processing_inputs")
    recipe = models.ForeignKey("produce.Recipe", on_delete=models.PROTECT, related_name="processing_inputs")
    listing = models.ForeignKey("cycles.Listing", on_delete=models.PROTECT, related_name="processing_inputs")
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField()

    objects = OfRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "recipe", "listing"], name="processing_input_once"),
            models.CheckConstraint(condition=Q(packs__gte=1), name="a_processing_input_takes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} x {self.listing} for {self.recipe}"


class Shortage(Reasoned):
    """Packs of an order line that nobody could supply."""

    run = models.ForeignKey(AllocationRun, on_delete=models.CASCADE, related_name="shortages")
    order_line = models.ForeignKey("procurement.BulkOrderLine", on_delete=models.PROTECT, related_name="shortages")
    packs = models.PositiveIntegerField()

    objects = OfRunQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(packs__gte=1), name="a_shortage_is_short_of_something")]

    def __str__(self) -> str:
        return f"{self.packs} short of {self.order_line}"

"""What a grower says to what was shared out to them."""

from django.conf import settings
from django.db import models

from shop.procurement.queries import GrowerAnswerQuerySet


class GrowerAnswer(models.Model):
    """One answer per run and listing: accept, shorten to so many packs, or decline."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        SHORTENED = "shortened", "shortened"
        DECLINED = "declined", "declined"

    run = models.ForeignKey("procurement.AllocationRun", on_delete=models.PROTECT, related_name="answers")
    listing = models.ForeignKey("cycles.Listing", on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=10, choices=Answer)
    packs = models.PositiveIntegerField(help_text="Packs of the listing that the grower will deliver in all.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    on_behalf = models.BooleanField(default=False)

    objects = GrowerAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "listing"], name="one_answer_per_run_and_listing")]

    def __str__(self) -> str:
        return f"{self.listing}: {self.get_answer_display()} {self.packs}"

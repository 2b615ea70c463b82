"""The hub's published rules for sharing out and moving; a hub without a row goes by the defaults."""

from django.db import models

from shop.rows.scoping import OfHub


class PlanningRules(models.Model):
    """What the coordinator may change about how the day is run, each with its unit.

    `silence_means` says how a grower's silence is read once answers are due. `memory_days` is how far back fair shares
    are remembered. A direct run from farm to kitchen is kept only where it saves more than `direct_saving_pence`.
    """

    class Silence(models.TextChoices):
        ACCEPTED = "accepted", "taken as accepted, and on the call list"
        DECLINED = "declined", "taken as declined, and on the call list"

    class Sharing(models.TextChoices):
        MAX_MIN = "max_min", "the smallest share first"
        PRO_RATA = "pro_rata", "in proportion"

    hub = models.OneToOneField("enterprises.Hub", on_delete=models.CASCADE, related_name="planning_rules")
    silence_means = models.CharField(max_length=8, choices=Silence, default=Silence.ACCEPTED)
    memory_days = models.PositiveSmallIntegerField(default=84)
    shortage_rule = models.CharField(max_length=8, choices=Sharing, default=Sharing.MAX_MIN)
    grower_rule = models.CharField(max_length=8, choices=Sharing, default=Sharing.MAX_MIN)
    newcomer_minimum_packs = models.PositiveSmallIntegerField(default=0)
    split_pence = models.PositiveIntegerField(default=100, help_text="For each grower a kitchen deals with.")
    pack_km_millipence = models.PositiveIntegerField(default=1000, help_text="For each pack and kilometre.")
    score_pence = models.PositiveIntegerField(default=1, help_text="Off for each point of social score.")
    direct_saving_pence = models.PositiveIntegerField(
        default=200,
        help_text="A direct run from farm to kitchen must save more than this.",
    )
    van_reloads = models.PositiveSmallIntegerField(
        default=0,
        help_text="How often a van may come back to its yard in mid-route.",
    )

    objects = OfHub.as_manager()

    class Meta:
        verbose_name_plural = "planning rules"

    def __str__(self) -> str:
        return f"Planning rules of {self.hub}"

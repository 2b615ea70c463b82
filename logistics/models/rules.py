"""The hub's published rules for sharing out and moving; a hub without a row goes by the defaults."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from shop.rows.scoping import OfHub

WHOLE_PERMILLE = 1000


def whole_or_less(permille: object) -> None:
    """Raises ValidationError unless these are whole thousandths that come to no more than the whole."""
    if not isinstance(permille, list) or any(type(each) is not int or each < 0 for each in permille):
        raise ValidationError("The classes’ shares are a list of whole thousandths, such as [500, 300, 200].")
    if sum(permille) > WHOLE_PERMILLE:
        raise ValidationError(f"The classes’ shares come to {sum(permille)} thousandths, more than the whole.")


#: Driving times that were estimated from the map lay 22 % off those of a road engine (docs/algorithms/routing.md).
#: The spread of mornings and of service is assumed.
ASSUMED_SPREAD = "a first assumption of Foodshed’s, until this hub’s own driven days say better"


class PlanningRules(models.Model):
    """What the coordinator may change about how the day is run, each with its unit.

    `silence_means` says how a grower's silence is read once answers are due. `memory_days` is how far back fair shares
    are remembered. A direct run from farm to kitchen is kept only where it saves more than `direct_saving_pence`.
    The spreads are standard deviations, in permille of the planned time, by which pages reckon how often a van is on
    time.
    """

    class Silence(models.TextChoices):
        ACCEPTED = "accepted", "taken as accepted, and on the call list"
        DECLINED = "declined", "taken as declined, and on the call list"

    class Sharing(models.TextChoices):
        MAX_MIN = "max_min", "the smallest share first"
        PRO_RATA = "pro_rata", "in proportion"

    class Shortage(models.TextChoices):
        MAX_MIN = "max_min", "the smallest share first"
        PRO_RATA = "pro_rata", "in proportion"
        CLASSES = "classes", "classes in their order, each with a share"

    hub = models.OneToOneField("enterprises.Hub", on_delete=models.CASCADE, related_name="planning_rules")
    silence_means = models.CharField(max_length=8, choices=Silence, default=Silence.ACCEPTED)
    memory_days = models.PositiveSmallIntegerField(default=84)
    shortage_rule = models.CharField(max_length=8, choices=Shortage, default=Shortage.MAX_MIN)
    class_permille = models.JSONField(
        default=list,
        blank=True,
        validators=[whole_or_less],
        help_text="Each class's share of what is listed, in thousandths, in the order in which classes are served.",
    )
    grower_rule = models.CharField(max_length=8, choices=Sharing, default=Sharing.MAX_MIN)
    newcomer_minimum_packs = models.PositiveSmallIntegerField(default=0)
    most_sellers = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="The most sellers that a kitchen takes one product from; empty for any number.",
    )
    split_pence = models.PositiveIntegerField(default=100, help_text="For each grower a kitchen deals with.")
    pack_km_millipence = models.PositiveIntegerField(default=1000, help_text="For each pack and kilometre.")
    score_pence = models.PositiveIntegerField(default=1, help_text="Off for each point of social score.")
    direct_saving_pence = models.PositiveIntegerField(
        default=200,
        help_text="A direct run from farm to kitchen must save more than this.",
    )
    meeting_saving_pence = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Packs move between growers of equal standing where the rounds save more than this; empty for never.",
    )
    meeting_packs = models.PositiveSmallIntegerField(
        default=3,
        help_text="They move as if at most so many packs went from one of two equal growers to the other.",
    )
    van_reloads = models.PositiveSmallIntegerField(
        default=0,
        help_text="How often a van may come back to its yard in mid-route.",
    )
    known_van_pence = models.PositiveIntegerField(
        default=300, help_text="What it is worth to leave a shipment in its van when routes are planned again."
    )
    known_minute_pence = models.PositiveIntegerField(
        default=5, help_text="What each minute is worth by which a kitchen is served at its known time."
    )
    on_time_permille = models.PositiveSmallIntegerField(
        default=0,
        help_text="Plans are asked to keep every window on so many of 1,000 mornings, at a price; 0 asks for nothing.",
    )
    spread_morning_permille = models.PositiveSmallIntegerField(
        default=80, help_text="How far all driving times of a morning scatter together."
    )
    spread_leg_permille = models.PositiveSmallIntegerField(
        default=200, help_text="How far each driving time scatters by itself."
    )
    spread_service_permille = models.PositiveSmallIntegerField(
        default=250, help_text="How far the time at each door scatters."
    )
    spread_source = models.CharField(
        max_length=200, default=ASSUMED_SPREAD, help_text="Where these three come from; pages show it."
    )

    objects = OfHub.as_manager()

    class Meta:
        verbose_name_plural = "planning rules"

    def __str__(self) -> str:
        return f"Planning rules of {self.hub}"

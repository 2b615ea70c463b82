"""What growers have said to what was shared out to them, over all runs of a day."""

from dataclasses import dataclass

from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.models import AllocationRun, GrowerAnswer
from shop.procurement.queries import asked_of_listings


@dataclass(frozen=True, slots=True)
class Asked:
    """What the current run takes of one listing, and how much of it the grower has promised (None: not a word)."""

    listing: Listing
    packs: int
    promised: int | None

    @property
    def is_open(self) -> bool:
        """Whether somebody must still ask: no word yet, or asked for more than was promised."""
        return self.promised is None or self.promised < self.packs


def caps(delivery_day: DeliveryDay) -> dict[int, int]:
    """Packs beyond which a listing (by id) must not be used, for those that were shortened or declined."""
    return GrowerAnswer.objects.limits_for(delivery_day)


def asked(run: AllocationRun) -> list[Asked]:
    """The growers' side of a run, by grower: what each is asked for, and what each has said.

    An answer to an earlier run of the day binds until a newer one is given.
    """
    taken = asked_of_listings(run)
    answers = GrowerAnswer.objects.filter(run__delivery_day=run.delivery_day_id).order_by("run__number")
    promised = dict(answers.values_list("listing", "packs"))
    listings = Listing.objects.filter(id__in=taken).named().order_by("grower__name", "id")
    return [Asked(listing, taken[listing.pk], promised.get(listing.pk)) for listing in listings]

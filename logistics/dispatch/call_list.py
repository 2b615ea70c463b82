"""Whom to ring about what was asked of them, with what they said so far."""

from dataclasses import dataclass

from shop.cycles.models import Listing
from shop.procurement.models import AllocationRun, GrowerAnswer
from shop.procurement.queries import asked_of_listings


@dataclass(frozen=True, slots=True)
class Called:
    """One listing: what is asked, what the grower has promised (None: not a word), who noted it, and the number."""

    grower: str
    grower_id: int
    phone: str
    listing: int
    goods: str
    packs: int
    price_pence: int
    promised: int | None
    said: str

    @property
    def is_open(self) -> bool:
        """Whether somebody must still ring."""
        return self.promised is None or self.promised < self.packs

    @property
    def tel(self) -> str:
        """The number as a telephone dials it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def call_list(run: AllocationRun) -> tuple[Called, ...]:
    """All listings the run takes packs of, by grower. An answer to an earlier run binds until a newer one is given."""
    taken = asked_of_listings(run)
    answers = {
        row.listing_id: row
        for row in GrowerAnswer.objects.filter(run__delivery_day=run.delivery_day_id)
        .select_related("by")
        .order_by("run__number")
    }
    listings = Listing.objects.filter(id__in=taken).named().order_by("grower__name", "id")
    return tuple(called(row, taken[row.pk], answers.get(row.pk)) for row in listings)


def called(listing: Listing, packs: int, answer: GrowerAnswer | None) -> Called:
    """One line of the list."""
    by = f" by {answer.by} on their behalf" if answer is not None and answer.on_behalf and answer.by else ""
    return Called(
        grower=listing.grower.name,
        grower_id=listing.grower_id,
        phone=listing.grower.phone,
        listing=listing.pk,
        goods=str(listing.pack),
        packs=packs,
        price_pence=listing.price_pence,
        promised=answer.packs if answer else None,
        said=f"{answer.get_answer_display()} {answer.packs}, noted{by}" if answer else "",
    )

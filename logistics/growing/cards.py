"""What a grower's week shows, as values. Pure."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from shop.pricing.quantities import counted

LISTING, ORDERING, WAITING, ANSWERING, PICKING, OVER = "listing", "ordering", "waiting", "answering", "picking", "over"


@dataclass(frozen=True, slots=True)
class Because:
    """Packs that were asked for one reason."""

    packs: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCard:
    """One listing. `sold` is held for households while ordering is open; `asked` is what the allocation takes (None
    before there is one), `promised` what the grower has said to it, `bought` what is confirmed."""

    id: int
    name: str
    pack: str
    category: str
    packs: int
    price_pence: int
    market: str
    handover: str
    sold: int = 0
    asked: int | None = None
    promised: int | None = None
    answer: str = ""
    bought: int | None = None
    because: tuple[Because, ...] = ()

    @property
    def unsold(self) -> int:
        """Packs that nobody has taken so far."""
        taken = self.bought if self.bought is not None else self.asked if self.asked is not None else self.sold
        return max(0, self.packs - taken)

    @property
    def owes_answer(self) -> bool:
        """Whether the grower is asked for more than they have promised."""
        return bool(self.asked) and (self.promised is None or self.promised < (self.asked or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCard:
    """One delivery day. `phase` says what the grower can do on it just now; `run` is the allocation that stands."""

    id: int
    title: str
    status: str
    phase: str
    listings_close_at: datetime
    answers_due_at: datetime
    closes: str
    answers_due: str
    listings: tuple[ListingCard, ...]
    run: int | None = None
    copies_from: int | None = None
    buys_of_processor: int = 0

    @property
    def owed(self) -> tuple[ListingCard, ...]:
        """Listings whose answers are still owed."""
        return tuple(card for card in self.listings if card.owes_answer) if self.phase == ANSWERING else ()

    @property
    def asked_packs(self) -> int:
        """Packs asked of all listings together."""
        return sum(card.asked or 0 for card in self.listings)

    @property
    def bought_packs(self) -> int:
        """Packs bought, of listings and as made by recipes."""
        return sum(card.bought or 0 for card in self.listings) + self.buys_of_processor


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do next: a sentence, and where it is done."""

    text: str
    day: DayCard | None = None
    action: str = ""


def next_of(days: tuple[DayCard, ...]) -> Next:
    """What is next for the grower: answers first, then what to pick, then what to list."""
    found = chain(
        (to_answer(day) for day in days if day.owed),
        (to_pick(day) for day in days if day.phase == PICKING and day.bought_packs),
        (Next(f"List for {day.title} by {day.closes}.", day, "list") for day in days if is_empty(day)),
        (may_change(day) for day in days if day.phase == LISTING),
        (Next(f"Nothing to do for {day.title}. We tell you what is taken.") for day in days if day.phase != OVER),
    )
    return next(found, Next("Nothing to do. We tell you when the next delivery day opens."))


def is_empty(day: DayCard) -> bool:
    """Whether the grower could list for the day and has not."""
    return day.phase == LISTING and not day.listings


def to_answer(day: DayCard) -> Next:
    """The answers that are owed."""
    return Next(f"Answer for {day.title} by {day.answers_due}: {counted(len(day.owed), 'listing')}.", day, "answer")


def to_pick(day: DayCard) -> Next:
    """What is bought and not yet gone."""
    return Next(f"Get ready for {day.title}: {counted(day.bought_packs, 'pack')}.", day, "pick")


def may_change(day: DayCard) -> Next:
    """What is listed can still be changed."""
    return Next(f"You can change what you list for {day.title} until {day.closes}.", day, "list")

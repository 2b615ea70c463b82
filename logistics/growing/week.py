"""A grower's week, read from the rows: a fixed number of queries however many days and listings there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from logistics.growing.cards import (
    ANSWERING,
    LISTING,
    ORDERING,
    OVER,
    PICKING,
    WAITING,
    Because,
    DayCard,
    ListingCard,
)
from logistics.growing.words import by_when
from shop.cycles.models import DeliveryDay, Listing, OrderCycle
from shop.enterprises.models import Enterprise
from shop.procurement.models import (
    AllocationLine,
    CurrentAllocation,
    GrowerAnswer,
    ProcessingInput,
    PurchaseLine,
)
from shop.rows.local_time import local_date

STATUS = DeliveryDay.Status
MOST_DAYS = 10
REMEMBERED_DAYS = 12


@dataclass(slots=True)
class Taken:
    """What an allocation takes of each listing, and why."""

    packs: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    because: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def add(self, listing: int, packs: int, reason: str) -> None:
        """Count packs of a listing under their reason."""
        self.packs[listing] += packs
        self.because[listing][reason] += packs


def week_of(grower: Enterprise, *, now: datetime) -> tuple[DayCard, ...]:
    """The days that are open for listing or that hold something of the grower's, earliest first."""
    days = days_around(grower, now)
    ids = [day.pk for day in days]
    listings: dict[int, list[Listing]] = defaultdict(list)
    rows = Listing.objects.standing().filter(grower=grower, delivery_day__in=ids).named().select_related("lot")
    for listing in rows.order_by("pack__specification__product__name", "pk"):
        listings[listing.delivery_day_id].append(listing)
    runs = dict(CurrentAllocation.objects.filter(delivery_day__in=ids).values_list("delivery_day", "run"))
    taken = taken_by(runs.values(), [each.pk for group in listings.values() for each in group])
    answers = answers_on(ids, grower)
    bought, made = bought_on(ids, grower)
    before = days_listed(grower)
    cards = tuple(
        DayCard(
            id=day.pk,
            title=f"{day.day:%A} {day.day.day} {day.day:%B}",
            status=day.get_status_display(),
            phase=phase_of(day, now),
            listings_close_at=day.listings_close_at,
            answers_due_at=day.answers_due_at,
            closes=by_when(day.listings_close_at, now, grower.hub.time_zone),
            answers_due=by_when(day.answers_due_at, now, grower.hub.time_zone),
            listings=tuple(
                card_of(listing, day, runs.get(day.pk), taken, answers, bought) for listing in listings[day.pk]
            ),
            run=runs.get(day.pk),
            copies_from=next((pk for pk, date in before if date < day.day and pk != day.pk), None),
            buys_of_processor=made.get(day.pk, 0),
        )
        for day in days
    )
    return tuple(card for card in cards if card.phase == LISTING or card.listings or card.buys_of_processor)


def days_around(grower: Enterprise, now: datetime) -> list[DeliveryDay]:
    """The hub's days from yesterday on whose cycle has opened."""
    yesterday = local_date(now, grower.hub.time_zone) - timedelta(days=1)
    rows = (
        DeliveryDay.objects.of(grower.hub)
        .with_hub()
        .filter(day__gte=yesterday, cycle__opens_at__lte=now)
        .exclude(cycle__status=OrderCycle.Status.DRAFT)
    )
    return list(rows.order_by("day", "pk")[:MOST_DAYS])


def phase_of(day: DeliveryDay, now: datetime) -> str:
    """What a grower can do on the day just now."""
    if day.status == STATUS.ORDERING:
        return LISTING if now < day.listings_close_at else ORDERING
    if day.status == STATUS.CLOSED:
        return WAITING
    if day.status == STATUS.ALLOCATED:
        return ANSWERING
    if day.status in (STATUS.CONFIRMED, STATUS.ROUTED, STATUS.PACKED):
        return PICKING
    return OVER


def taken_by(runs: Iterable[int], listings: Sequence[int]) -> Taken:
    """Two queries: what goes to kitchens, and what goes to processors."""
    taken = Taken()
    rows = AllocationLine.objects.filter(run__in=list(runs), listing__in=listings).order_by("pk")
    for listing, packs, reason in rows.values_list("listing", "packs", "reason_text"):
        taken.add(listing, packs, reason)
    inputs = ProcessingInput.objects.filter(run__in=list(runs), listing__in=listings)
    for listing, packs, processor in inputs.values_list("listing", "packs", "recipe__processor__name"):
        taken.add(listing, packs, f"{processor} works these up.")
    return taken


def answers_on(days: Sequence[int], grower: Enterprise) -> dict[int, GrowerAnswer]:
    """Listing id to the last answer, over all runs of its day."""
    rows = GrowerAnswer.objects.filter(run__delivery_day__in=days, listing__grower=grower)
    return {row.listing_id: row for row in rows.order_by("run__number")}


def bought_on(days: Sequence[int], grower: Enterprise) -> tuple[dict[int, int], dict[int, int]]:
    """Listing id to the packs bought of it, and day to the packs a processor is to make."""
    listed: dict[int, int] = {}
    made: dict[int, int] = defaultdict(int)
    rows = PurchaseLine.objects.standing().filter(delivery_day__in=days, seller=grower)
    for day, listing, packs in rows.values_list("delivery_day", "listing", "packs_standing"):
        if listing is None:
            made[day] += packs
        else:
            listed[listing] = packs
    return listed, made


def days_listed(grower: Enterprise) -> list[tuple[int, Any]]:
    """The last days for which the grower listed something, latest first, as (id, date)."""
    rows = DeliveryDay.objects.filter(listings__grower=grower, listings__withdrawn_at=None).distinct()
    return list(rows.order_by("-day", "-pk").values_list("pk", "day")[:REMEMBERED_DAYS])


def card_of(
    listing: Listing,
    day: DeliveryDay,
    run: int | None,
    taken: Taken,
    answers: dict[int, GrowerAnswer],
    bought: dict[int, int],
) -> ListingCard:
    """One listing's card."""
    specification = listing.pack.specification
    answer = answers.get(listing.pk)
    is_confirmed = day.status not in (STATUS.ORDERING, STATUS.CLOSED, STATUS.ALLOCATED)
    held = listing.lot.reserved_base // listing.pack.quantity_base if not is_confirmed else 0
    return ListingCard(
        id=listing.pk,
        name=str(specification),
        pack=listing.pack.name,
        category=specification.product.category,
        packs=listing.packs_for_bulk,
        price_pence=listing.price_pence,
        market=market_of(listing),
        handover=listing.get_handover_display(),
        sold=min(held, listing.packs_for_bulk),
        asked=taken.packs.get(listing.pk, 0) if run else None,
        promised=answer.packs if answer else None,
        answer=answer.get_answer_display() if answer else "",
        bought=bought.get(listing.pk, 0) if is_confirmed else None,
        because=tuple(Because(packs, reason) for reason, packs in taken.because.get(listing.pk, {}).items()),
    )


def market_of(listing: Listing) -> str:
    """Who may take it, in words."""
    if listing.packs_either:
        return "kitchens and shop"
    if listing.packs_shop and listing.packs_bulk:
        return f"{listing.packs_shop} for the shop, {listing.packs_bulk} for kitchens"
    return "shop first, then kitchens" if listing.packs_shop else "kitchens"

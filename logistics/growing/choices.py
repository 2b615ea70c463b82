"""What a grower may put on sale: what they sold before comes first, with its last price."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise
from shop.procurement.models import PublishedPrice
from shop.produce.models import Pack, Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A pack that can be listed. `last_pence` and `last_packs` are of the last time, where there was one."""

    pack: int
    name: str
    size: str
    category: str
    last_pence: int | None = None
    last_packs: int | None = None
    on_sale: int | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What was sold before, latest first, and all else that could be."""

    before: tuple[Choice, ...]
    others: tuple[Choice, ...]


def choices_for(grower: Enterprise, day: DeliveryDay, *, search: str = "") -> Choices:
    """Three queries. `search` keeps what has every word of it in its name."""
    latest = latest_listings(grower)
    on_sale = dict(
        Listing.objects.standing().filter(delivery_day=day, grower=grower).values_list("pack_id", "pk").order_by("pk")
    )
    order = {pack: place for place, pack in enumerate(latest)}
    choices = [choice_of(pack, latest.get(pack.pk), on_sale.get(pack.pk)) for pack in packs_open_to(grower)]
    words = search.casefold().split()
    found = [each for each in choices if all(word in f"{each.name} {each.size}".casefold() for word in words)]
    before = sorted(
        (each for each in found if each.pack in order), key=lambda each: (each.on_sale is not None, order[each.pack])
    )
    return Choices(tuple(before), tuple(each for each in found if each.pack not in order))


def packs_open_to(grower: Enterprise) -> list[Pack]:
    """A grower sells what grows; a processor sells what its recipes make, and what grows too."""
    rows = (
        Pack.objects.of(grower.hub).named().order_by("specification__product__name", "specification", "quantity_base")
    )
    if grower.kind == Enterprise.Kind.PROCESSOR:
        made = set(Recipe.objects.filter(processor=grower).values_list("output_pack__specification", flat=True))
        return [pack for pack in rows if not pack.specification.is_processed or pack.specification_id in made]
    return [pack for pack in rows if not pack.specification.is_processed]


def latest_listings(grower: Enterprise) -> dict[int, Listing]:
    """Pack id to the grower's latest listing of it, latest first."""
    last = Listing.objects.filter(grower=grower).values("pack").annotate(last=Max("pk")).values("last")
    rows = Listing.objects.filter(pk__in=last).order_by("-delivery_day__day", "-pk")
    return {row.pack_id: row for row in rows}


def choice_of(pack: Pack, last: Listing | None, on_sale: int | None) -> Choice:
    """One choice."""
    return Choice(
        pack=pack.pk,
        name=str(pack.specification),
        size=pack.name,
        category=pack.specification.product.category,
        last_pence=last.price_pence if last else None,
        last_packs=last.packs_for_bulk if last else None,
        on_sale=on_sale,
    )


def price_hint_pence(pack: Pack, day: date) -> int | None:
    """What kitchens pay for the pack on the day by the hub's list, where it has one."""
    hub = pack.specification.product.hub
    return PublishedPrice.objects.of(hub).per_pack(day, packs=[pack.pk]).get(pack.pk)

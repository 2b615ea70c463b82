"""What is typed into the forms of what-if, and the change that it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from logistics.intake.distances import metres
from logistics.intake.keys import key_of, number_of
from logistics.planning.allocation.problem import GrowerTerms, Listing, Lot, Policy, Problem, ShortageRule
from logistics.planning.allocation.what_if import Change, GrowerAdded, PriceMoved, RuleChanged
from shop.cycles.models import DeliveryDay
from shop.cycles.models import Listing as ListingRow
from shop.enterprises.models import Enterprise, Place
from shop.pricing.money import NotAnAmount, parse_pounds, pounds

KINDS = {"price": "A price moves", "grower": "Somebody else lists", "rule": "Another rule"}
FIELDS = (
    "kind", "listing", "price", "goods", "place", "packs", "own_price", "shortage_rule", "split", "most_sellers",
)  # fmt: skip
RULES = {"max_min": "the smallest share first", "pro_rata": "in proportion to what is asked"}
MOST_PACKS = 100_000
MOST_PENCE = 1_000_000
ADDED = "listing:what-if"


class BadWish(ValueError):
    """Something typed that is no change; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: the day's listings, the places of growers, and the rules."""

    listings: tuple[Any, ...]
    places: tuple[Place, ...]
    rules: Mapping[str, str]


def choices_of(day: DeliveryDay, problem: Problem) -> Choices:
    """The listings that the day was shared out from, and every farm of the hub."""
    numbers = [number_of(each.id) for each in problem.listings]
    rows = ListingRow.objects.filter(id__in=numbers, delivery_day=day).named()
    farms = Place.objects.of(day.cycle.hub).filter(enterprise__kind=Enterprise.Kind.GROWER)
    return Choices(
        tuple(rows.order_by("pack__specification__product__name", "grower__name", "id")),
        tuple(farms.select_related("enterprise").order_by("enterprise__name", "name")),
        rules_for(problem),
    )


def rules_for(problem: Problem) -> Mapping[str, str]:
    """The rules to choose from; by classes only where the hub published their shares."""
    has_classes = problem.policy.shortage_rule == "classes"
    return {**RULES, "classes": "classes in their order"} if has_classes else RULES


def typed_of(sent: Mapping[str, str], problem: Problem) -> dict[str, str]:
    """Every field as it was sent, or as it stands today."""
    policy = problem.policy
    standing = {"shortage_rule": policy.shortage_rule, "split": pounds(policy.split_pence).removeprefix("£")}
    return {name: sent.get(name, standing.get(name, "")).strip() for name in FIELDS}


def change_of(sent: Mapping[str, str], day: DeliveryDay, problem: Problem) -> Change:
    """The change that the form of its kind asks for. Raises BadWish."""
    typed = typed_of(sent, problem)
    if typed["kind"] == "price":
        return PriceMoved(listing=listing_in(problem, typed["listing"]).id, price_pence=pence(typed["price"]))
    if typed["kind"] == "grower":
        return grower_added(day, problem, typed)
    if typed["kind"] == "rule":
        return rule_changed(problem, typed)
    raise BadWish("Choose what changes: a price, who lists, or a rule.")


def rule_changed(problem: Problem, typed: Mapping[str, str]) -> RuleChanged:
    """Another rule for shortages, another price of a door, or a most of sellers."""
    rule = typed["shortage_rule"]
    if rule not in rules_for(problem):
        raise BadWish("Choose one of the rules for sharing a shortage.")
    most = typed["most_sellers"]
    policy: Policy = replace(problem.policy, shortage_rule=cast(ShortageRule, rule), split_pence=pence(typed["split"]))
    return RuleChanged(policy=policy, most_sellers=whole(most, "sellers") if most else None)


def grower_added(day: DeliveryDay, problem: Problem, typed: Mapping[str, str]) -> GrowerAdded:
    """The same goods as one of the day's listings, from another farm, at a price of its own."""
    like = listing_in(problem, typed["goods"])
    farms = Place.objects.of(day.cycle.hub).filter(enterprise__kind=Enterprise.Kind.GROWER)
    place = farms.select_related("enterprise").filter(pk=number(typed["place"])).first()
    if place is None:
        raise BadWish("Choose a farm of this hub.")
    packs, grower = whole(typed["packs"], "packs"), key_of("enterprise", place.enterprise_id)
    listing = Listing(
        id=ADDED,
        grower=grower,
        place=key_of("place", place.pk),
        lot=ADDED,
        product=like.product,
        pack_base=like.pack_base,
        packs=packs,
        price_pence=pence(typed["own_price"]),
        certificates=like.certificates,
    )
    terms = GrowerTerms(grower=grower, minimum_pickup_value_pence=place.enterprise.minimum_pickup_value_pence)
    return GrowerAdded(
        listings=(listing,),
        lots=(Lot(id=ADDED, available_base=packs * like.pack_base),),
        terms=() if any(each.grower == grower for each in problem.growers) else (terms,),
        distances=ways_from(place, day, problem),
    )


def ways_from(place: Place, day: DeliveryDay, problem: Problem) -> dict[tuple[str, str], int]:
    """Estimated metres from a farm to every kitchen and processor of the day."""
    ends = {each.kitchen_place for each in problem.demands} | {each.place for each in problem.recipes}
    rows = Place.objects.of(day.cycle.hub).in_bulk({number_of(end) for end in ends} | {place.pk})
    points = {key_of("place", pk): row for pk, row in rows.items()}
    start = key_of("place", place.pk)
    return metres(day.cycle.hub, points, [(start, end) for end in ends if end in points])


def listing_in(problem: Problem, name: str) -> Listing:
    """The day's listing of that number. Raises BadWish."""
    for each in problem.listings:
        if name.isascii() and each.id == f"listing:{name}":
            return each
    raise BadWish("Choose one of the day’s listings.")


def pence(text: str) -> int:
    """`9.50` as 950. Raises BadWish."""
    try:
        found = parse_pounds(text)
    except NotAnAmount as error:
        raise BadWish(str(error)) from error
    if not 0 <= found <= MOST_PENCE:
        raise BadWish(f"Give a price from £0.00 to {pounds(MOST_PENCE)}.")
    return found


def whole(text: str, what: str) -> int:
    """A whole number of packs or sellers, at least one. Raises BadWish."""
    count = number(text)
    if not 1 <= count <= MOST_PACKS:
        raise BadWish(f"“{text[:20]}” is no number of {what}. Give a whole number from 1 to {MOST_PACKS:,}.")
    return count


def number(text: str) -> int:
    """A short whole number; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0

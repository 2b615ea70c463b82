"""A closed delivery day as the question that allocation answers, with its fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from logistics.intake.answers import caps
from logistics.intake.distances import metres
from logistics.intake.history import owed_to_buyers, owed_to_growers
from logistics.intake.keys import Names, key_of
from logistics.intake.offers import Offers, read_offers
from logistics.intake.rules import rules_of
from logistics.intake.substitutes import Substitutes, read_substitutes
from logistics.models import PlanningRules
from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.codec import fingerprint
from logistics.planning.allocation.problem import (
    BuyerTerms,
    Demand,
    GrowerRule,
    GrowerTerms,
    Policy,
    Problem,
    ShortageRule,
)
from shop.cycles.models import DeliveryDay
from shop.procurement.models import BulkOrderLine


@dataclass(frozen=True, slots=True)
class SharingQuestion:
    """The problem, the fingerprint of all it was made from, and the names to say its reasons with."""

    problem: Problem
    fingerprint: str
    names: Mapping[str, str]


def read_sharing(delivery_day: DeliveryDay, *, previous: Allocation | None = None) -> SharingQuestion:
    """Read a closed day: demand, what is on offer, the growers' answers so far, and the season's memory.

    With `previous` the question is a re-share that leaves alone what still holds.
    """
    hub, rules, names = delivery_day.cycle.hub, rules_of(delivery_day.cycle.hub), Names()
    lines = list(BulkOrderLine.objects.counting_for(delivery_day).named())
    offers = read_offers(delivery_day, names=names, caps=caps(delivery_day))
    substitutes = read_substitutes(hub, {line.pack_id: line.pack for line in lines}.values())
    demands = tuple(demand_of(line, names, substitutes, rules) for line in lines)
    growers = with_memory(offers, delivery_day, rules)
    problem = Problem(
        demands=demands,
        listings=offers.listings,
        lots=offers.lots,
        recipes=offers.recipes,
        growers=growers,
        buyers=buyer_terms(lines, owed_to_buyers(delivery_day, memory_days=rules.memory_days)),
        policy=policy_of(rules),
        previous=previous,
    )
    points = {**offers.points, **{key_of("place", line.drop.kitchen_id): line.drop.kitchen for line in lines}}
    problem = replace(problem, distances=metres(hub, points, pairs(problem)))
    return SharingQuestion(problem, fingerprint(problem), names.by_key)


def demand_of(line: BulkOrderLine, names: Names, substitutes: Substitutes, rules: PlanningRules) -> Demand:
    """One order line: what is wanted where, with the buyer's place in the order of claim."""
    buyer, kitchen, pack = line.drop.order.buyer, line.drop.kitchen, line.pack
    return Demand(
        id=names.keep("line", line.pk, f"{line.packs} × {pack} for {kitchen}"),
        buyer=names.keep("enterprise", buyer.pk, buyer.name),
        kitchen_place=names.keep("place", kitchen.pk, kitchen.name),
        product=names.keep("specification", pack.specification_id, str(pack.specification)),
        pack_base=pack.quantity_base,
        packs=line.packs,
        ceiling_pence=line.ceiling_pence,
        claim=buyer.claim,
        entitlement=buyer.entitlement,
        # A class that has no share published is served with the last.
        share_class=min(buyer.share_class, max(0, len(rules.class_permille) - 1)),
        most_sellers=rules.most_sellers,
        fallbacks=substitutes.for_line(line),
    )


def buyer_terms(lines: list[BulkOrderLine], carried: Mapping[int, int]) -> tuple[BuyerTerms, ...]:
    """The season's memory of each buyer that ordered."""
    numbers = sorted({line.drop.order.buyer_id for line in lines})
    return tuple(BuyerTerms(buyer=key_of("enterprise", each), carried=carried.get(each, 0)) for each in numbers)


def with_memory(offers: Offers, delivery_day: DeliveryDay, rules: PlanningRules) -> tuple[GrowerTerms, ...]:
    """The growers' terms with what the season owes each of them."""
    carried = owed_to_growers(delivery_day, memory_days=rules.memory_days)
    return tuple(
        replace(terms, carried=carried.get(number, 0)) for number, terms in sorted(offers.terms_by_grower.items())
    )


def policy_of(rules: PlanningRules) -> Policy:
    """The hub's published rules as the core knows them."""
    return Policy(
        shortage_rule=cast(ShortageRule, rules.shortage_rule),
        grower_rule=cast(GrowerRule, rules.grower_rule),
        class_permille=tuple(rules.class_permille) or (0,),
        newcomer_minimum_packs=rules.newcomer_minimum_packs,
        split_pence=rules.split_pence,
        pack_km_millipence=rules.pack_km_millipence,
        score_pence=rules.score_pence,
    )


def pairs(problem: Problem) -> list[tuple[str, str]]:
    """The place pairs whose distance the sharing weighs: seller to kitchen, and farm to processor."""
    sellers: dict[str, set[str]] = {}
    for listing in problem.listings:
        sellers.setdefault(listing.product, set()).add(listing.place)
    for recipe in problem.recipes:
        sellers.setdefault(recipe.output_product, set()).add(recipe.place)
    found = [
        (place, demand.kitchen_place)
        for demand in problem.demands
        for product in (demand.product, *(fallback.product for fallback in demand.fallbacks))
        for place in sellers.get(product, ())
    ]
    found += [
        (listing.place, recipe.place)
        for recipe in problem.recipes
        for listing in problem.listings
        if listing.product == recipe.input_product
    ]
    return found

"""Invents a day's market to be shared: lines, growers and listings, as large as asked for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from logistics.planning.allocation.problem import Demand, GrowerTerms, Listing, Lot, Problem

CRATE_BASE = 10_000
LINES_A_PRODUCT = 5
PICKUP_PENCE = 2_500
COUNTY_M = 60_000


def make_market(
    lines: int,
    growers: int,
    listings_a_line: int = 10,
    *,
    wanted: float = 0.65,
    most_sellers: int | None = None,
    seed: int = 1,
) -> Problem:
    """One delivery day: every product with its own growers, kitchens that order several products, two claims,
    ceilings, all-or-nothing listings, and growers who come for no less than £25.

    `wanted` is the demand as a part of what the growers offer; above 1 the day is short. `most_sellers` bounds
    every kitchen's sellers of a product.
    """
    random = Random(seed)
    products = [f"product {at}" for at in range(max(1, lines // LINES_A_PRODUCT))]
    places = {f"grower {at}": _point(random) for at in range(growers)}
    kitchens = {f"kitchen {at}": _point(random) for at in range(max(1, lines // 8))}
    entitled = {name: random.randint(1, 20) * 10 for name in kitchens}
    listings = [
        _listing(random, product, grower)
        for product in products
        for grower in random.sample(sorted(places), min(growers, listings_a_line))
    ]
    offered = {product: sum(each.packs for each in listings if each.product == product) for product in products}
    demands = []
    for at in range(lines):
        product = products[at % len(products)]
        mean = wanted * offered[product] * len(products) / lines
        kitchen = random.choice(sorted(kitchens))
        demand = _demand(random, f"line {at}", product, kitchen, entitled[kitchen], mean)
        demands.append(replace(demand, most_sellers=most_sellers))
    return Problem(
        demands=tuple(demands),
        listings=tuple(listings),
        lots=tuple(Lot(id=each.lot, available_base=each.packs * CRATE_BASE) for each in listings),
        growers=tuple(GrowerTerms(grower=name, minimum_pickup_value_pence=PICKUP_PENCE) for name in places),
        distances={
            (grower, kitchen): int(abs(start - end))
            for grower, start in places.items()
            for kitchen, end in kitchens.items()
        },
    )


def _point(random: Random) -> complex:
    return complex(random.uniform(0, COUNTY_M), random.uniform(0, COUNTY_M))


def _listing(random: Random, product: str, grower: str) -> Listing:
    name = f"{product} of {grower}"
    return Listing(
        id=name,
        grower=grower,
        place=grower,
        lot=name,
        product=product,
        pack_base=CRATE_BASE,
        packs=random.randint(2, 30),
        price_pence=random.randint(500, 1_500),
        minimum_packs=random.choice((0, 0, 0, 2, 4)),
        score=random.randint(0, 100),
    )


def _demand(random: Random, name: str, product: str, kitchen: str, entitlement: int, mean_packs: float) -> Demand:
    return Demand(
        id=name,
        buyer=f"buyer of {kitchen}",
        kitchen_place=kitchen,
        product=product,
        pack_base=CRATE_BASE,
        packs=max(1, round(random.uniform(0.5, 1.5) * mean_packs)),
        ceiling_pence=random.choice((None, None, 1_300)),
        claim=random.choice((0, 1, 1)),
        entitlement=entitlement,
    )

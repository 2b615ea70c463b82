"""Small problems to share, as one-line builders, and hypothesis strategies for random ones."""

from hypothesis import strategies as st

from logistics.planning.allocation.problem import (
    BuyerTerms,
    Demand,
    Fallback,
    GrowerTerms,
    Listing,
    Lot,
    Policy,
    Problem,
    Recipe,
)

CRATE = 10_000


def demand(name, packs, *, product="carrots", **more):
    more = {"buyer": f"buyer {name}", "kitchen_place": f"kitchen {name}", "pack_base": CRATE} | more
    return Demand(id=name, product=product, packs=packs, **more)


def listing(name, packs, *, product="carrots", price_pence=1000, **more):
    more = {
        "grower": f"grower {name}",
        "place": f"farm {name}",
        "lot": f"lot {name}",
        "pack_base": CRATE,
    } | more
    return Listing(id=name, product=product, packs=packs, price_pence=price_pence, **more)


def problem(demands, listings, **more):
    lots = more.pop("lots", None)
    if lots is None:
        base = {}
        for each in listings:
            base[each.lot] = base.get(each.lot, 0) + each.packs * each.pack_base
        lots = tuple(Lot(id=name, available_base=held) for name, held in base.items())
    return Problem(demands=tuple(demands), listings=tuple(listings), lots=lots, **more)


def filled(allocation):
    """Wanted packs by demand."""
    found = {}
    for line in (*allocation.lines, *allocation.processed):
        found[line.demand] = found.get(line.demand, 0) + line.fills
    return found


def sold(allocation):
    """Packs by listing, in lines and inputs."""
    found = {}
    for line in (*allocation.lines, *allocation.inputs):
        found[line.listing] = found.get(line.listing, 0) + line.packs
    return found


def short(allocation):
    """Shortages by demand."""
    return {each.demand: each for each in allocation.shortages}


def dicing(name="dice", **more):
    more = {
        "processor": "Dicers",
        "place": "plant",
        "input_product": "carrots",
        "output_product": "diced",
        "output_pack_base": 5_000,
        "yield_permille": 800,
        "capacity_base": 1_000_000,
    } | more
    return Recipe(id=name, **more)


@st.composite
def problems(draw, *, demands=4, listings=4, packs=8, recipes=True):
    """Random problems with every kind of rule, few of each."""
    certificates = st.sampled_from([frozenset(), frozenset(), frozenset({"organic"})])
    products = ["carrots", "leeks"]
    wanted = [*products, "diced"] if recipes else products
    amount = st.integers(0, packs)
    found_listings = [
        listing(
            f"L{at}",
            draw(amount),
            product=draw(st.sampled_from(products)),
            grower=f"G{draw(st.integers(0, 2))}",
            lot=f"lot {draw(st.integers(0, 2))}",
            pack_base=draw(st.sampled_from([CRATE, CRATE, CRATE // 2])),
            price_pence=draw(st.integers(3, 12)) * 100,
            minimum_packs=draw(st.sampled_from([0, 0, 0, 2, 3])),
            certificates=draw(certificates),
            score=draw(st.integers(0, 50)),
            newcomer=draw(st.booleans()),
            backup=draw(st.sampled_from([False, False, False, True])),
        )
        for at in range(draw(st.integers(0, listings)))
    ]
    most_sellers = [draw(st.sampled_from([None, None, 1, 2])) for _ in range(3)]
    found_demands = []
    for at in range(draw(st.integers(1, demands))):
        product = draw(st.sampled_from(wanted))
        pack_base = CRATE // 2 if product == "diced" else draw(st.sampled_from([CRATE, CRATE, CRATE // 2]))
        other = draw(st.sampled_from([each for each in products if each != product]))
        fallback = Fallback(product=other, pack_base=CRATE // 2, tier=1, packs_per_wanted=draw(st.integers(1, 2)))
        kitchen = draw(st.integers(0, 2))
        found_demands.append(
            demand(
                f"D{at}",
                draw(amount),
                product=product,
                buyer=f"B{kitchen}",
                kitchen_place=f"K{kitchen}",
                pack_base=pack_base,
                ceiling_pence=draw(st.sampled_from([None, None, 900])),
                claim=draw(st.integers(0, 1)),
                entitlement=(kitchen + 1) * 10,
                share_class=kitchen % 2,
                most_sellers=most_sellers[kitchen],
                required_certificates=draw(certificates),
                blocked_growers=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"G1"})])),
                fallbacks=draw(st.sampled_from([(), (fallback,)])),
            )
        )
    made = ()
    if recipes:
        made = (
            dicing(
                yield_permille=draw(st.sampled_from([500, 800, 950])),
                capacity_base=draw(st.integers(0, 8)) * 5_000,
                minimum_input_base=draw(st.sampled_from([0, 0, 15_000])),
                fee_pence=draw(st.sampled_from([0, 150])),
                certificates=draw(certificates),
            ),
        )
    lots = tuple(Lot(id=f"lot {at}", available_base=draw(st.integers(0, 10)) * CRATE) for at in range(3))
    terms = tuple(
        GrowerTerms(
            grower=f"G{at}",
            minimum_pickup_value_pence=draw(st.sampled_from([0, 0, 2500])),
            maximum_value_pence=draw(st.sampled_from([None, None, 6000])),
            carried=draw(st.sampled_from([0, 0, 1500, -700])),
        )
        for at in range(3)
    )
    return problem(
        found_demands,
        found_listings,
        lots=lots,
        recipes=made,
        growers=terms,
        buyers=(BuyerTerms(buyer="B0", carried=draw(st.sampled_from([0, 0, 900, -400]))),),
        policy=Policy(
            shortage_rule=draw(st.sampled_from(["max_min", "pro_rata", "classes"])),
            class_permille=(draw(st.sampled_from([0, 300, 700])), 300),
            newcomer_minimum_packs=draw(st.sampled_from([0, 1])),
        ),
        distances={("farm L0", "K0"): 12_000, ("farm L1", "K1"): 5_500},
    )

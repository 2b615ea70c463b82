"""Growers, processors and buyers join the hub, with their places and the people who act for them."""

from datetime import date, time
from uuid import NAMESPACE_URL, uuid5

from logistics.demonstration.facts import Farm, Kitchen, Works
from logistics.demonstration.menus import meals_of
from logistics.demonstration.people import member, names, someone
from logistics.demonstration.standing import Standing
from shop.enterprises.actions import add_enterprise, add_place
from shop.enterprises.models import Enterprise, Place
from shop.procurement.actions import agree_basis
from shop.settlement.bank_details import change_bank_details

CATERER = "Rutland school meals"
SCHOOLS = frozenset({"primary", "secondary", "boarding", "special"})
HOUSES = SCHOOLS | {"care", "nursery"}
#: The published order of claim: contracts of houses that feed people every day before other kitchens.
CLAIM_OF_HOUSES, CLAIM_OF_OTHERS = 1, 2
#: Who can sign in, by the enterprise they act for.
SHOWN = {
    "Broadfurrow Roots": "grower",
    "Chopping Board Veg Prep": "processor",
    "Oakham college": "cook",
    CATERER: "caterer",
}
CONTRACT_PENCE = 18_000_000
DIRECT_AWARD_PENCE = 900_000


def settle_in(standing: Standing) -> None:
    """Everybody whom the scale has."""
    for farm in standing.scale.farms:
        add_farm(standing, farm)
    for works in standing.scale.processors:
        add_works(standing, works)
    for kitchen in standing.scale.kitchens:
        add_kitchen(standing, kitchen)
    add_managers(standing)
    enter_accounts(standing)


def add_farm(standing: Standing, farm: Farm) -> None:
    """A grower with a yard."""
    grower = enterprise(
        standing,
        "grower",
        farm.name,
        minimum_pickup_value_pence=farm.minimum_pickup_value_pence,
        is_newcomer=farm.is_newcomer,
    )
    place(standing, grower, f"{farm.name} yard", farm)


def add_works(standing: Standing, works: Works) -> None:
    """A processor, open to vans all day."""
    processor = enterprise(standing, "processor", works.name)
    place(standing, processor, f"{works.name}, {works.village}", works, windows=[(None, time(6), time(18))])


def add_kitchen(standing: Standing, kitchen: Kitchen) -> None:
    """A kitchen of its buyer; the buyer comes with its first kitchen."""
    if kitchen.buyer not in standing.enterprises:
        add_buyer(standing, kitchen)
    window = (None, time.fromisoformat(kitchen.opens), time.fromisoformat(kitchen.closes))
    buyer = standing.enterprises[kitchen.buyer]
    place(standing, buyer, kitchen.name, kitchen, windows=[window], postcode=kitchen.postcode)


def add_buyer(standing: Standing, kitchen: Kitchen) -> None:
    """Who buys, under which rules, with which weight when something is short, and under what basis."""
    own = [each for each in standing.scale.kitchens if each.buyer == kitchen.buyer]
    buyer = enterprise(
        standing,
        "buyer",
        kitchen.buyer,
        regime=regime_of(kitchen),
        term_calendar=standing.calendar if kitchen.kind in SCHOOLS else None,
        entitlement=max(1, sum(meals_of(each) for each in own)),
        claim=CLAIM_OF_HOUSES if kitchen.kind in HOUSES else CLAIM_OF_OTHERS,
    )
    if kitchen.kind not in HOUSES:
        return
    contract = kitchen.buyer == CATERER
    first_year = min(term.starts.year for term in standing.calendar.terms.all())
    standing.bases[kitchen.buyer] = agree_basis(
        hub=standing.hub,
        buyer=buyer,
        kind="contract" if contract else "direct_award",
        reference=f"{'RSM' if contract else 'DA'}-{len(standing.bases) + 1:03d}",
        estimated_value_pence_inc_vat=CONTRACT_PENCE if contract else DIRECT_AWARD_PENCE,
        starts=date(first_year, 8, 1),
        ends=date(first_year + 4, 7, 31),
        by=standing.coordinator,
        now=standing.began,
    )


def regime_of(kitchen: Kitchen) -> str:
    """Which procurement rules hold."""
    if kitchen.buyer == CATERER:
        return Enterprise.Regime.SUB_CENTRAL
    if "hospital" in kitchen.name:
        return Enterprise.Regime.CENTRAL_INCL_NHS
    return Enterprise.Regime.SCHOOL if kitchen.kind in SCHOOLS else Enterprise.Regime.PRIVATE


def enterprise(standing: Standing, kind: str, name: str, **fields: object) -> Enterprise:
    """Add an enterprise under an address and a number that lead nowhere (Ofcom keeps 01632 960 for fiction)."""
    number = len(standing.enterprises)
    added = add_enterprise(
        hub=standing.hub,
        kind=kind,
        name=name,
        email=f"{kind}{number:03d}@example.org",
        phone=f"01632 960{number:03d}",
        by=standing.coordinator,
        now=standing.began,
        **fields,
    )
    standing.enterprises[name] = added
    return added


def place(
    standing: Standing,
    owner: Enterprise,
    name: str,
    at: Farm | Works | Kitchen,
    *,
    windows: list[tuple[int | None, time, time]] | None = None,
    postcode: str = "",
) -> Place:
    """Add a place at a point of the tables."""
    added = add_place(
        enterprise=owner,
        name=name,
        latitude=at.latitude,
        longitude=at.longitude,
        position_source="given",
        postcode=postcode,
        windows=windows or [],
        by=standing.coordinator,
        now=standing.began,
    )
    standing.places[name] = added
    return added


def add_managers(standing: Standing) -> None:
    """One person for every enterprise; a few of them have a short address of their own to sign in with."""
    invented = names(standing.seed + 1)
    for name, owner in standing.enterprises.items():
        if owner.kind == Enterprise.Kind.HUB:
            continue
        shown = SHOWN.get(name)
        person = someone(f"{shown or owner.slug}@example.org", next(invented), now=standing.began)
        standing.people[shown or name] = member(owner, person, "manager", now=standing.began)
        standing.people[name] = person


def enter_accounts(standing: Standing) -> None:
    """The sellers who can sign in are paid to invented accounts; all others wait until they enter theirs."""
    for number, (name, shown) in enumerate(SHOWN.items()):
        owner = standing.enterprises.get(name)
        if owner is None or owner.kind == Enterprise.Kind.BUYER:
            continue
        change_bank_details(
            enterprise=owner,
            name=name,
            sort_code="00-00-01",
            account_number=f"1000000{number}",
            client_key=uuid5(NAMESPACE_URL, f"bank details of {shown}"),
            by=standing.people[shown],
            now=standing.began,
        )

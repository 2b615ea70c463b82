"""The people, farms and kitchens of the tests, built through the same actions that clicks call.

It is Monday 1 March 2027, 09:00; the delivery day is Tuesday 9 March. Each function makes rows of one kind; what it
is not told it chooses itself.
"""

from datetime import date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from accounts.actions import create_person
from accounts.models import User
from shop.cycles.actions import draft_cycle, list_produce, open_cycle
from shop.cycles.models import DeliveryDay, Listing, OrderCycle
from shop.enterprises.actions import add_enterprise, add_place, found_hub, join
from shop.enterprises.models import Enterprise, Hub, Place
from shop.produce.actions import add_pack, add_product, add_recipe, add_specification, ensure_reference_data
from shop.produce.models import Pack, Product, Recipe, Specification
from shop.supply.actions import promise_harvest
from shop.supply.models import Lot

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2027, 3, 1, 9, tzinfo=LONDON)
DAY = date(2027, 3, 9)
OAKHAM = ("52.670000", "-0.730000")
MANOR_FARM = ("52.640000", "-0.700000")
UPPINGHAM = ("52.589000", "-0.721000")

numbers = count(1)


def a_person(email: str = "ada@rutland.example", name: str = "Ada Lovell", **fields: Any) -> User:
    """Somebody who can sign in with the password “a long password”."""
    return create_person(email=email, name=name, password="a long password", by=None, now=NOW, **fields)


def a_member(enterprise: Enterprise, email: str = "", role: str = "manager") -> User:
    """A person who acts for `enterprise`."""
    person = a_person(email or f"{role}@{enterprise.slug}.example", f"{role.title()} of {enterprise}")
    join(user=person, enterprise=enterprise, role=role, by=None, now=NOW)
    return person


def a_hub(name: str = "Rutland Food Hub", slug: str = "rutland") -> Hub:
    """A hub with allergens and VAT rates on file, and nothing else."""
    ensure_reference_data(now=NOW)
    return found_hub(name=name, slug=slug, by=None, now=NOW)


def a_hub_base(hub: Hub, name: str = "The packhouse") -> Place:
    """The hub as an enterprise of its own, with its packhouse in Oakham."""
    base = add_enterprise(hub=hub, kind="hub", name=hub.name, email="hub@rutland.example", by=None, now=NOW)
    return a_place(base, name, OAKHAM)


def a_place(
    enterprise: Enterprise,
    name: str,
    at: tuple[str, str] = MANOR_FARM,
    windows: list[tuple[int | None, time, time]] | None = None,
) -> Place:
    """A place with a given point."""
    return add_place(
        enterprise=enterprise,
        name=name,
        latitude=at[0],
        longitude=at[1],
        position_source="given",
        windows=windows or [],
        by=None,
        now=NOW,
    )


def a_grower(hub: Hub, name: str = "Manor Farm", at: tuple[str, str] = MANOR_FARM, **fields: Any) -> Enterprise:
    """A grower with a yard; `yard_of` finds it."""
    return an_enterprise(hub, "grower", name, f"{name} yard", at, **fields)


def a_processor(hub: Hub, name: str = "Stamford Veg Prep", at: tuple[str, str] = OAKHAM, **fields: Any) -> Enterprise:
    """A processor with a place to work in."""
    return an_enterprise(hub, "processor", name, f"{name} dock", at, **fields)


def an_enterprise(hub: Hub, kind: str, name: str, place: str, at: tuple[str, str], **fields: Any) -> Enterprise:
    """An enterprise with one place."""
    enterprise = add_enterprise(
        hub=hub, kind=kind, name=name, email=f"{kind}{next(numbers)}@rutland.example", by=None, now=NOW, **fields
    )
    a_place(enterprise, place, at)
    return enterprise


def a_buyer(hub: Hub, name: str = "Uppingham School", **fields: Any) -> Enterprise:
    """A school that buys; it has no kitchen yet."""
    fields = {"regime": "school", **fields}
    return add_enterprise(
        hub=hub, kind="buyer", name=name, email=f"cook{next(numbers)}@rutland.example", by=None, now=NOW, **fields
    )


def a_kitchen(
    buyer: Enterprise,
    name: str = "",
    at: tuple[str, str] = UPPINGHAM,
    opens: time = time(6, 30),
    closes: time = time(10, 30),
) -> Place:
    """A kitchen of `buyer`, open to vans every day from `opens` to `closes`."""
    return a_place(buyer, name or f"{buyer} kitchen", at, [(None, opens, closes)])


def yard_of(enterprise: Enterprise) -> Place:
    """The one place of an enterprise."""
    return enterprise.places.get()


def a_specification(
    hub: Hub, product: str = "Carrots", cut: str = "whole", *, base_unit: str = "g", **fields: Any
) -> Specification:
    """A form of a product; the product is made when the hub has none of that name."""
    found = Product.objects.of(hub).filter(name=product).first() or add_product(
        hub=hub, name=product, category="vegetables", base_unit=base_unit, by=None, now=NOW
    )
    return add_specification(product=found, cut=cut, by=None, now=NOW, **fields)


def a_pack(specification: Specification, name: str = "10 kg crate", base: int = 10_000, **fields: Any) -> Pack:
    """A pack of `base` base units that weighs 4 % more with its crate."""
    fields = {"gross_weight_g": base + base // 25 + 1, **fields}
    return add_pack(specification=specification, name=name, quantity_base=base, by=None, now=NOW, **fields)


def carrots(hub: Hub) -> Pack:
    """Whole carrots in 10 kg crates."""
    return a_pack(a_specification(hub))


def a_recipe(processor: Enterprise, of: Specification, into: Pack, **fields: Any) -> Recipe:
    """The processor makes `into` of `of`: 850 g of every kilo, 500 kg a day, £1.20 a pack."""
    defaults = {"place": yard_of(processor), "yield_permille": 850, "capacity_base": 500_000, "fee_pence": 120}
    return add_recipe(
        processor=processor,
        input_specification=of,
        output_pack=into,
        by=None,
        now=NOW,
        **{**defaults, **fields},
    )


def a_lot(grower: Enterprise, specification: Specification, base: int = 100_000, code: str = "", **fields: Any) -> Lot:
    """A promised harvest of `base` base units."""
    return promise_harvest(
        producer=grower,
        specification=specification,
        quantity_base=base,
        code=code or f"L{next(numbers)}",
        by=None,
        now=NOW,
        **fields,
    )


def a_cycle(hub: Hub, days: tuple[date, ...] = (DAY,), name: str = "Week 10", *, is_open: bool = True) -> OrderCycle:
    """A cycle for `days`, open from NOW on unless told otherwise."""
    cycle = draft_cycle(hub=hub, name=name, days=days, opens_at=NOW, by=None, now=NOW)
    if is_open:
        open_cycle(cycle=cycle, by=None, now=NOW)
    return cycle


def a_day(hub: Hub) -> DeliveryDay:
    """Tuesday 9 March, open for orders: listing closes on 6 March at 17:00, ordering on 7 March at 12:00."""
    return a_cycle(hub).delivery_days.get()


def a_listing(
    day: DeliveryDay,
    grower: Enterprise,
    pack: Pack,
    packs: int = 10,
    price_pence: int = 950,
    **fields: Any,
) -> Listing:
    """The grower lists `packs` for bulk buyers, of a lot that holds exactly as many unless one is given."""
    lot = fields.pop("lot", None) or a_lot(grower, pack.specification, packs * pack.quantity_base)
    return list_produce(
        delivery_day=day,
        grower=grower,
        place=yard_of(grower),
        lot=lot,
        pack=pack,
        price_pence=price_pence,
        by=None,
        now=NOW,
        **{"packs_bulk": packs, **fields},
    )

"""What growers put into the shop for a day and which households order of it: few, small, and always the same. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from logistics.demonstration.facts import Farm, Good
from logistics.demonstration.harvests import SCARCE
from logistics.demonstration.scales import Scale
from logistics.demonstration.wishes import NOT_BY_WHIM, goods_by_choice, stream

#: The one household that can sign in, then guests.
HOUSEHOLD = "household"
GUESTS = ("Rosa Ibbotson", "Hugh Penrose", "Niamh Kettle", "Silas Farrow")
LINES = 4
#: Our own: small packs cost a tenth more a kilo to fill.
SMALL_PACKS_PERMILLE = 1100
#: Up to so many pence a kilo or litre a household's pack holds so much.
SIZES = ((400, 1000), (1500, 500), (10**9, 250))


@dataclass(frozen=True, slots=True)
class SmallPack:
    """A household's pack of a good that kitchens buy by the crate."""

    name: str
    quantity_base: int
    gross_weight_g: int
    packs_per_crate: int


@dataclass(frozen=True, slots=True)
class ForShop:
    """Packs that one grower puts into the shop."""

    grower: str
    good: Good
    packs: int


@dataclass(frozen=True, slots=True)
class HouseholdWish:
    """One household's order: packs by (grower, product)."""

    who: str
    packs: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class HouseholdDay:
    """Listings for the shop and the orders that come in."""

    listed: tuple[ForShop, ...]
    orders: tuple[HouseholdWish, ...]


def household_day(scale: Scale, day: date, *, seed: int, is_open: bool) -> HouseholdDay:
    """An open day has full shelves; of another day only what was ordered is told, all of it sold."""
    numbers = stream(seed, "households", day)
    shelf = [(farm.name, good) for farm in scale.farms for good in goods_of(scale, farm, day.month)]
    people = [HOUSEHOLD, *numbers.sample(GUESTS, k=2)] if not is_open else numbers.sample(GUESTS, k=2)
    orders = []
    for who in people:
        chosen = numbers.sample(shelf, k=min(LINES, len(shelf)))
        wish = tuple((name, good.product, numbers.randint(1, 3)) for name, good in sorted(chosen, key=by_name))
        orders.append(HouseholdWish(who, wish))
    sold: dict[tuple[str, str], int] = defaultdict(int)
    for order in orders:
        for name, product, packs in order.packs:
            sold[name, product] += packs
    listed = tuple(
        ForShop(name, good, sold[name, good.product] + (numbers.randint(6, 24) if is_open else 0))
        for name, good in shelf
        if is_open or (name, good.product) in sold
    )
    return HouseholdDay(listed, tuple(orders))


def by_name(each: tuple[str, Good]) -> tuple[str, str]:
    """A good's place in an order."""
    return each[0], each[1].product


def goods_of(scale: Scale, farm: Farm, month: int) -> Sequence[Good]:
    """What a farm puts into the shop in a month: a few of its products that kitchens buy in larger packs."""
    known = set(scale.goods)
    able = [
        packs[0]
        for (product, _), packs in goods_by_choice().items()
        if product in farm.products
        and packs[0] in known
        and not packs[0].is_processed
        and product not in SCARCE | NOT_BY_WHIM
        and packs[0].in_season(month)
        and small_pack(packs[0], month).quantity_base < packs[-1].quantity_base
    ]
    return able[: scale.shop_goods_a_farm]


def small_pack(good: Good, month: int) -> SmallPack:
    """A kilo bag of carrots, 250 g of mushrooms, a litre of milk, six eggs, one cabbage."""
    if good.base_unit == "each":
        count = 6 if good.category == "eggs" else 1
        weight_g = round(good.gross_weight_g * count / good.quantity_base) + 10
        return SmallPack("box of 6" if count == 6 else "single", count, weight_g, 12)
    per_thousand = good.grower_pence(month) * 1000 / good.quantity_base
    size = next(base for most_pence, base in SIZES if per_thousand <= most_pence)
    large, small = ("kg", "g") if good.base_unit == "g" else ("litre", "ml")
    name = f"1 {large}" if size == 1000 else f"{size} {small}"
    return SmallPack(name, size, size + size // 30 + 10, 12_000 // size)


def asking_pence(good: Good, pack: SmallPack, month: int) -> int:
    """The grower's price of the small pack, to five pence."""
    pence = good.grower_pence(month) * pack.quantity_base * SMALL_PACKS_PERMILLE / good.quantity_base / 1000
    return max(5, round(pence / 5) * 5)

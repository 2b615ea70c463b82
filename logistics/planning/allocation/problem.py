"""What is to be shared: demands, listings, lots, processors and the rules between them.

Knows values only; where they came from and how they are shared is other rooms' business.
Quantities are whole packs or integer base units (g, ml, each), money is integer pence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from logistics.planning.allocation.allocation import Allocation

GrowerRule = Literal["max_min", "pro_rata"]
ShortageRule = Literal["max_min", "pro_rata", "classes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """A substitute that the buyer accepts; tier 1 is the first choice after the wanted product.

    `packs_per_wanted` packs of it stand for one wanted pack (four 2.5 kg bags for a 10 kg crate).
    A listing of the wanted product in another pack is a fall-back too.
    """

    product: str
    pack_base: int
    tier: int = 1
    packs_per_wanted: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One specification wanted at one kitchen, in whole packs.

    `product` is an opaque specification key. `ceiling_pence` bounds what one wanted pack may cost.
    `claim` is the place in the published order of claim, 0 first. `entitlement` is the weight
    (contract meals) that shares a shortage; the packs asked for never do, except under pro rata.
    `share_class` is the buyer's class, counted from 0 in the order of `Policy.class_permille`.
    `most_sellers` bounds the growers and processors that bring this product to the kitchen's door.
    `allowed_growers` None lets every grower in.
    """

    id: str
    buyer: str
    kitchen_place: str
    product: str
    pack_base: int
    packs: int
    ceiling_pence: int | None = None
    claim: int = 0
    entitlement: int = 1
    share_class: int = 0
    most_sellers: int | None = None
    required_certificates: frozenset[str] = frozenset()
    allowed_growers: frozenset[str] | None = None
    blocked_growers: frozenset[str] = frozenset()
    fallbacks: tuple[Fallback, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Stock held once, in base units; the listings that name it are views of it."""

    id: str
    available_base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one grower sells: whole packs of one specification out of one lot.

    `minimum_packs` is all or nothing: a listing is not used, or used for at least that much.
    `score` is the social value of one pack. `offered_packs` weighs the grower's fair share under
    pro rata (the packs available when None). `backup` marks a wholesaler that fills only what
    local growers cannot and never counts as local.
    """

    id: str
    grower: str
    place: str
    lot: str
    product: str
    pack_base: int
    packs: int
    price_pence: int
    minimum_packs: int = 0
    certificates: frozenset[str] = frozenset()
    score: int = 0
    offered_packs: int | None = None
    newcomer: bool = False
    backup: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What one processor makes in a day out of one input, pooled.

    Output base units are at most input base units x `yield_permille` / 1000, and at most
    `capacity_base`. A day with less than `minimum_input_base` is not started. `fee_pence` is per
    output pack. A demand's certificates must be held by the processor and by every input.
    """

    id: str
    processor: str
    place: str
    input_product: str
    output_product: str
    output_pack_base: int
    yield_permille: int
    capacity_base: int
    minimum_input_base: int = 0
    fee_pence: int = 0
    certificates: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowerTerms:
    """What one grower asks of a day; `carried` is the season's memory in thousandths of a pack.

    Positive `carried` is owed to the grower, negative was had in advance.
    """

    grower: str
    minimum_pickup_value_pence: int = 0
    maximum_value_pence: int | None = None
    carried: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerTerms:
    """The season's memory of one buyer against its entitlement, in thousandths of a pack owed."""

    buyer: str
    carried: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The hub's published rules.

    `shortage_rule` shares scarce food between buyers, `grower_rule` scarce demand between growers.
    Under the rule "classes", `class_permille` says which part of what is listed each class of buyers
    may have before the others, in the order in which they are served; inside a class it is max-min.
    `newcomer_minimum_packs` is promised to each newcomer's listing before the rest is shared.
    The last level is money: `split_pence` for each grower that a kitchen deals with,
    `pack_km_millipence` for each pack and kilometre, `score_pence` off for each point of score.
    """

    shortage_rule: ShortageRule = "max_min"
    grower_rule: GrowerRule = "max_min"
    class_permille: tuple[int, ...] = ()
    newcomer_minimum_packs: int = 0
    split_pence: int = 100
    pack_km_millipence: int = 1000
    score_pence: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One delivery day to be shared. `distances` are metres by (grower's place, kitchen's place).

    With `previous`, the answer is a re-share: what was promised and is still there stays.
    """

    demands: tuple[Demand, ...]
    listings: tuple[Listing, ...]
    lots: tuple[Lot, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    growers: tuple[GrowerTerms, ...] = ()
    buyers: tuple[BuyerTerms, ...] = ()
    policy: Policy = Policy()
    distances: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    previous: Allocation | None = None

"""Finds the fact behind a shortage: what is left over, and what stops each of it."""

from __future__ import annotations

from collections import defaultdict

from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.options import Option, Options, refusal, wants
from logistics.planning.allocation.problem import Demand, Listing, Recipe
from logistics.planning.allocation.wording import Reason


class Rest:
    """What an answer leaves over, and the stock that stood against what was asked."""

    def __init__(self, options: Options, shares: Shares) -> None:
        self.options = options
        self.problem = options.problem
        self.terms = {terms.grower: terms for terms in self.problem.growers}
        self.filled: dict[str, int] = defaultdict(int)
        self.left = {listing.id: listing.packs for listing in self.problem.listings}
        self.lots = {lot.id: lot.available_base for lot in self.problem.lots}
        self.stock_base = dict(self.lots)
        self.value: dict[str, int] = defaultdict(int)
        self.output: dict[str, int] = defaultdict(int)
        self.sellers: dict[tuple[int, str, str, str], set[str]] = defaultdict(set)
        for found in options.of.values():
            for option in found:
                fills = shares.fills.get((option.demand.id, option.source.id), 0)
                self.filled[option.demand.id] += fills
                if fills:
                    self.sellers[_kitchen(option.demand)].add(option.seller)
                if isinstance(option.source, Listing):
                    self._take(option.source, fills * option.ratio)
                else:
                    self.output[option.source.id] += fills * option.ratio
        for (_, name), packs in shares.inputs.items():
            self._take(options.listings[name], packs)

    def _take(self, listing: Listing, packs: int) -> None:
        self.left[listing.id] -= packs
        self.lots[listing.lot] -= packs * listing.pack_base
        self.value[listing.grower] += packs * listing.price_pence

    def may_deal(self, option: Option) -> bool:
        """Whether the kitchen deals with this seller already, or may deal with one more for this product."""
        sellers = self.sellers[_kitchen(option.demand)]
        most = option.demand.most_sellers
        return most is None or option.seller in sellers or len(sellers) < most

    def room(self, listing: Listing) -> int:
        """Packs of a listing that nobody took."""
        return min(self.left[listing.id], self.lots[listing.lot] // listing.pack_base)

    def missing(self, demand: Demand) -> int:
        """Wanted packs that are short."""
        return demand.packs - self.filled[demand.id]

    def stock_and_asked(self, demand: Demand) -> tuple[int, int]:
        """The demand's packs that all its sources held, and that all who may take them asked."""
        return self._against(demand, self.options.of[demand.id])

    def wanted_stock(self, demand: Demand) -> tuple[int, int]:
        """The same for local growers of the wanted product alone."""
        first = tuple(
            option
            for option in self.options.of[demand.id]
            if not option.tier and not (isinstance(option.source, Listing) and option.source.backup)
        )
        return self._against(demand, first)

    def _against(self, demand: Demand, options: tuple[Option, ...]) -> tuple[int, int]:
        stock = 0
        by_lot: dict[str, int] = defaultdict(int)
        rivals = {demand.id}
        for option in options:
            source = option.source
            rivals |= {each.demand.id for each in self.options.by_source[source.id]}
            if isinstance(source, Listing):
                by_lot[source.lot] += source.packs // option.ratio * demand.pack_base
            else:
                stock += source.capacity_base // source.output_pack_base // option.ratio
        for lot, base in by_lot.items():
            stock += min(base, self.stock_base[lot]) // demand.pack_base
        return stock, sum(self.options.demands[name].packs for name in rivals)


def _kitchen(demand: Demand) -> tuple[int, str, str, str]:
    return demand.claim, demand.buyer, demand.kitchen_place, demand.product


def shortage_reason(rest: Rest, demand: Demand) -> Reason:
    """The nearest fact: nobody has it, nobody may, something is left but bound, or stock is out."""
    options = rest.options.of[demand.id]
    if not options:
        return _nobody(rest, demand)
    for option in options:
        reason = (
            _bound(rest, option, option.source)
            if isinstance(option.source, Listing)
            else _processor(rest, option, option.source)
        )
        if reason is not None:
            return reason
    if all(isinstance(option.source, Recipe) for option in options):
        return _processors(rest, demand, options)
    return _stock(rest, demand, options)


def _nobody(rest: Rest, demand: Demand) -> Reason:
    refused: dict[str, list[int]] = defaultdict(list)
    for product, pack_base, _, ratio in wants(demand):
        for listing in rest.problem.listings:
            if (listing.product, listing.pack_base) == (product, pack_base) and listing.packs:
                why = refusal(demand, listing, ratio)
                if why is not None:
                    refused[why].append(listing.price_pence * ratio)
        for recipe in rest.problem.recipes:
            if (recipe.output_product, recipe.output_pack_base) == (product, pack_base):
                return _processors(rest, demand, (Option(demand, recipe, 0, ratio, True),))
    count = sum(len(prices) for prices in refused.values())
    if not count:
        return Reason("not_listed")
    if refused["ceiling"] and demand.ceiling_pence is not None:
        lowest = min(refused["ceiling"])
        return Reason("ceiling", (("lowest_pence", lowest), ("ceiling_pence", demand.ceiling_pence)))
    if refused["certificate"]:
        names = ", ".join(sorted(demand.required_certificates))
        return Reason("certificate", (("listings", count),), (("certificates", names),))
    return Reason("grower_refused", (("listings", count),))


def _bound(rest: Rest, option: Option, listing: Listing) -> Reason | None:
    """What stops a listing with packs left from filling this shortage."""
    room, missing = rest.room(listing), rest.missing(option.demand)
    if room < option.ratio:
        return None
    name = (("listing", listing.id), ("grower", listing.grower))
    if not rest.may_deal(option):
        return Reason("most_sellers", (("most", option.demand.most_sellers or 0),), name)
    terms = rest.terms.get(listing.grower)
    if terms is not None and rest.left[listing.id] == listing.packs:
        worth = rest.value[listing.grower] + sum(
            min(rest.missing(each.demand) * each.ratio, room) * listing.price_pence
            for each in rest.options.by_source[listing.id]
        )
        if worth < terms.minimum_pickup_value_pence:
            minimum = terms.minimum_pickup_value_pence
            return Reason("pickup_minimum", (("worth_pence", worth), ("minimum_pence", minimum)), name)
    if rest.left[listing.id] == listing.packs and missing * option.ratio < listing.minimum_packs:
        numbers = (("missing", missing * option.ratio), ("minimum", listing.minimum_packs))
        return Reason("listing_minimum", numbers, name)
    most = terms.maximum_value_pence if terms else None
    value = rest.value[listing.grower]
    if most is not None and value + option.ratio * listing.price_pence > most:
        numbers = (("maximum_pence", most), ("value_pence", value))
        return Reason("grower_maximum", numbers, name)
    return Reason("rules_together", (("left", room),), name)


def _processor(rest: Rest, option: Option, recipe: Recipe) -> Reason | None:
    """What stops a recipe with capacity left; None when its day is full."""
    capacity = recipe.capacity_base // recipe.output_pack_base
    if rest.output[recipe.id] + option.ratio > capacity:
        return None
    if not rest.may_deal(option):
        most = (("most", option.demand.most_sellers or 0),)
        return Reason("most_sellers", most, (("recipe", recipe.id), ("processor", recipe.processor)))
    usable = rest.options.usable_inputs(option.demand, recipe, option.ratio)
    room = sum(rest.room(listing) * listing.pack_base for listing in usable)
    name = (("recipe", recipe.id), ("processor", recipe.processor))
    if not rest.output[recipe.id] and room < recipe.minimum_input_base:
        numbers = (("minimum", recipe.minimum_input_base), ("stock", room))
        return Reason("processor_minimum", numbers, name)
    per_pack = recipe.output_pack_base * option.ratio * 1000
    if room * recipe.yield_permille < per_pack:
        made = rest.output[recipe.id] + room * recipe.yield_permille // per_pack
        asked = sum(each.demand.packs * each.ratio for each in rest.options.by_source[recipe.id])
        return Reason("processor_input", (("stock", made), ("asked", asked)), name)
    return Reason("rules_together", (("left", room // recipe.output_pack_base),), name)


def _processors(rest: Rest, demand: Demand, options: tuple[Option, ...]) -> Reason:
    recipes = [option.source for option in options if isinstance(option.source, Recipe)]
    if not any(rest.options.usable_inputs(demand, each, options[0].ratio) for each in recipes):
        return Reason("processor_input", (("stock", 0), ("asked", demand.packs)))
    packs = sum(each.capacity_base // each.output_pack_base for each in recipes)
    rivals = {each.demand.id for recipe in recipes for each in rest.options.by_source[recipe.id]}
    asked = sum(rest.options.demands[name].packs for name in rivals | {demand.id})
    numbers = (("processors", len(recipes)), ("capacity", packs), ("asked", asked))
    return Reason("processor_capacity", numbers, (("processor", recipes[0].processor),))


def _stock(rest: Rest, demand: Demand, options: tuple[Option, ...]) -> Reason:
    stock, asked = rest.stock_and_asked(demand)
    rivals = {each.demand.id for option in options for each in rest.options.by_source[option.source.id]}
    earlier = sum(rest.filled[name] for name in rivals if rest.options.demands[name].claim < demand.claim)
    numbers = (
        ("given", rest.filled[demand.id]),
        ("wanted", demand.packs),
        ("stock", stock),
        ("asked", asked),
    )
    if earlier:
        return Reason("claim", (*numbers, ("earlier", earlier)))
    return Reason("stock", numbers, (("rule", rest.problem.policy.shortage_rule),))

"""What an answer would move before anybody confirmed it: the day's facts with its goods, without papers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from logistics.intake.facts import Goods, MoveFacts
from logistics.intake.households import goods_for_households
from logistics.intake.keys import key_of
from logistics.intake.moving import facts_about, goods_of_input, goods_of_share
from logistics.planning.allocation.allocation import Allocation
from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.models import BulkOrderLine
from shop.procurement.standing import StandingShare
from shop.produce.models import Recipe


class NoPapers(dict[tuple[int, int], int | None]):
    """Nothing is confirmed yet."""

    def __missing__(self, key: tuple[int, int]) -> None:
        """No line has a confirmation."""


@dataclass(frozen=True)
class Tentative:
    """The vans, the places and the households' goods; rows by their keys in an answer."""

    facts: MoveFacts
    lines: Mapping[str, Any]
    listings: Mapping[str, Any]
    recipes: Mapping[str, Any]

    def carrying(self, answer: Allocation) -> MoveFacts:
        """The facts with this answer's goods."""
        kitchens = [self._of_listing(line.demand, line.listing, line.packs) for line in answer.lines]
        kitchens += [self._of_recipe(made.demand, made.recipe, made.packs) for made in answer.processed]
        inputs = (
            goods_of_input(self.listings[each.listing], self.recipes[each.recipe], each.packs, {})
            for each in answer.inputs
        )
        return replace(self.facts, for_kitchens=(*kitchens, *self.facts.for_kitchens), for_processors=tuple(inputs))

    def _of_listing(self, demand: str, name: str, packs: int) -> Goods:
        listing = self.listings[name]
        share = StandingShare(self.lines[demand], listing.pack, listing, None, packs, listing.price_pence, "")
        return goods_of_share(share, NoPapers(), {})

    def _of_recipe(self, demand: str, name: str, packs: int) -> Goods:
        recipe = self.recipes[name]
        share = StandingShare(self.lines[demand], recipe.output_pack, None, recipe, packs, recipe.fee_pence, "")
        return goods_of_share(share, NoPapers(), {})


def read_tentative(delivery_day: DeliveryDay) -> Tentative:
    """Read all that may give or get something on a closed day. Raises NotMovable."""
    listings = list(
        Listing.objects.standing()
        .filter(delivery_day=delivery_day)
        .select_related("grower", "pack__specification__product")
    )
    recipes = list(
        Recipe.objects.of(delivery_day.cycle.hub).select_related("processor", "output_pack__specification__product")
    )
    lines = list(BulkOrderLine.objects.counting_for(delivery_day).named())
    sellers = {row.place_id for row in (*listings, *recipes)}
    return Tentative(
        facts=facts_about(
            delivery_day,
            0,
            goods_for_households(delivery_day, {}),
            (),
            also=sellers | {line.drop.kitchen_id for line in lines},
        ),
        lines={key_of("line", row.pk): row for row in lines},
        listings={key_of("listing", row.pk): row for row in listings},
        recipes={key_of("recipe", row.pk): row for row in recipes},
    )

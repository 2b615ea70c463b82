"""How large the demonstration is, and how long its solvers may think: iterations, the same on any machine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from logistics.demonstration import facts
from logistics.demonstration.facts import Farm, Good, Kitchen, Line, Van, Works
from logistics.run_cycle import Budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What of the tables there is, and how much happens in it.

    `has_steady_menu`: its kitchens cook the same on every date, so that what it promises to show is always there.
    """

    name: str
    farms: tuple[Farm, ...]
    kitchens: tuple[Kitchen, ...]
    processors: tuple[Works, ...]
    vans: tuple[Van, ...]
    past_days: int
    kitchens_on_a_past_day: int
    kitchens_on_an_open_day: int
    listings_a_farm: int
    shop_goods_a_farm: int
    history_budget: Budget
    today_budget: Budget
    has_steady_menu: bool = False

    @property
    def recipes(self) -> tuple[Line, ...]:
        """What its processors make of what its growers have, as something that is known here."""
        works = {each.name for each in self.processors}
        grown = {product for farm in self.farms for product in farm.products}
        return tuple(
            line
            for line in facts.recipes()
            if line.processor in works and {line.input_product, line.output_product} <= grown
        )

    @property
    def goods(self) -> tuple[Good, ...]:
        """Packs that somebody here grows or makes."""
        grown = {product for farm in self.farms for product in farm.products}
        made = {(line.output_product, line.output_cut) for line in self.recipes}
        return tuple(
            good
            for good in facts.goods()
            if ((good.product, good.cut) in made if good.is_processed else good.product in grown)
        )


def small() -> Scale:
    """Twelve growers, two processors, ten kitchens, four vans, two past days."""
    return Scale(
        name="small",
        farms=facts.farms()[:12],
        kitchens=facts.kitchens()[:10],
        processors=facts.processors()[:2],
        vans=tuple(van for van in facts.vans() if van.scale == "small"),
        past_days=2,
        kitchens_on_a_past_day=5,
        kitchens_on_an_open_day=5,
        listings_a_farm=4,
        shop_goods_a_farm=4,
        history_budget=Budget.repeatable(deterministic=0.2, iterations=1, direct_trials=0),
        today_budget=Budget.repeatable(deterministic=1.0, iterations=100),
        has_steady_menu=True,
    )


def region() -> Scale:
    """All that the tables hold, and six weeks of delivered days: two a week."""
    return Scale(
        name="region",
        farms=facts.farms(),
        kitchens=facts.kitchens(),
        processors=facts.processors(),
        vans=facts.vans(),
        past_days=12,
        kitchens_on_a_past_day=14,
        kitchens_on_an_open_day=30,
        listings_a_farm=5,
        shop_goods_a_farm=2,
        history_budget=Budget.repeatable(deterministic=0.2, iterations=1, direct_trials=0),
        today_budget=Budget.repeatable(deterministic=4.0, iterations=100, direct_trials=1),
    )


SCALES: Mapping[str, Callable[[], Scale]] = {"small": small, "region": region}

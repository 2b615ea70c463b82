"""A reason and its words. Knows the codes, not how a reason is found."""

from __future__ import annotations

from dataclasses import dataclass

WORDS = {
    # lines
    "kept": "{packs} packs promised before, kept",
    "whole_listing": "{packs} packs: all that this grower has of it",
    "fair_share": "{packs} of {offered} packs offered: {sold} packs shared between {growers} growers by {rule}",
    "only_grower": "{packs} of {offered} packs offered: the only grower who lists it",
    "short_share": "{given} of {wanted} packs: stock was {stock} for {asked} asked, shared by {rule}",
    "substitute": "{packs} packs of the buyer's substitute {tier}: only {stock} of what was wanted for {asked} asked",
    "backup": "{packs} packs from the back-up wholesaler: local growers had {stock} for {asked} asked",
    "processed": "{packs} packs made by the processor, who gets {yield_permille} g out of each kg",
    # shortages
    "not_listed": "no grower listed it",
    "grower_refused": "{listings} listings, but none from a grower this buyer deals with",
    "certificate": "{listings} listings, but none holds every certificate asked for: {certificates}",
    "ceiling": "every listing costs more than the ceiling: lowest {lowest_pence}, ceiling {ceiling_pence}",
    "stock": "{given} of {wanted} packs: stock was {stock} for {asked} asked, shared by {rule}",
    "claim": "{given} of {wanted} packs: stock was {stock} for {asked} asked, and {earlier} went to earlier claims",
    "pickup_minimum": "a pickup worth {worth_pence} is under this grower's {minimum_pence} minimum",
    "listing_minimum": "{missing} packs missing, and this listing starts at {minimum}",
    "grower_maximum": "this grower takes no more than {maximum_pence} a day and has {value_pence}",
    "processor_capacity": "{processors} processors make it and their day holds {capacity} packs for {asked} asked",
    "processor_input": "the processors' growers had input for {stock} packs for {asked} asked",
    "processor_minimum": "the processor starts at {minimum} base units of input, and {stock} could be had",
    "rules_together": "{left} packs are left over, but minimums and shares allow no way to use them",
}
RULES = {"max_min": "max-min", "pro_rata": "pro rata"}


@dataclass(frozen=True, slots=True)
class Reason:
    """The fact that bound a line: a code, its binding numbers, and the names they belong to.

    Numbers that end in `_pence` are money, all others packs, base units or counts.
    """

    code: str
    numbers: tuple[tuple[str, int], ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The reason in plain words, with its numbers."""
        values = {name: _number(name, number) for name, number in self.numbers}
        values |= {name: RULES.get(value, value) for name, value in self.names}
        return WORDS[self.code].format_map(values)


def _number(name: str, number: int) -> str:
    if name.endswith("_pence"):
        return f"{'-' if number < 0 else ''}£{abs(number) // 100:,}.{abs(number) % 100:02d}"
    return f"{number:,}"

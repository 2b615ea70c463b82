"""A reason and its words. Knows the codes, not how a reason is found."""

from __future__ import annotations

from dataclasses import dataclass

# `{packs:# pack|# packs}`: the words for one and the words for any other number; # is the number itself.
WORDS = {
    # lines
    "kept": "{packs:# pack|# packs} promised before, kept",
    "whole_listing": "{packs:# pack|# packs}: all that this grower has of it",
    "fair_share": (
        "{packs} of {offered:# pack|# packs} offered: {sold:# pack|# packs} shared between "
        "{growers:# grower|# growers} by {rule}"
    ),
    "only_grower": "{packs} of {offered:# pack|# packs} offered: the only grower who lists it",
    "short_share": "{given} of {wanted:# pack|# packs}: stock was {stock} for {asked} asked, shared by {rule}",
    "substitute": (
        "{packs:# pack|# packs} of the buyer's substitute {tier}: only {stock} of what was wanted for {asked} asked"
    ),
    "backup": "{packs:# pack|# packs} from the back-up wholesaler: local growers had {stock} for {asked} asked",
    "rounds": (
        "{packs:# pack|# packs} of it in place of {grower}, who stands as well: the rounds save {saved_pence} and "
        "{saved_km} km"
    ),
    "processed": "{packs:# pack|# packs} made by the processor, who gets {yield_permille} g out of each kg",
    # shortages
    "not_listed": "no grower listed it",
    "grower_refused": "{listings:# listing, but not|# listings, but none} from a grower this buyer deals with",
    "certificate": (
        "{listings:# listing, but without|# listings, but none with} every certificate asked for: {certificates}"
    ),
    "ceiling": "every listing costs more than the ceiling: lowest {lowest_pence}, ceiling {ceiling_pence}",
    "stock": "{given} of {wanted:# pack|# packs}: stock was {stock} for {asked} asked, shared by {rule}",
    "claim": (
        "{given} of {wanted:# pack|# packs}: stock was {stock} for {asked} asked, and {earlier} went to earlier claims"
    ),
    "pickup_minimum": "a pickup worth {worth_pence} is under this grower's {minimum_pence} minimum",
    "listing_minimum": "{missing:# pack|# packs} missing, and this listing starts at {minimum}",
    "grower_maximum": "this grower takes no more than {maximum_pence} a day and has {value_pence}",
    "most_sellers": "this kitchen takes one product from at most {most:# seller|# sellers}, and has as many",
    "processor_capacity": (
        "{processors:the one processor that makes it has a day|the # processors that make it have days} of "
        "{capacity:# pack|# packs}, for {asked} asked"
    ),
    "processor_input": "growers had the makings of {stock:# pack|# packs}, for {asked} asked",
    "processor_minimum": "the processor starts at {minimum} base units of input, and {stock} could be had",
    "rules_together": (
        "{left:# pack is|# packs are} left over, but minimums and shares allow no way to use {left:it|them}"
    ),
}
RULES = {"max_min": "max-min", "pro_rata": "pro rata", "classes": "classes in their order"}


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
        values: dict[str, object] = {name: _number(name, number) for name, number in self.numbers}
        values |= {name: RULES.get(value, value) for name, value in self.names}
        return WORDS[self.code].format_map(values)


class _Count(int):
    """A number that knows its singular: its format is empty or `words for one|words for more`."""

    def __format__(self, words: str) -> str:
        one, _, more = (words or "#").partition("|")
        return ((more or one) if self != 1 else one).replace("#", f"{int(self):,}")


def _number(name: str, number: int) -> object:
    if name.endswith("_pence"):
        return f"{'-' if number < 0 else ''}£{abs(number) // 100:,}.{abs(number) % 100:02d}"
    return _Count(number)

"""What a substitute may cost and contain. Pure arithmetic: knows no rows."""

from collections.abc import Mapping

# How much is to be feared: what is not stated is unknown, and unknown is not none.
RANKS = {"absent": 0, "unknown": 1, "may_contain": 2, "contains": 3}


def price_of_substitute(*, own_pence: int | None, wanted_pence: int, fills: int, packs: int) -> int:
    """Price per pack when `packs` substitute packs stand for `fills` wanted ones.

    Its own published price where there is one, but together never more than the wanted packs would have cost:
    min(own, wanted x fills / packs rounded down).
    """
    most_pence = wanted_pence * fills // packs
    return most_pence if own_pence is None else min(own_pence, most_pence)


def added_allergens(*, wanted: Mapping[str, str], instead: Mapping[str, str]) -> list[str]:
    """Codes of allergens in which the substitute is worse than what was wanted.

    Both map an allergen's code to contains, may_contain or absent; a code that is missing is unknown.
    """
    return [
        code
        for code in sorted(wanted.keys() | instead.keys())
        if RANKS[instead.get(code, "unknown")] > RANKS[wanted.get(code, "unknown")]
    ]

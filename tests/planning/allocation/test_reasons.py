"""A reason names the fact that bound the line: relaxing exactly that fact changes the answer."""

import re
from dataclasses import replace
from string import Formatter

import pytest

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.problem import Fallback, GrowerTerms, Policy
from logistics.planning.allocation.solve import solve
from logistics.planning.allocation.wording import WORDS, Reason
from tests.planning.allocation.small import CRATE, demand, dicing, filled, listing, problem, short

BUDGET = Budget(deterministic=5.0, gap=0.0)
ORGANIC = frozenset({"organic"})
DICED = {"product": "diced", "pack_base": CRATE // 2}


def of(group, name, **more):
    """A change of one row of the problem."""

    def relax(asked):
        key = "grower" if group == "growers" else "id"
        rows = getattr(asked, group)
        return replace(
            asked, **{group: tuple(replace(row, **more) if getattr(row, key) == name else row for row in rows)}
        )

    return relax


def both(*changes):
    def relax(asked):
        for change in changes:
            asked = change(asked)
        return asked

    return relax


def more_stock(name, packs):
    return both(of("listings", name, packs=packs), of("lots", f"lot {name}", available_base=packs * CRATE))


def terms(**more):
    return {"growers": (GrowerTerms(grower="grower L", **more),)}


SHORT = {
    "not_listed": (
        problem([demand("D", 5)], [listing("L", 9, product="leeks")]),
        of("listings", "L", product="carrots"),
        "no grower listed it",
    ),
    "grower_refused": (
        problem([demand("D", 5, blocked_growers=frozenset({"grower L"}))], [listing("L", 9)]),
        of("demands", "D", blocked_growers=frozenset()),
        "1 listing, but not from a grower this buyer deals with",
    ),
    "certificate": (
        problem([demand("D", 5, required_certificates=ORGANIC)], [listing("L", 9)]),
        of("listings", "L", certificates=ORGANIC),
        "1 listing, but without every certificate asked for: organic",
    ),
    "ceiling": (
        problem(
            [demand("D", 5, ceiling_pence=950)], [listing("L", 9, price_pence=1150), listing("M", 9, price_pence=1200)]
        ),
        of("demands", "D", ceiling_pence=1150),
        "every listing costs more than the ceiling: lowest £11.50, ceiling £9.50",
    ),
    "stock": (
        problem([demand("D", 30), demand("E", 50)], [listing("L", 24)]),
        more_stock("L", 26),
        "12 of 30 packs: stock was 24 for 80 asked, shared by max-min",
    ),
    "claim": (
        problem([demand("D", 5, claim=1), demand("E", 6)], [listing("L", 8)]),
        of("demands", "E", packs=4),
        "2 of 5 packs: stock was 8 for 11 asked, and 6 went to earlier claims",
    ),
    "pickup_minimum": (
        problem([demand("D", 2)], [listing("L", 9)], **terms(minimum_pickup_value_pence=2500)),
        of("growers", "grower L", minimum_pickup_value_pence=2000),
        "a pickup worth £20.00 is under this grower's £25.00 minimum",
    ),
    "grower_maximum": (
        problem([demand("D", 5)], [listing("L", 9)], **terms(maximum_value_pence=3999)),
        of("growers", "grower L", maximum_value_pence=4000),
        "this grower takes no more than £39.99 a day and has £30.00",
    ),
    "listing_minimum": (
        problem([demand("D", 3)], [listing("L", 9, minimum_packs=4)]),
        of("listings", "L", minimum_packs=3),
        "3 packs missing, and this listing starts at 4",
    ),
    "most_sellers": (
        problem([demand("D", 9, most_sellers=2)], [listing(name, 4) for name in "LMN"]),
        of("demands", "D", most_sellers=3),
        "this kitchen takes one product from at most 2 sellers, and has as many",
    ),
    "processor_capacity": (
        problem([demand("D", 12, **DICED)], [listing("L", 20)], recipes=(dicing(capacity_base=40_000),)),
        of("recipes", "dice", capacity_base=45_000),
        "the one processor that makes it has a day of 8 packs, for 12 asked",
    ),
    "processor_input": (
        problem([demand("D", 12, **DICED)], [listing("L", 3)], recipes=(dicing(),)),
        more_stock("L", 4),
        "growers had the makings of 4 packs, for 12 asked",
    ),
    "processor_minimum": (
        problem([demand("D", 4, **DICED)], [listing("L", 3)], recipes=(dicing(minimum_input_base=31_000),)),
        of("recipes", "dice", minimum_input_base=30_000),
        "the processor starts at 31,000 base units of input, and 30,000 could be had",
    ),
}


@pytest.mark.parametrize("code", SHORT)
def test_relaxing_exactly_the_named_fact_fills_more(code):
    asked, relax, text = SHORT[code]

    bound = solve(asked, budget=BUDGET, seed=1)
    relaxed = solve(relax(asked), budget=BUDGET, seed=1)

    reason = short(bound)["D"].reason
    assert (reason.code, reason.text) == (code, text)
    assert filled(relaxed).get("D", 0) > filled(bound).get("D", 0)


LINES = {
    "whole_listing": (
        problem([demand("D", 9)], [listing("L", 3), listing("M", 9)]),
        more_stock("L", 4),
        "3 packs: all that this grower has of it",
    ),
    "fair_share": (
        problem([demand("D", 8)], [listing("L", 9), listing("M", 9)]),
        lambda asked: replace(
            asked,
            policy=Policy(grower_rule="pro_rata"),
            listings=(replace(asked.listings[0], offered_packs=27), asked.listings[1]),
        ),
        "4 of 9 packs offered: 8 packs shared between 2 growers by max-min",
    ),
    "only_grower": (
        problem([demand("D", 4)], [listing("L", 9)]),
        lambda asked: problem([*asked.demands], [*asked.listings, listing("M", 9)]),
        "4 of 9 packs offered: the only grower who lists it",
    ),
    "substitute": (
        problem(
            [demand("D", 8, fallbacks=(Fallback(product="leeks", pack_base=CRATE),))],
            [listing("L", 9, product="leeks"), listing("M", 3)],
        ),
        more_stock("M", 4),
        "5 packs of the buyer's substitute 1: only 3 of what was wanted for 8 asked",
    ),
    "backup": (
        problem([demand("D", 8)], [listing("L", 9, backup=True), listing("M", 3)]),
        more_stock("M", 4),
        "5 packs from the back-up wholesaler: local growers had 3 for 8 asked",
    ),
    "short_share": (
        problem([demand("D", 30), demand("E", 50)], [listing("L", 24)]),
        more_stock("L", 26),
        "12 of 30 packs: stock was 24 for 80 asked, shared by max-min",
    ),
}


@pytest.mark.parametrize("code", LINES)
def test_relaxing_the_fact_that_bound_a_line_changes_the_line(code):
    asked, relax, text = LINES[code]

    def line(problem):
        (found,) = (
            each for each in solve(problem, budget=BUDGET, seed=1).lines if (each.demand, each.listing) == ("D", "L")
        )
        return found

    assert (line(asked).reason.code, line(asked).reason.text) == (code, text)
    assert line(relax(asked)).packs != line(asked).packs


def test_processed_goods_say_what_is_lost_on_the_way():
    asked = problem([demand("D", 8, **DICED)], [listing("L", 20)], recipes=(dicing(),))

    (line,) = solve(asked, budget=BUDGET, seed=1).processed

    assert line.reason.text == "8 packs made by the processor, who gets 800 g out of each kg"


def test_every_code_has_words():
    covered = {*SHORT, *LINES, "kept", "processed", "rounds", "rules_together"}

    assert covered == set(WORDS)
    assert Reason("rules_together", (("left", 1200),)).text == (
        "1,200 packs are left over, but minimums and shares allow no way to use them"
    )


@pytest.mark.parametrize(
    ("code", "numbers", "text"),
    [
        ("kept", {"packs": 1}, "1 pack promised before, kept"),
        ("kept", {"packs": 2}, "2 packs promised before, kept"),
        ("grower_refused", {"listings": 3}, "3 listings, but none from a grower this buyer deals with"),
        ("listing_minimum", {"missing": 1, "minimum": 4}, "1 pack missing, and this listing starts at 4"),
        ("processor_input", {"stock": 0, "asked": 1}, "growers had the makings of 0 packs, for 1 asked"),
        (
            "processor_capacity",
            {"processors": 2, "capacity": 1080, "asked": 1091},
            "the 2 processors that make it have days of 1,080 packs, for 1,091 asked",
        ),
        (
            "rules_together",
            {"left": 1},
            "1 pack is left over, but minimums and shares allow no way to use it",
        ),
    ],
)
def test_one_is_said_in_the_singular_and_any_other_number_in_the_plural(code, numbers, text):
    assert Reason(code, tuple(numbers.items())).text == text


@pytest.mark.parametrize("number", [0, 1, 2, 1234])
@pytest.mark.parametrize("code", WORDS)
def test_no_reason_says_one_packs_or_shows_bare_pence(code, number):
    fields = [name for _, name, _, _ in Formatter().parse(WORDS[code]) if name]
    said = ("rule", "max_min"), ("certificates", "organic")

    text = Reason(
        code,
        tuple((name, number) for name in fields if name not in dict(said)),
        tuple(each for each in said if each[0] in fields),
    ).text

    assert not re.search(r"(?<![\d,.])1 \w+s\b|#|\|", text)
    assert text.count("£") == sum(name.endswith("_pence") for name in fields)

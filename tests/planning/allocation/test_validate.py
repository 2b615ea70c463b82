"""A problem that contradicts itself is refused with the facts; a broken document with its field."""

from dataclasses import replace

import pytest

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.codec import (
    BadDocument,
    allocation_from_json,
    fingerprint,
    problem_from_json,
    to_json,
)
from logistics.planning.allocation.problem import BuyerTerms, Fallback, GrowerTerms, Lot, Policy, Problem
from logistics.planning.allocation.solve import solve
from logistics.planning.allocation.validate import BadProblem, validate
from tests.planning.allocation.small import CRATE, demand, dicing, listing, problem

GOOD = problem([demand("D", 5)], [listing("L", 9)], recipes=(dicing(),))
SAME = {"buyer": "B", "kitchen_place": "K"}
FALLBACK = Fallback(product="leeks", pack_base=CRATE)


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Demand D stands 2 times in the problem.", replace(GOOD, demands=GOOD.demands * 2)),
        ("Listing or recipe dice stands 2 times", replace(GOOD, recipes=GOOD.recipes * 2)),
        ("Terms of grower G stands 2 times", replace(GOOD, growers=(GrowerTerms(grower="G"),) * 2)),
        ("Terms of buyer B stands 2 times", replace(GOOD, buyers=(BuyerTerms(buyer="B"),) * 2)),
        ("Listing L names the lot lot L, which is not there.", replace(GOOD, lots=())),
        ("Lot lot L has stock -1; the least is 0.", replace(GOOD, lots=(Lot(id="lot L", available_base=-1),))),
        ("Listing L has packs -1", problem([], [listing("L", -1)], lots=(Lot(id="lot L", available_base=0),))),
        ("Listing L has a price of -5", problem([], [listing("L", 1, price_pence=-5)])),
        ("Listing L has a pack of 0", problem([], [listing("L", 1, pack_base=0)])),
        ("Demand D has packs -2; the least is 0.", problem([demand("D", -2)], [])),
        ("Demand D has an entitlement of 0; the least is 1.", problem([demand("D", 1, entitlement=0)], [])),
        ("Demand D has a ceiling of -1", problem([demand("D", 1, ceiling_pence=-1)], [])),
        (
            "Demand D both allows and blocks the grower G.",
            problem([demand("D", 1, allowed_growers=frozenset("G"), blocked_growers=frozenset("G"))], []),
        ),
        (
            "Demand D accepts leeks in packs of 10000 twice.",
            problem([demand("D", 1, fallbacks=(FALLBACK, FALLBACK))], []),
        ),
        (
            "Demand D's fall-back leeks has a tier of 0",
            problem([demand("D", 1, fallbacks=(replace(FALLBACK, tier=0),))], []),
        ),
        (
            "Demands D1 and D2 are one kitchen's for one product, with entitlements 1 and 2.",
            problem([demand("D1", 1, **SAME), demand("D2", 1, entitlement=2, **SAME)], []),
        ),
        ("Recipe dice has a yield of 0", problem([], [], recipes=(dicing(yield_permille=0),))),
        ("Recipe dice makes carrots out of itself.", problem([], [], recipes=(dicing(output_product="carrots"),))),
        (
            "Grower G has a pickup minimum of 900p and a most of 800p.",
            replace(
                GOOD,
                growers=(GrowerTerms(grower="G", minimum_pickup_value_pence=900, maximum_value_pence=800),),
            ),
        ),
        ("The policy's price of a further grower is -1.", replace(GOOD, policy=Policy(split_pence=-1))),
        ("The policy knows no rule first.", replace(GOOD, policy=Policy(shortage_rule="first"))),
        (
            "Demand D is of class 1, which has no share.",
            replace(
                problem([demand("D", 5, share_class=1)], []),
                policy=Policy(shortage_rule="classes", class_permille=(500,)),
            ),
        ),
        ("The classes' shares are (600, 600) thousandths", replace(GOOD, policy=Policy(class_permille=(600, 600)))),
        ("The classes' shares are (-1,) thousandths", replace(GOOD, policy=Policy(class_permille=(-1,)))),
        ("Demand D has a class of -1", problem([demand("D", 1, share_class=-1)], [])),
        ("Demand D has at most as many sellers as 0", problem([demand("D", 1, most_sellers=0)], [])),
        (
            "of different classes or with different bounds on its sellers.",
            problem([demand("D1", 1, **SAME), demand("D2", 1, most_sellers=2, **SAME)], []),
        ),
        ("The way from a to b is -1 m long.", replace(GOOD, distances={("a", "b"): -1})),
    ],
)
def test_a_contradiction_is_refused_with_its_facts(message, asked):
    with pytest.raises(BadProblem) as refused:
        solve(asked, budget=Budget(deterministic=0.0), seed=1)

    assert message in str(refused.value)


def test_a_sound_problem_is_let_through():
    validate(GOOD)
    validate(Problem(demands=(), listings=()))


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Not JSON", "{"),
        ("Problem: expected an object.", "[]"),
        ("Problem: unknown field colour.", '{"colour": 1}'),
        ("Problem: ", "{}"),
        ("Problem.demands: expected a list.", '{"demands": 1, "listings": []}'),
        ("Problem.demands[0].packs: expected int, got '5'.", '{"demands": [{"packs": "5"}], "listings": []}'),
        ("Problem.demands[0].packs: expected int, got True.", '{"demands": [{"packs": true}], "listings": []}'),
        (
            "Problem.policy.shortage_rule: 'first' is none of max_min, pro_rata, classes.",
            '{"demands": [], "listings": [], "policy": {"shortage_rule": "first"}}',
        ),
        ("Problem.distances: expected 3 values.", '{"demands": [], "listings": [], "distances": [["a", 1]]}'),
    ],
)
def test_a_broken_document_is_refused_with_its_field(message, text):
    with pytest.raises(BadDocument) as refused:
        problem_from_json(text)

    assert str(refused.value).startswith(message)


def test_an_answer_document_is_no_problem():
    answer = solve(GOOD, budget=Budget(deterministic=0.0), seed=1)

    assert allocation_from_json(to_json(answer)) == answer
    with pytest.raises(BadDocument, match="unknown field"):
        problem_from_json(to_json(answer))


def test_the_fingerprint_is_of_the_facts_alone():
    ways = {("a", "b"): 1, ("c", "d"): 2}
    turned = dict(reversed(ways.items()))

    assert fingerprint(replace(GOOD, distances=ways)) == fingerprint(replace(GOOD, distances=turned))
    assert fingerprint(GOOD) != fingerprint(replace(GOOD, distances=ways))
    assert len(fingerprint(GOOD)) == 64

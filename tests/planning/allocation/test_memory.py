"""The season's memory: roundings even out, and asking for more gains nothing over twelve weeks."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.memory import fair_shares, remember
from logistics.planning.allocation.problem import GrowerTerms, Policy
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import demand, filled, listing, problem, sold

BUDGET = Budget(deterministic=1.0, gap=0.0)


def season(asked, stock, weeks, *, classes=None, policy=None):
    """Packs by demand over so many weeks, each remembering the ones before."""
    totals = dict.fromkeys(asked, 0)
    demands = [demand(name, packs, share_class=(classes or {}).get(name, 0)) for name, packs in asked.items()]
    week = problem(demands, [listing("L", stock)], policy=policy or Policy())
    for seed in range(weeks):
        answer = solve(week, budget=BUDGET, seed=seed)
        for name, packs in filled(answer).items():
            totals[name] += packs
        growers, buyers = remember(week, answer)
        week = replace(week, growers=growers, buyers=buyers)
    return totals


def test_the_odd_pack_goes_round_in_turn():
    assert season({"A": 9, "B": 9, "C": 9}, stock=10, weeks=12) == {"A": 40, "B": 40, "C": 40}


def test_asking_for_more_over_twelve_weeks_gains_nothing():
    honest = season({"A": 20, "B": 20, "C": 5}, stock=31, weeks=12)
    greedy = season({"A": 200, "B": 20, "C": 5}, stock=31, weeks=12)

    assert honest == greedy == {"A": 156, "B": 156, "C": 60}


def test_asking_for_more_over_twelve_weeks_gains_nothing_inside_a_class_and_nothing_from_the_other():
    rules = {
        "classes": {"C": 1},
        "policy": Policy(shortage_rule="classes", class_permille=(600, 400)),
    }
    honest = season({"A": 20, "B": 20, "C": 20}, stock=31, weeks=12, **rules)
    greedy = season({"A": 200, "B": 20, "C": 20}, stock=31, weeks=12, **rules)

    assert honest == greedy
    assert sum(honest.values()) == 12 * 31
    assert abs(honest["A"] - honest["B"]) <= 1


@settings(max_examples=10, deadline=None)
@given(
    asked=st.lists(st.integers(4, 20), min_size=2, max_size=4),
    more=st.integers(1, 60),
    part=st.integers(20, 90),
)
def test_whatever_is_asked_asking_for_more_over_twelve_weeks_of_shortage_gains_nothing(asked, more, part):
    stock = max(1, sum(asked) * part // 100)
    names = [f"D{at}" for at in range(len(asked))]
    assume(fair_shares(stock, asked, [1] * len(asked))[0] <= asked[0] - 1)

    honest = season(dict(zip(names, asked, strict=True)), stock, weeks=12)
    greedy = season(dict(zip(names, [asked[0] + more, *asked[1:]], strict=True)), stock, weeks=12)

    assert greedy["D0"] <= honest["D0"]


def test_a_grower_who_sold_less_than_its_share_is_owed_the_rest():
    week = problem([demand("D", 7)], [listing("L", 9), listing("M", 9)])
    first = solve(week, budget=BUDGET, seed=1)

    growers, buyers = remember(week, first)

    assert {each.grower: each.carried for each in growers} == {
        f"grower {name}": 3500 - 1000 * packs for name, packs in sold(first).items()
    }
    assert [each.carried for each in buyers] == [0]
    second = solve(replace(week, growers=growers), budget=BUDGET, seed=1)
    assert {name: sold(first)[name] + sold(second)[name] for name in ("L", "M")} == {"L": 7, "M": 7}


def test_a_growers_other_terms_stay():
    terms = (GrowerTerms(grower="grower L", minimum_pickup_value_pence=100, carried=5),)
    week = problem([demand("D", 7)], [listing("L", 9)], growers=terms)

    growers, _ = remember(week, solve(week, budget=BUDGET, seed=1))

    assert growers == terms


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5)), min_size=1, max_size=6),
    st.integers(0, 200),
)
def test_fair_shares_are_weighted_max_min(sharers, total):
    limits, weights = [each[0] for each in sharers], [each[1] for each in sharers]
    total = min(total, sum(limits))

    shares = fair_shares(total, limits, weights)

    assert sum(shares) == total
    level = max((share / weight for share, weight in zip(shares, weights, strict=True)), default=Fraction(0))
    for share, limit, weight in zip(shares, limits, weights, strict=True):
        assert share == limit or share == level * weight

"""Packs move between growers of equal standing where the rounds get cheaper, and only there."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.problem import GrowerTerms, Policy
from logistics.planning.allocation.solve import solve
from logistics.planning.meeting.meet import Tolerance, meet
from logistics.planning.meeting.rounds import Rounds
from logistics.planning.routing import check as judge_of_routes
from logistics.planning.routing.problem import Iterations, Location, Problem, Shipment, TaskSpec, Vehicle
from logistics.planning.routing.solve import solve as plan
from logistics.planning.routing.travel.estimate import Estimate
from tests.planning.allocation.small import demand, filled, listing, problem, sold

BUDGET = Budget(deterministic=2.0, gap=0.0)
ESTIMATE = Estimate(circuity=1.35, speed_kmh=50.0)
FARMS = {"farm near": 52.68, "farm next": 52.69, "farm far": 53.2, "farm idle": 52.67}
VAN = Vehicle(
    id="van",
    start="hub",
    end="hub",
    capacity=(10_000_000, 1_000),
    classes=frozenset({"ambient"}),
    earliest_s=0,
    latest_s=80_000,
    cost_fixed_pence=2000,
    cost_per_km_pence=45,
    cost_per_hour_pence=1400,
)


def by_van(asked):
    """Plans one van's collection of an answer's goods from the farms to the hub."""
    at = {each.id: each for each in asked.listings}

    def route(answer):
        packs = {}
        for line in answer.lines:
            place = at[line.listing].place
            packs[place] = packs.get(place, 0) + line.packs
        if not packs:
            return Rounds(())
        places = (Location("hub", 52.67, -0.7), *(Location(name, FARMS[name], -0.7) for name in sorted(packs)))
        shipments = tuple(
            Shipment(id=name, pickup=TaskSpec(name), drop=TaskSpec("hub"), loads=(count * 10_000, count))
            for name, count in sorted(packs.items())
        )
        day = Problem(places, ESTIMATE.between(places), (VAN,), shipments)
        planned = plan(day, budget=Iterations(20), seed=1)
        assert not judge_of_routes.faults(day, planned)
        return Rounds(((day, planned),))

    return route


def market(packs=9, offered=20, farms=("near", "next", "far"), **more):
    return problem(
        [demand("D", packs)],
        [listing(name, offered, grower=f"G {name}", place=f"farm {name}") for name in farms],
        **more,
    )


def met(asked, *, packs=4, saving_pence=200, trials=3):
    answer = solve(asked, budget=BUDGET, seed=1)
    return answer, meet(
        asked,
        answer,
        route=by_van(asked),
        tolerance=Tolerance(saving_pence=saving_pence, packs=packs),
        trials=trials,
    )


def test_the_far_farm_is_left_out_where_equal_growers_are_near_and_the_gain_is_told():
    asked = market()

    before, after = met(asked)

    assert sold(before) == {"near": 3, "next": 3, "far": 3}
    assert (filled(after.allocation), set(sold(after.allocation))) == ({"D": 9}, {"near", "next"})
    rounds = [by_van(asked)(answer) for answer in (before, after.allocation)]
    assert after.saved_pence == rounds[0].pence - rounds[1].pence > 5000
    assert after.saved_m == rounds[0].distance_m - rounds[1].distance_m > 100_000
    assert {(each.from_listing, each.packs) for each in after.moved} <= {("far", 1), ("far", 2)}
    assert check(asked, after.allocation) == []


def test_every_line_that_got_packs_says_why_with_the_numbers():
    _, after = met(market())

    texts = {line.reason.text for line in after.allocation.lines}

    pounds, km = f"£{after.saved_pence / 100:.2f}", round(after.saved_m / 1000)
    tail = f"of it in place of G far, who stands as well: the rounds save {pounds} and {km} km"
    assert texts == {f"1 pack {tail}", f"2 packs {tail}"}


def test_nothing_moves_for_less_than_the_hub_asks_the_rounds_to_save():
    _, after = met(market())

    asked_for_more = met(market(), saving_pence=after.saved_pence)[1]

    assert (asked_for_more.moved, asked_for_more.saved_pence, asked_for_more.saved_m) == ((), 0, 0)
    assert met(market(), saving_pence=after.saved_pence - 1)[1].moved == after.moved


def test_nothing_moves_beyond_the_tolerance_of_fairness():
    assert met(market(), packs=2)[1].moved == ()


def test_nothing_moves_between_growers_of_different_prices():
    asked = market()
    dearer = tuple(replace(each, price_pence=990 if each.id == "far" else 1000) for each in asked.listings)

    assert met(replace(asked, listings=dearer))[1].moved == ()


def test_social_value_and_a_further_door_are_weighed_against_what_is_saved():
    _, plain = met(market())
    asked = market()
    valued = tuple(replace(each, score=90 if each.id == "far" else 0) for each in asked.listings)
    dear = Policy(score_pence=plain.saved_pence // (3 * 90) + 10)

    assert met(replace(asked, listings=valued, policy=dear))[1].moved == ()
    assert met(replace(asked, listings=valued))[1].moved != ()


def test_nothing_moves_where_the_others_have_no_room():
    assert met(market(farms=("near", "far"), offered=5))[1].moved == ()


def test_a_pickup_that_would_go_is_not_missed_but_one_below_its_minimum_is_not_begun():
    asked = market(packs=6, offered=9, farms=("near", "idle", "far"))
    started = replace(asked, growers=(GrowerTerms(grower="G idle", minimum_pickup_value_pence=9000),))

    before, after = met(asked, packs=3)
    kept_out, moved = met(started, packs=6)

    assert (set(sold(before)), set(sold(after.allocation))) == ({"near", "idle", "far"}, {"near", "idle"})
    assert (set(sold(kept_out)), set(sold(moved.allocation))) == ({"near", "far"}, {"near"})


def test_a_re_share_stays_as_it_is():
    asked = market()
    before = solve(asked, budget=BUDGET, seed=1)

    assert met(replace(asked, previous=before))[1].moved == ()


def test_no_trial_is_no_move():
    assert met(market(), trials=0)[1].moved == ()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    wanted=st.lists(st.integers(1, 8), min_size=1, max_size=3),
    offered=st.lists(st.integers(1, 12), min_size=4, max_size=4),
    prices=st.lists(st.sampled_from([900, 1000]), min_size=4, max_size=4),
    minimum=st.sampled_from([0, 0, 3]),
    packs=st.integers(0, 5),
)
def test_it_is_never_dearer_and_never_breaks_a_judge(wanted, offered, prices, minimum, packs):
    asked = problem(
        [demand(f"D{at}", count) for at, count in enumerate(wanted)],
        [
            listing(place, count, grower=f"G {place}", place=place, price_pence=price, minimum_packs=minimum)
            for place, count, price in zip(FARMS, offered, prices, strict=True)
        ],
    )
    before, after = met(asked, packs=packs, saving_pence=0)

    assert check(asked, after.allocation) == []
    route = by_van(asked)
    assert route(before).pence - route(after.allocation).pence == after.saved_pence >= 0
    assert filled(after.allocation) == filled(before)
    goods = {each.id: each.price_pence for each in asked.listings}
    paid = [sum(line.packs * goods[line.listing] for line in answer.lines) for answer in (before, after.allocation)]
    assert paid[0] == paid[1]
    levels = [{level.name: level.value for level in answer.levels} for answer in (before, after.allocation)]
    assert levels[1]["growers"] - levels[0]["growers"] <= 2 * packs**2 * 1_000_000

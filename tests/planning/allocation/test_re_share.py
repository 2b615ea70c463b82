"""After a grower shortens or declines: what is still there stays, only the gap moves."""

from dataclasses import replace

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import CRATE, demand, dicing, filled, listing, problem, short

BUDGET = Budget(deterministic=5.0, gap=0.0)


def rows(answer):
    return {(line.demand, line.listing): line.packs for line in answer.lines}


def shortened(asked, before, name, packs):
    """The problem again after one listing turned out to have only this many packs."""
    listings = tuple(replace(each, packs=packs) if each.id == name else each for each in asked.listings)
    return replace(asked, listings=listings, previous=before)


def share(asked):
    answer = solve(asked, budget=BUDGET, seed=1)
    assert check(asked, answer) == []
    return answer


def test_a_shortened_line_is_filled_from_what_is_idle_and_nothing_else_moves():
    asked = problem(
        [demand("A", 10), demand("B", 10), demand("C", 6, product="leeks")],
        [listing("L1", 10), listing("L2", 10), listing("L3", 10), listing("L4", 6, product="leeks")],
    )
    before = share(asked)
    after = share(shortened(asked, before, "L1", 2))

    assert filled(after) == filled(before) == {"A": 10, "B": 10, "C": 6}
    for key, packs in rows(before).items():
        if key[1] != "L1":
            assert rows(after)[key] >= packs
    moved = sum(max(0, packs - rows(after).get(key, 0)) for key, packs in rows(before).items())
    assert moved == sum(packs for (_, name), packs in rows(before).items() if name == "L1") - 2


def test_nobody_untouched_gives_up_packs_for_the_one_who_lost_some():
    blocked = frozenset({"grower L1"})
    asked = problem(
        [demand("A", 10, blocked_growers=frozenset({"grower L2"})), demand("B", 10, blocked_growers=blocked)],
        [listing("L1", 10), listing("L2", 10), listing("L3", 0)],
    )
    before = share(asked)
    after = share(shortened(asked, before, "L1", 4))

    assert filled(after) == {"A": 4, "B": 10}
    assert short(after)["A"].packs == 6


def test_those_who_shared_the_shortened_listing_share_the_loss():
    asked = problem([demand("A", 15), demand("B", 15)], [listing("L", 30)])

    after = share(shortened(asked, share(asked), "L", 20))

    assert filled(after) == {"A": 10, "B": 10}
    assert {line.reason.text for line in after.lines} == {"10 packs promised before, kept"}


def test_without_a_previous_answer_the_same_loss_is_shared_by_all():
    asked = problem([demand("A", 10), demand("B", 10)], [listing("L1", 10), listing("L2", 10)])
    less = shortened(asked, None, "L1", 4)

    assert sorted(filled(share(less)).values()) == [7, 7]


def test_a_back_up_fills_the_gap_rather_than_moving_confirmed_lines():
    asked = problem(
        [demand("A", 5), demand("B", 5, product="leeks")],
        [listing("L1", 5), listing("L2", 5, product="leeks"), listing("W", 50, backup=True)],
    )
    before = share(asked)
    after = share(shortened(asked, before, "L1", 3))

    assert rows(after) == {("A", "L1"): 3, ("A", "W"): 2, ("B", "L2"): 5}


def test_a_processors_untouched_pool_stays():
    asked = problem(
        [demand("D", 8, product="diced", pack_base=CRATE // 2), demand("W", 4)],
        [listing("L1", 5), listing("L2", 9)],
        recipes=(dicing(),),
    )
    before = share(asked)
    after = share(replace(asked, previous=before))

    assert (after.processed, after.inputs) == (
        tuple(replace(line, reason=after.processed[0].reason) for line in before.processed),
        before.inputs,
    )

"""The judge refuses each planted fault, and only that."""

import ast
import inspect
from dataclasses import replace

import pytest

from logistics.planning.allocation import check as check_module
from logistics.planning.allocation import check_accepted, check_processors, fault, recount_fairness
from logistics.planning.allocation import recount as recount_module
from logistics.planning.allocation.allocation import Input, Line, Reason, Shortage
from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check, require_true
from logistics.planning.allocation.fault import NotTrue
from logistics.planning.allocation.problem import Fallback, GrowerTerms
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import CRATE, demand, dicing, listing, problem

ORGANIC = frozenset({"organic"})
ASKED = problem(
    [
        demand("A", 10),
        demand("B", 6, product="leeks", fallbacks=(Fallback(product="chard", pack_base=5000, packs_per_wanted=2),)),
        demand("C", 8, product="diced", pack_base=CRATE // 2),
        demand("E", 5, product="kale"),
    ],
    [
        listing("L1", 20, minimum_packs=2),
        listing("L2", 4, product="leeks"),
        listing("L3", 9, product="chard", pack_base=5000),
        listing("W", 9, product="kale", backup=True),
        listing("K", 2, product="kale"),
    ],
    recipes=(dicing(),),
    growers=(GrowerTerms(grower="grower L2", minimum_pickup_value_pence=1000, maximum_value_pence=9000),),
)
GOOD = solve(ASKED, budget=Budget(deterministic=5.0), seed=1)


def codes(asked=ASKED, answer=GOOD):
    return {fault.code for fault in check(asked, answer)} - {"objective"}


def changed(group, at, **more):
    """The good answer with one row changed."""
    rows = list(getattr(GOOD, group))
    rows[at] = replace(rows[at], **more)
    return replace(GOOD, **{group: tuple(rows)})


def asked_with(group, name, **more):
    """The problem with one row changed under the good answer."""
    key = "grower" if group == "growers" else "id"
    rows = tuple(replace(each, **more) if getattr(each, key) == name else each for each in getattr(ASKED, group))
    return replace(ASKED, **{group: rows})


def test_the_good_answer_is_true():
    assert check(ASKED, GOOD) == []
    require_true(ASKED, GOOD)
    assert [(line.demand, line.listing, line.packs) for line in GOOD.lines] == [
        ("A", "L1", 10),
        ("B", "L2", 4),
        ("B", "L3", 4),
        ("E", "W", 3),
        ("E", "K", 2),
    ]


@pytest.mark.parametrize(
    ("fault", "asked"),
    [
        ("listing", asked_with("listings", "L1", packs=14)),
        ("minimum", asked_with("listings", "L2", minimum_packs=5)),
        ("lot", asked_with("lots", "lot L1", available_base=14 * CRATE)),
        ("pickup", asked_with("growers", "grower L2", minimum_pickup_value_pence=4001)),
        ("grower_maximum", asked_with("growers", "grower L2", maximum_value_pence=3999)),
        ("ceiling", asked_with("demands", "A", ceiling_pence=999)),
        ("ceiling", asked_with("demands", "C", ceiling_pence=624)),
        ("certificate", asked_with("demands", "A", required_certificates=ORGANIC)),
        ("certificate", asked_with("demands", "C", required_certificates=ORGANIC)),
        ("blocked", asked_with("demands", "A", blocked_growers=frozenset({"grower L1"}))),
        ("blocked", asked_with("demands", "C", allowed_growers=frozenset({"nobody"}))),
        ("wrong_product", asked_with("demands", "B", fallbacks=())),
        ("wrong_product", asked_with("recipes", "dice", input_product="beetroot")),
        ("yield", asked_with("recipes", "dice", yield_permille=799)),
        ("capacity", asked_with("recipes", "dice", capacity_base=39_999)),
        ("processor_minimum", asked_with("recipes", "dice", minimum_input_base=50_001)),
        ("waste", asked_with("recipes", "dice", yield_permille=2000)),
        ("backup", asked_with("listings", "K", packs=3)),
        ("sellers", asked_with("demands", "E", most_sellers=1)),
        ("balance", asked_with("demands", "A", packs=11)),
    ],
)
def test_the_judge_sees_a_broken_rule(fault, asked):
    lots = {"K": 9 * CRATE}
    asked = replace(
        asked,
        lots=tuple(replace(lot, available_base=lots.get(lot.id[4:], lot.available_base)) for lot in asked.lots),
    )

    assert codes(asked) == {fault}


def test_whole_packs_that_fill_no_whole_wanted_pack_are_refused():
    assert codes(answer=changed("lines", 2, packs=3)) == {"not_whole"}


@pytest.mark.parametrize("packs", [0, -1])
def test_packs_are_positive(packs):
    assert codes(answer=changed("inputs", 0, packs=packs)) == {"not_whole"}


def test_a_line_for_nobody_is_refused():
    assert codes(answer=changed("lines", 0, demand="nobody")) == {"unknown"}
    assert codes(answer=changed("inputs", 0, listing="nothing")) == {"unknown"}


def test_a_line_that_stands_twice_is_refused():
    assert codes(answer=replace(GOOD, lines=(*GOOD.lines, GOOD.lines[0]))) == {"twice"}


def test_a_forgotten_line_is_refused_unless_it_is_told_as_short():
    fewer = replace(GOOD, lines=GOOD.lines[1:])
    told = replace(fewer, shortages=(Shortage(demand="A", packs=10, reason=Reason("not_listed")),))

    assert codes(answer=fewer) == {"balance"}
    assert codes(answer=told) == set()


def test_input_without_output_is_waste():
    poured = Input(recipe="dice", listing="L1", packs=2)

    assert codes(answer=replace(GOOD, processed=(), inputs=(poured,))) == {"waste", "balance"}


@pytest.mark.parametrize("level", range(len(GOOD.levels)))
def test_a_level_that_the_judge_does_not_count_is_refused(level):
    told = changed("levels", level, value=GOOD.levels[level].value + 1, gap=0.0)

    assert "objective" in {fault.code for fault in check(ASKED, told)}


def test_a_bound_above_the_value_or_a_wrong_gap_is_refused():
    last = GOOD.levels[-1]

    assert codes(answer=changed("levels", -1, bound=last.value + 1)) == {"bound"}
    assert codes(answer=changed("levels", -1, bound=last.value - 100)) == {"bound"}


def test_a_refused_answer_raises_with_its_faults():
    with pytest.raises(NotTrue, match="A wants 10, 0 accounted for") as refused:
        require_true(ASKED, replace(GOOD, lines=GOOD.lines[1:]))

    assert "balance" in {fault.code for fault in refused.value.faults}


def test_an_unknown_line_kind_of_product_is_refused():
    line = Line(demand="A", listing="L2", packs=1, fills=1, reason=Reason("not_listed"))
    lines = (replace(GOOD.lines[0], packs=9, fills=9), line, *GOOD.lines[1:])

    assert "wrong_product" in codes(answer=replace(GOOD, lines=lines))


JUDGES = [check_module, check_accepted, check_processors, fault, recount_module, recount_fairness]


@pytest.mark.parametrize("module", JUDGES)
def test_the_judge_imports_nothing_of_the_solver(module):
    imports = [
        node.module
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("logistics")
    ]

    judges = {judge.__name__.rpartition(".")[2] for judge in JUDGES}
    assert {name.rpartition(".")[2] for name in imports} <= {"allocation", "problem"} | judges

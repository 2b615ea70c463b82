import sys
from dataclasses import replace

import pytest

from logistics.planning.benchmark import pyvrp_peer, vroom_peer
from logistics.planning.benchmark.__main__ import main, read
from logistics.planning.benchmark.instance import as_problem
from logistics.planning.benchmark.peers import CannotRace
from logistics.planning.routing.compiled import compile_problem
from tests.planning.benchmark.tiny import printed

PYVRP = pytest.param("pyvrp", marks=pytest.mark.peer("pyvrp"))
VROOM = pytest.param("vroom", marks=pytest.mark.peer("vroom"))


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ("pyvrp", "PyVRP is not installed: pip install pyvrp\n"),
        ("vroom", "VROOM is not installed: pip install pyvroom pandas\n"),
    ],
)
def test_a_peer_that_is_not_installed_says_what_to_install(monkeypatch, capsys, li_lim, engine, words):
    monkeypatch.setitem(sys.modules, engine, None)

    assert main(["solve", str(li_lim), "--engine", engine, "--seconds", "0.1"]) == 2

    assert capsys.readouterr().err == words


@pytest.mark.peer("pyvrp")
def test_pyvrp_is_not_raced_on_what_it_is_not_told(li_lim):
    problem = as_problem(read(li_lim), "distance")
    paid = replace(problem, vehicles=tuple(replace(van, cost_per_hour_pence=1) for van in problem.vehicles))

    with pytest.raises(CannotRace, match="fixed costs and distance alone"):
        pyvrp_peer.search(compile_problem(paid), is_over=lambda: True, seed=1)


@pytest.mark.peer("vroom")
def test_vroom_is_not_raced_on_what_it_is_not_told(li_lim):
    problem = as_problem(read(li_lim), "distance")
    reloading = replace(problem, vehicles=tuple(replace(van, reloads=1) for van in problem.vehicles))

    with pytest.raises(CannotRace, match="without reloads"):
        vroom_peer.search(compile_problem(reloading), seconds=0.1)


@pytest.mark.parametrize("engine", [PYVRP, VROOM])
@pytest.mark.parametrize("file", ["solomon", "li_lim", "hub_day"])
def test_a_peer_answers_what_our_own_engine_answers(request, capsys, file, engine):
    path = request.getfixturevalue(file)

    result = printed(capsys, "solve", path, "--seconds", 1, "--engine", engine, "--objective", "distance")

    assert result["unserved"] == []
    assert "faults" not in result

import json
from dataclasses import replace
from pathlib import Path

import pytest

from logistics.planning.benchmark.__main__ import main, read
from logistics.planning.benchmark.engines import run
from logistics.planning.benchmark.hub_days import make_day
from logistics.planning.benchmark.instance import Answer, UnreadableInstance, as_problem
from logistics.planning.benchmark.judge import judge
from logistics.planning.benchmark.race import Race, race
from logistics.planning.benchmark.standing import STANDING, Part, race_standing
from logistics.planning.benchmark.tables import best_known, table
from logistics.planning.routing.engines.native import build
from tests.planning.benchmark.tiny import SOLOMON, printed


@pytest.fixture(scope="module", autouse=True)
def _library() -> None:
    try:
        build.build()
    except build.CannotBuild as refusal:
        pytest.skip(str(refusal))


@pytest.mark.parametrize("engine", ["own", "ortools"])
def test_a_solomon_file_is_answered_in_its_own_node_ids(capsys, solomon, engine):
    result = printed(capsys, "solve", solomon, "--seconds", 0.2, "--seed", 1, "--engine", engine)

    assert sorted(result) == [
        "cost", "cpu_s", "distance", "instance", "routes", "unserved", "vehicles", "wall_s",
    ]  # fmt: skip
    assert (result["instance"], result["vehicles"]) == ("tiny", 1)
    assert [sorted(route) for route in result["routes"]] == [[1, 2]]
    assert (result["distance"], result["cost"], result["unserved"]) == (20.0, 1020.0, [])


def test_a_li_lim_pair_is_brought_in_order(capsys, li_lim):
    result = printed(capsys, "solve", li_lim, "--seconds", 0.1, "--seed", 1, "--objective", "distance")

    assert (result["routes"], result["distance"], result["cost"]) == ([[1, 2]], 20.0, 20.0)


def test_vehicles_first_takes_the_longer_way_that_needs_one_van_fewer(tmp_path, capsys):
    path = tmp_path / "apart.txt"
    path.write_text(SOLOMON.replace("    2      6         8 ", "    2     -6        -8 "))

    few = printed(capsys, "solve", path, "--seconds", 0.1, "--objective", "vehicles")
    short = printed(capsys, "solve", path, "--seconds", 0.1, "--objective", "distance")

    assert (few["vehicles"], few["distance"]) == (1, 30.0)
    assert short["distance"] == 30.0


def test_whole_numbers_for_the_engines_round_travel_up_and_windows_inwards(solomon):
    instance = read(solomon)
    odd = replace(
        instance, travel=instance.travel / 3, nodes=(replace(instance.nodes[0], opens=0.00001, closes=0.99999),)
    )

    problem = as_problem(replace(odd, requests=instance.requests[:1]), "distance")

    assert problem.travel.travel_s[0, 1] == 16_667
    assert problem.travel.distance_m[0, 1] == 50_000
    (window,) = problem.shipments[0].drop.windows
    assert (window.opens_s, window.closes_s) == (1, 9_999)


def test_a_hub_day_is_answered_with_the_kind_of_van_of_each_route(capsys, hub_day):
    result = printed(capsys, "solve", hub_day, "--seconds", 0.3, "--seed", 1)

    assert result["unserved"] == []
    assert len(result["vehicle_types"]) == len(result["routes"]) == result["vehicles"]
    calls = sorted(node for route in result["routes"] for node in route)
    assert calls == sorted(f"s{n}:{end}" for n in range(1, 31) for end in ("pickup", "delivery"))


def test_the_same_numbers_invent_the_same_day_and_it_can_be_read(capsys, hub_day):
    day = printed(capsys, "make-day", "--shipments", 30, "--seed", 1)

    assert day == make_day(30, seed=1) == json.loads(hub_day.read_text())
    assert make_day(30, seed=2)["shipments"] != day["shipments"]
    assert len(read(hub_day).requests) == 30


def test_metres_and_seconds_of_a_hub_day_are_rounded_half_up(tmp_path):
    day = make_day(2, seed=1)
    day["locations"][0] |= {"lat": 0.0, "lon": 0.0}
    day["locations"][1] |= {"lat": 0.0, "lon": 1.0}
    (tmp_path / "day.json").write_text(json.dumps(day))

    instance = read(tmp_path / "day.json")

    assert instance.distance[0, 1] == 144_554  # 1.3 x 111,195.08 m
    assert instance.travel[0, 1] == 13_010  # at 40 km/h


@pytest.mark.parametrize(
    ("routes", "fault"),
    [
        (((1, 0),), "route 0 reaches 1 at 35.0, it closes at 12"),
        (((0, 1, 0),), "node 1 is called at 2 times"),
        (((0,), (1,), ()), "3 of 2 vans van are used"),
    ],
)
def test_the_judge_names_what_is_broken(solomon, routes, fault):
    instance = read(solomon)
    tight = replace(instance, nodes=(replace(instance.nodes[0], closes=12), instance.nodes[1]))

    verdict = judge(tight, Answer(routes, (0,) * len(routes)), "distance")

    assert any(said.startswith(fault) for said in verdict.faults)


def test_the_judge_sees_a_van_too_full_and_a_pair_torn_apart(solomon, li_lim):
    full = replace(read(solomon), fleets=(replace(read(solomon).fleets[0], capacity=(9,)),))

    assert judge(full, Answer(((0, 1),), (0,)), "distance").faults == ("route 0 carries 10 of 9 in dimension 0",)
    torn = judge(read(li_lim), Answer(((0,), (1,)), (0, 0)), "distance")
    assert torn.faults == ("route 0 does not bring 1 to 2", "route 1 does not bring 1 to 2")
    assert judge(read(li_lim), Answer((), ()), "distance").unserved == (0,)


def test_calls_in_a_row_at_one_place_each_keep_their_own_window(tmp_path):
    day = make_day(4, seed=1)
    for shipment in day["shipments"]:
        shipment["pickup"] = {"location": "farm1", "window": [18_000, 28_000], "service_s": 8_000}
        shipment["delivery"] = {"location": "school1", "window": [0, 90_000], "service_s": 1}
    (tmp_path / "day.json").write_text(json.dumps(day))
    instance = read(tmp_path / "day.json")

    done = run(instance, engine="own", seconds=0.2, seed=1, objective="distance")

    assert judge(instance, done.answer, "distance").faults == ()
    assert len(done.answer.routes) > 1


def test_goods_that_must_be_cold_need_a_cold_van(hub_day):
    instance = read(hub_day)
    chilled = next(request for request in instance.requests if request.temperature_class == "chilled")
    warm = next(row for row, fleet in enumerate(instance.fleets) if "chilled" not in fleet.classes)

    verdict = judge(instance, Answer(((chilled.pickup or 0, chilled.drop),), (warm,)), "distance")

    assert any("which is chilled" in fault for fault in verdict.faults)


def test_an_answer_in_whole_numbers_holds_in_the_files_own(hub_day):
    instance = read(hub_day)

    done = run(instance, engine="own", seconds=0.2, seed=3, objective="vehicles")

    assert judge(instance, done.answer, "vehicles").faults == ()


def test_a_file_that_is_neither_is_refused_by_name(tmp_path, capsys):
    (tmp_path / "note.txt").write_text("hello\nthere")
    (tmp_path / "note.json").write_text('{"schema": "other"}')

    with pytest.raises(UnreadableInstance, match=r"note\.txt is neither"):
        read(tmp_path / "note.txt")
    assert main(["solve", str(tmp_path / "note.json")]) == 2
    assert "has the schema other" in capsys.readouterr().err


def test_a_race_runs_only_what_is_missing_and_compares_with_the_best_known(tmp_path, li_lim):
    plan = Race((li_lim,), ("own", "ortools"), 0.05, (1,), "distance")
    results, best = tmp_path / "race.jsonl", tmp_path / "best.csv"
    said: list[str] = []

    race(plan, results, say=said.append)
    race(plan, results, say=said.append)

    assert len(said) == len(results.read_text().splitlines()) == 2
    best.write_text("file,vehicles,distance,objective\npair.txt,1,16,distance only\n")
    assert table(plan, results, best_known(best)).splitlines()[2:] == [
        "| pair.txt | 20.0 (+25.00 %) | 20.0 (+25.00 %) |",
        "| **mean gap** | +25.00 % of 1 | +25.00 % of 1 |",
    ]


def test_the_standing_set_names_24_questions_with_every_class_of_the_large_ones():
    names = [name for part in STANDING for name in part.files]

    assert len(names) + sum(len(part.days) for part in STANDING) == 24
    assert {name.split("/")[0] for name in names} == {"solomon", "lilim", "homberger", "hub"}
    classes = {Path(name).stem.split("_")[0] for name in names if name.startswith("homberger/1000/")}
    assert classes == {"c1", "c2", "r1", "r2", "rc1", "rc2"}


def test_the_standing_set_is_raced_part_by_part_and_goes_on_where_it_stopped(tmp_path, li_lim):
    results, said = tmp_path / "standing.jsonl", list[str]()
    parts = (
        Part("Pairs", "distance", 0.2, (li_lim.name,)),
        Part("Days", "vehicles", 0.2, days=(6,)),
    )

    for _ in range(2):
        race_standing(tmp_path, engines=["own"], seeds=1, results=results, parts=parts, say=said.append)

    assert [json.loads(line)["file"] for line in results.read_text().splitlines()] == ["pair.txt", "day6.json"]
    assert [text for text in said if "Pairs" in text] == ["\nPairs, 0.2 s, 1 seeds\n"] * 2
    assert sum("| pair.txt | 20.0 |" in text for text in said) == 2

"""Tables of races: how seeds scatter, what a set comes to, and that nothing unsound is averaged."""

import json

from logistics.planning.benchmark.__main__ import main

BEST = (
    "file,vehicles,distance,objective\n"
    'lilim/100/lr101.txt,2,500,"hierarchical (vehicles, then distance)"\n'
    'lilim/100/lr102.txt,3,1000,"hierarchical (vehicles, then distance)"\n'
    "lilim/100/lr102.txt,4,900,distance only\n"
)


def a_run(file, seed, vehicles, distance, *, engine="own", objective="vehicles", **more):
    cost = distance + (1000 * vehicles if objective == "vehicles" else 0)
    return {
        "file": file,
        "engine": engine,
        "seconds": 20.0,
        "seed": seed,
        "objective": objective,
        "vehicles": vehicles,
        "cost": cost,
        "unserved": [],
    } | more


def written(path, *runs):
    path.write_text("".join(json.dumps(run) + "\n" for run in runs), encoding="utf-8")
    return str(path)


def told(capsys, *arguments):
    assert main(["tables", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_seeds_scatter_and_sets_add_up_vehicles_above_the_best_known(tmp_path, capsys):
    results = written(
        tmp_path / "race.jsonl",
        a_run("lilim/100/lr101.txt", 1, 2, 500),
        a_run("lilim/100/lr101.txt", 2, 3, 250),
        a_run("lilim/100/lr102.txt", 1, 4, 400),
        a_run("lilim/100/lr102.txt", 2, 3, 999.99999),
        a_run("lilim/100/lr102.txt", 1, 5, 909, objective="distance"),
    )
    (tmp_path / "best.csv").write_text(BEST, encoding="utf-8")

    lines = told(capsys, results, "--best-known", str(tmp_path / "best.csv"))

    assert lines == [
        "Distance alone, 20 s",
        "",
        "| file | engine | seeds | mean | from - to | gap | from - to | vehicles above |",
        "|---|---|---|---|---|---|---|---|",
        "| lilim/100/lr102.txt | own | 1 | 909.0 | 909.0 - 909.0 | +1.00 % | +1.00 - +1.00 | 1 |",
        "",
        "| set | engine | files | mean gap | vehicles above | where dearer |",
        "|---|---|---|---|---|---|",
        "| lilim/100 | own | 1 | +1.00 % | 1 of 4 | 1 |",
        "",
        "Vehicles first, 20 s",
        "",
        "| file | engine | seeds | mean | from - to | gap | from - to | vehicles above |",
        "|---|---|---|---|---|---|---|---|",
        "| lilim/100/lr101.txt | own | 2 | 2,875.0 | 2,500.0 - 3,250.0 | +15.00 % | +0.00 - +30.00 | 0 1 |",
        "| lilim/100/lr102.txt | own | 2 | 4,200.0 | 4,000.0 - 4,400.0 | +5.00 % | +0.00 - +10.00 | 1 0 |",
        "",
        "| set | engine | files | mean gap | vehicles above | where dearer |",
        "|---|---|---|---|---|---|",
        "| lilim/100 | own | 2 | +10.00 % | 2 of 10 | 2 |",
    ]


def test_a_van_more_where_the_sum_is_cheaper_is_not_counted_as_dearer(tmp_path, capsys):
    results = written(tmp_path / "race.jsonl", a_run("lilim/100/lr102.txt", 1, 4, -500))
    (tmp_path / "best.csv").write_text(BEST, encoding="utf-8")

    lines = told(capsys, results, "--best-known", str(tmp_path / "best.csv"))

    assert lines[-1] == "| lilim/100 | own | 1 | -12.50 % | 1 of 3 | 0 |"


def test_a_run_that_stands_twice_counts_once_and_one_without_a_whole_plan_is_told(tmp_path, capsys):
    whole, left_out = a_run("day6.json", 1, 1, 10), a_run("day6.json", 2, 1, 5, unserved=["s1"])
    first = written(tmp_path / "first.jsonl", whole, left_out)
    again = written(tmp_path / "again.jsonl", whole, {**whole, "engine": "ortools", "failed": "it did not come back"})

    assert told(capsys, first, again)[4:] == [
        "| day6.json | ortools | 1 (1 without a plan) | no plan |  |  |  |  |",
        "| day6.json | own | 2 (1 without a plan) | 1,010.0 | 1,010.0 - 1,010.0 |  |  |  |",
    ]


def test_results_that_are_not_there_are_named(tmp_path, capsys):
    assert main(["tables", str(tmp_path / "gone.jsonl")]) == 2
    assert capsys.readouterr().err == f"There are no results in {tmp_path / 'gone.jsonl'}.\n"

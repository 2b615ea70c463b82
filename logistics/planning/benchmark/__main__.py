"""`python -m logistics.planning.benchmark`: solve one file, invent a hub day, or race engines over many files.

solve FILE --seconds 20 --seed 1 [--objective vehicles|distance] [--engine own|ortools]
make-day --shipments 300 --seed 1
race FILES --engines own ortools --seconds 20 --seeds 5 --results race.jsonl [--best-known best-known.csv]
tables RESULTS [--best-known best-known.csv]
standing INSTANCES --results standing.jsonl [--engines own pyvrp] [--seeds 3]
allocation [SIZES] [--wanted 0.65] [--most-sellers 2] [--seconds 120] [--seed 1]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from logistics.planning.benchmark.engines import ENGINES, run
from logistics.planning.benchmark.hub_days import make_day, read_hub_day
from logistics.planning.benchmark.instance import Instance, Objective, UnreadableInstance
from logistics.planning.benchmark.judge import judge
from logistics.planning.benchmark.peers import CannotRace
from logistics.planning.benchmark.public_sets import read_public
from logistics.planning.benchmark.race import Race, race
from logistics.planning.benchmark.sharing import SIZES, UnreadableSize, growth
from logistics.planning.benchmark.standing import race_standing
from logistics.planning.benchmark.tables import best_known, seeds_tables, table
from logistics.planning.routing.engines.native.build import CannotBuild


def main(arguments: Sequence[str]) -> int:
    """Do what was asked. Returns the exit status: 1 when a judge found a fault, 2 when the question was refused."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.do(asked))
    except (UnreadableInstance, UnreadableSize, CannotBuild, CannotRace, OSError) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - a command talks to its caller
        return 2


def read(path: Path) -> Instance:
    """Raises `UnreadableInstance`."""
    return read_hub_day(path) if path.suffix == ".json" else read_public(path)


def solved(path: Path, *, engine: str, seconds: float, seed: int, objective: Objective) -> dict[str, Any]:
    """One file answered by one engine and judged, as the command prints it."""
    instance = read(path)
    done = run(instance, engine=engine, seconds=seconds, seed=seed, objective=objective)
    verdict = judge(instance, done.answer, objective)
    nodes = instance.nodes
    result: dict[str, Any] = {
        "instance": instance.name,
        "vehicles": verdict.vehicles,
        "distance": verdict.distance,
        "cost": verdict.cost,
        "routes": [[nodes[node].id for node in route] for route in done.answer.routes],
        "unserved": [nodes[instance.requests[request].drop].id for request in verdict.unserved],
        "cpu_s": round(done.cpu_s, 3),
        "wall_s": round(done.wall_s, 3),
    }
    if len(instance.fleets) > 1:
        result["vehicle_types"] = [instance.fleets[row].name for row in done.answer.fleets]
    if verdict.faults:
        result["faults"] = list(verdict.faults)
    return result


def _solve(asked: argparse.Namespace) -> int:
    result = solved(asked.file, engine=asked.engine, seconds=asked.seconds, seed=asked.seed, objective=asked.objective)
    _say(json.dumps(result))
    return 1 if "faults" in result else 0


def _make_day(asked: argparse.Namespace) -> int:
    _say(json.dumps(make_day(asked.shipments, asked.seed)))
    return 0


def _race(asked: argparse.Namespace) -> int:
    plan = Race(
        tuple(asked.files), tuple(asked.engines), asked.seconds, tuple(range(1, asked.seeds + 1)), asked.objective
    )
    race(plan, asked.results, say=_say)
    _say(table(plan, asked.results, best_known(asked.best_known)))
    return 0


def _tables(asked: argparse.Namespace) -> int:
    _say(seeds_tables(asked.results, best_known(asked.best_known)))
    return 0


def _standing(asked: argparse.Namespace) -> int:
    race_standing(asked.instances, engines=asked.engines, seeds=asked.seeds, results=asked.results, say=_say)
    return 0


def _allocation(asked: argparse.Namespace) -> int:
    faults = growth(
        asked.sizes,
        wanted=asked.wanted,
        most_sellers=asked.most_sellers,
        seconds=asked.seconds,
        seed=asked.seed,
        say=_say,
    )
    return 1 if faults else 0


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command talks to its caller


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no number of sellers: give 1, 2, 3 …")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m logistics.planning.benchmark", description=__doc__)
    commands = parser.add_subparsers(required=True)
    solve = commands.add_parser("solve", help="answer one file and print one JSON object")
    solve.add_argument("file", type=Path)
    solve.add_argument("--engine", choices=sorted(ENGINES), default="own")
    solve.add_argument("--seed", type=int, default=1)
    solve.set_defaults(do=_solve)
    day = commands.add_parser("make-day", help="print an invented hub day as JSON")
    day.add_argument("--shipments", type=int, default=300)
    day.add_argument("--seed", type=int, default=1)
    day.set_defaults(do=_make_day)
    many = commands.add_parser("race", help="let engines answer many files in turn, and print a table")
    many.add_argument("files", type=Path, nargs="+")
    many.add_argument("--engines", nargs="+", choices=sorted(ENGINES), default=["own", "ortools"])
    many.add_argument("--seeds", type=int, default=1, help="how many: 1, 2, 3 …")
    many.add_argument("--results", type=Path, required=True, help="JSON lines; what stands there is not run again")
    many.add_argument("--best-known", type=Path, help="CSV with file, vehicles, distance and objective")
    many.set_defaults(do=_race)
    told = commands.add_parser("tables", help="print what races have found, with how the seeds scatter")
    told.add_argument("results", type=Path, nargs="+", help="JSON lines of races")
    told.add_argument("--best-known", type=Path, help="CSV with file, vehicles, distance and objective")
    told.set_defaults(do=_tables)
    standing = commands.add_parser("standing", help="race the standing set of 24 questions, and print its tables")
    standing.add_argument("instances", type=Path, help="folder with solomon, homberger, lilim and hub")
    standing.add_argument("--engines", nargs="+", choices=sorted(ENGINES), default=["own"])
    standing.add_argument("--seeds", type=int, default=1, help="how many: 1, 2, 3 …")
    standing.add_argument("--results", type=Path, required=True, help="JSON lines; what stands there is not run again")
    standing.set_defaults(do=_standing)
    sharing = commands.add_parser("allocation", help="share markets of several sizes, and print time, memory and gaps")
    sharing.add_argument("sizes", nargs="*", default=list(SIZES), help="lines x growers x listings a line: 100x200x10")
    sharing.add_argument("--wanted", type=float, default=0.65, help="demand as a part of the offer; above 1 is short")
    sharing.add_argument(
        "--most-sellers", type=_count, help="that any kitchen takes one product from; any number if left out"
    )
    sharing.add_argument("--seconds", type=float, default=120.0, help="by the wall, for each size")
    sharing.add_argument("--seed", type=int, default=1)
    sharing.set_defaults(do=_allocation)
    for command in (solve, many):
        command.add_argument("--seconds", type=float, default=20.0, help="of processor time, from the parsed file on")
        command.add_argument("--objective", choices=["vehicles", "distance"], default="vehicles")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

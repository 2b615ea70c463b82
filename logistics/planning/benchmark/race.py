"""Runs engines in turn over files and seeds, one process at a time, and tells how far each is from the best known.

Each run is a process of its own, so that no engine finds another's memory warm. Results are JSON lines: what stands
there is not run again.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from logistics.planning.benchmark.instance import VEHICLE_COSTS, Objective

HIERARCHICAL = "hierarchical"
#: The measured seconds are processor time; a busy machine may need many times as long by the wall.
PATIENCE = 60
Key = tuple[str, str, float, int, str]
BestKnown = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Race:
    """Which engines answer which files, how long and how often."""

    files: tuple[Path, ...]
    engines: tuple[str, ...]
    seconds: float
    seeds: tuple[int, ...]
    objective: Objective

    def runs(self) -> Iterator[tuple[Path, str, int]]:
        """Engines take turns on every file, so that a busy hour hits all alike."""
        for seed in self.seeds:
            for file in self.files:
                for engine in self.engines:
                    yield file, engine, seed

    def key(self, file: Path, engine: str, seed: int) -> Key:
        """What makes two runs the same."""
        return (_name(file), engine, self.seconds, seed, self.objective)


def race(plan: Race, results: Path, *, say: Callable[[str], None]) -> None:
    """Run what is missing in `results`, appending a line for each run."""
    done = set(_results(results))
    for file, engine, seed in plan.runs():
        key = plan.key(file, engine, seed)
        if key in done:
            continue
        line = dict(zip(("file", "engine", "seconds", "seed", "objective"), key, strict=True)) | _answer(
            plan, key, file
        )
        line.pop("routes", None)
        line.pop("vehicle_types", None)
        with results.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")
        say(f"{key[0]} {engine} seed {seed}: {line.get('vehicles')} vans, cost {line.get('cost')}")


def _answer(plan: Race, key: Key, file: Path) -> dict[str, Any]:
    _, engine, seconds, seed, objective = key
    command = [sys.executable, "-m", "logistics.planning.benchmark", "solve", str(file), "--engine", engine]
    command += ["--seconds", str(seconds), "--seed", str(seed), "--objective", objective]
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            command, capture_output=True, text=True, check=False, timeout=PATIENCE * (1 + plan.seconds)
        )
    except subprocess.TimeoutExpired:
        return {"failed": "it did not come back"}
    if done.returncode == 2 or not done.stdout.strip():
        return {"failed": done.stderr.strip()[-200:]}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _results(path: Path) -> dict[Key, dict[str, Any]]:
    if not path.is_file():
        return {}
    found = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {(r["file"], r["engine"], r["seconds"], r["seed"], r["objective"]): r for r in found}


def table(plan: Race, results: Path, best_known: Path | None) -> str:
    """Markdown: mean cost of each engine on each file, over the seeds; with the gap where a best known is given."""
    found = _results(results)
    best = _best_known(best_known) if best_known is not None else {}
    gaps: dict[str, list[float]] = defaultdict(list)
    rows = ["| file | " + " | ".join(plan.engines) + " |", "|---" * (1 + len(plan.engines)) + "|"]
    for file in plan.files:
        cells = []
        for engine in plan.engines:
            cost = _mean_cost([found.get(plan.key(file, engine, seed)) for seed in plan.seeds])
            known = best.get((_name(file).lower(), plan.objective))
            if cost is not None and known is not None:
                gaps[engine].append(100 * (cost / known - 1))
            cells.append(_cell(cost, known))
        rows.append(f"| {_name(file)} | " + " | ".join(cells) + " |")
    means = [f"{mean(gaps[engine]):+.2f} % of {len(gaps[engine])}" if gaps[engine] else "" for engine in plan.engines]
    return "\n".join([*rows, "| **mean gap** | " + " | ".join(means) + " |"])


def _mean_cost(runs: list[dict[str, Any] | None]) -> float | None:
    """None unless every seed gave a whole and faultless answer."""
    costs = [run["cost"] for run in runs if run and not (run.get("failed") or run.get("faults") or run.get("unserved"))]
    return mean(costs) if costs and len(costs) == len(runs) else None


def _cell(cost: float | None, known: float | None) -> str:
    if cost is None:
        return "no plan"
    return f"{cost:.1f}" if known is None else f"{cost:.1f} ({100 * (cost / known - 1):+.2f} %)"


def _best_known(path: Path) -> BestKnown:
    best: BestKnown = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            vehicles_first = row["objective"].startswith(HIERARCHICAL)
            vehicles = VEHICLE_COSTS * int(row["vehicles"]) if vehicles_first else 0.0
            objective = "vehicles" if vehicles_first else "distance"
            best[(row["file"].lower(), objective)] = vehicles + float(row["distance"])
    return best


def _name(file: Path) -> str:
    """The file with its set and size, as lists of best-known values name it: lilim/400/LR2_4_2.txt."""
    parts = file.resolve().parts
    at = next((row for row, part in enumerate(parts) if part in {"solomon", "homberger", "lilim", "hub"}), -1)
    return "/".join(parts[at:])

"""Runs engines in turn over files and seeds, one process at a time.

Each run is a process of its own, so that no engine finds another's memory warm. Results are JSON lines: what stands
there is not run again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from logistics.planning.benchmark.instance import Objective

#: The measured seconds are processor time; a busy machine may need many times as long by the wall.
PATIENCE = 60
Key = tuple[str, str, float, int, str]


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
        return (name_of(file), engine, self.seconds, seed, self.objective)


def race(plan: Race, results: Path, *, say: Callable[[str], None]) -> None:
    """Run what is missing in `results`, appending a line for each run."""
    done = set(read_results(results))
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


def read_results(path: Path) -> dict[Key, dict[str, Any]]:
    """What stands in the file, by run; the last word on each counts."""
    if not path.is_file():
        return {}
    found = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {(r["file"], r["engine"], r["seconds"], r["seed"], r["objective"]): r for r in found}


def name_of(file: Path) -> str:
    """The file with its set and size, as lists of best-known values name it: lilim/400/LR2_4_2.txt."""
    parts = file.resolve().parts
    at = next((row for row, part in enumerate(parts) if part in {"solomon", "homberger", "lilim", "hub"}), -1)
    return "/".join(parts[at:])

"""What races have found, as Markdown: how far each engine is from the best known, file by file and set by set."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from statistics import mean
from typing import Any

from logistics.planning.benchmark.instance import VEHICLE_COSTS, Objective
from logistics.planning.benchmark.race import Key, Race, name_of, read_results

HIERARCHICAL = "hierarchical"
TITLES: Mapping[str, str] = {"vehicles": "Vehicles first", "distance": "Distance alone"}


@dataclass(frozen=True, slots=True)
class Known:
    """The best known of a file for an objective: its vehicles, and what it costs by that objective."""

    vehicles: int
    cost: float


Best = dict[tuple[str, str], Known]


def best_known(path: Path | None) -> Best:
    """By file (in small letters) and objective; nothing without a CSV of file, vehicles, distance and objective."""
    if path is None:
        return {}
    best: Best = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            vehicles_first = row["objective"].startswith(HIERARCHICAL)
            vehicles = int(row["vehicles"])
            cost = float(row["distance"]) + (VEHICLE_COSTS * vehicles if vehicles_first else 0.0)
            best[row["file"].lower(), "vehicles" if vehicles_first else "distance"] = Known(vehicles, cost)
    return best


def table(plan: Race, results: Path, best: Best) -> str:
    """Mean cost of each engine on each file, over the seeds; with the gap where a best known is given."""
    found = read_results(results)
    gaps: dict[str, list[float]] = defaultdict(list)
    rows = [_row("file", *plan.engines), "|---" * (1 + len(plan.engines)) + "|"]
    for file in plan.files:
        known = best.get((name_of(file).lower(), plan.objective))
        cells = []
        for engine in plan.engines:
            cost = _mean_cost([found.get(plan.key(file, engine, seed)) for seed in plan.seeds])
            if cost is not None and known is not None:
                gaps[engine].append(_gap(cost, known))
            cells.append(_cell(cost, known))
        rows.append(_row(name_of(file), *cells))
    means = [f"{mean(gaps[engine]):+.2f} % of {len(gaps[engine])}" if gaps[engine] else "" for engine in plan.engines]
    return "\n".join([*rows, _row("**mean gap**", *means)])


def seeds_tables(results: Sequence[Path], best: Best) -> str:
    """All that stands in some results: how the seeds of each file scatter, and what each set comes to.

    Raises `FileNotFoundError`.
    """
    runs: dict[Key, dict[str, Any]] = {}
    for path in results:
        if not path.is_file():
            raise FileNotFoundError(f"There are no results in {path}.")
        runs |= read_results(path)
    races: dict[tuple[Objective, float], list[dict[str, Any]]] = defaultdict(list)
    for run in runs.values():
        races[run["objective"], run["seconds"]].append(run)
    return "\n\n".join(
        f"{TITLES[objective]}, {seconds:g} s\n\n" + _of_one_race(races[objective, seconds], best)
        for objective, seconds in sorted(races)
    )


def _of_one_race(runs: Sequence[dict[str, Any]], best: Best) -> str:
    fields = [_Field(name, engine, found, best) for (name, engine), found in _by_file(runs)]
    rows = [
        _row("file", "engine", "seeds", "mean", "from - to", "gap", "from - to", "vehicles above"),
        "|---" * 8 + "|",
    ]
    rows += [_row(*field.cells()) for field in fields]
    sets: dict[tuple[str, str], list[_Field]] = defaultdict(list)
    for field in fields:
        if field.gaps:
            sets[str(PurePosixPath(field.name).parent), field.engine].append(field)
    if not sets:
        return "\n".join(rows)
    rows += ["", _row("set", "engine", "files", "mean gap", "vehicles above", "where dearer"), "|---" * 6 + "|"]
    rows += [_row(*_of_a_set(name, engine, members)) for (name, engine), members in sorted(sets.items())]
    return "\n".join(rows)


def _by_file(runs: Iterable[dict[str, Any]]) -> Iterator[tuple[tuple[str, str], list[dict[str, Any]]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for run in runs:
        found[run["file"], run["engine"]].append(run)
    yield from sorted(found.items())


class _Field:
    """One engine's runs on one file."""

    def __init__(self, name: str, engine: str, runs: Sequence[dict[str, Any]], best: Best) -> None:
        self.name, self.engine, self.count = name, engine, len(runs)
        self.known = best.get((name.lower(), runs[0]["objective"]))
        sound = [run for run in runs if _is_sound(run)]
        self.unsound = len(runs) - len(sound)
        self.costs = [run["cost"] for run in sound]
        self.gaps = [] if self.known is None else [_gap(cost, self.known) for cost in self.costs]
        self.above = [] if self.known is None else [run["vehicles"] - self.known.vehicles for run in sound]

    @property
    def above_where_dearer(self) -> int:
        """Vehicles above the best known's in the runs whose cost is above it, too."""
        return sum(above for above, gap in zip(self.above, self.gaps, strict=True) if gap > 0)

    def cells(self) -> tuple[str, ...]:
        """The field's row; runs without a whole plan are told, not averaged."""
        seeds = f"{self.count}" + (f" ({self.unsound} without a plan)" if self.unsound else "")
        if not self.costs:
            return self.name, self.engine, seeds, "no plan", "", "", "", ""
        costs = f"{mean(self.costs):,.1f}", f"{min(self.costs):,.1f} - {max(self.costs):,.1f}"
        if not self.gaps:
            return self.name, self.engine, seeds, *costs, "", "", ""
        gaps = f"{_signed(mean(self.gaps))} %", f"{_signed(min(self.gaps))} - {_signed(max(self.gaps))}"
        return self.name, self.engine, seeds, *costs, *gaps, " ".join(f"{above}" for above in self.above)


def _of_a_set(name: str, engine: str, fields: Sequence[_Field]) -> tuple[str, ...]:
    above = sum(sum(field.above) for field in fields)
    vehicles = sum(field.known.vehicles * len(field.gaps) for field in fields if field.known is not None)
    return (
        name,
        engine,
        f"{len(fields)}",
        f"{_signed(mean(mean(field.gaps) for field in fields))} %",
        f"{above} of {vehicles:,}",
        f"{sum(field.above_where_dearer for field in fields)}",
    )


def _is_sound(run: dict[str, Any] | None) -> bool:
    return run is not None and not (run.get("failed") or run.get("faults") or run.get("unserved"))


def _mean_cost(runs: list[dict[str, Any] | None]) -> float | None:
    """None unless every seed gave a whole and faultless answer."""
    costs = [run["cost"] for run in runs if run is not None and _is_sound(run)]
    return mean(costs) if costs and len(costs) == len(runs) else None


def _gap(cost: float, known: Known) -> float:
    return 100 * (cost / known.cost - 1)


def _signed(gap: float) -> str:
    return f"{round(gap, 2) + 0.0:+.2f}"


def _cell(cost: float | None, known: Known | None) -> str:
    if cost is None:
        return "no plan"
    return f"{cost:.1f}" if known is None else f"{cost:.1f} ({_gap(cost, known):+.2f} %)"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"

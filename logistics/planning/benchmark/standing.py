"""The standing set: 24 named questions in three parts, raced before and after every change of the routing engine.

One engine and one seed take about fifteen minutes of processor time. The files are public; the invented days are
written beside the results.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from logistics.planning.benchmark.hub_days import make_day
from logistics.planning.benchmark.instance import Objective
from logistics.planning.benchmark.race import Race, race
from logistics.planning.benchmark.tables import best_known, table


@dataclass(frozen=True, slots=True)
class Part:
    """Questions of one kind, with the seconds that an engine gets for each."""

    title: str
    objective: Objective
    seconds: float
    files: tuple[str, ...] = ()
    days: tuple[int, ...] = ()


STANDING = (
    Part(
        "Vehicles first",
        "vehicles",
        20.0,
        (
            "solomon/R112.txt",
            "lilim/100/lr112.txt",
            "lilim/200/LRC2_2_3.txt",
            "lilim/200/LR1_2_9.txt",
            "lilim/400/LR2_4_2.txt",
            "lilim/400/LC2_4_6.txt",
            "lilim/400/LRC1_4_6.txt",
            "lilim/600/LRC2_6_2.txt",
            "lilim/600/LR1_6_6.txt",
        ),
    ),
    Part(
        "Distance alone",
        "distance",
        60.0,
        (
            "lilim/400/LR2_4_2.txt",
            "lilim/400/LR1_4_6.txt",
            "lilim/1000/LC2_10_6.txt",
            "lilim/1000/LR2_10_6.txt",
            "lilim/1000/LRC1_10_6.txt",
            "homberger/1000/c1_10_8.txt",
            "homberger/1000/c2_10_8.txt",
            "homberger/1000/r1_10_8.txt",
            "homberger/1000/r2_10_8.txt",
            "homberger/1000/rc1_10_8.txt",
            "homberger/1000/rc2_10_8.txt",
        ),
    ),
    Part("Hub days in money", "vehicles", 10.0, ("hub/hub60.json", "hub/hub300.json"), (300, 1500)),
)


def race_standing(
    instances: Path,
    *,
    engines: Sequence[str],
    seeds: int,
    results: Path,
    parts: Sequence[Part] = STANDING,
    say: Callable[[str], None],
) -> None:
    """Race what is missing in `results`, part by part, and tell the tables. `instances` holds the public sets."""
    listed = instances / "best-known.csv"
    best = best_known(listed if listed.is_file() else None)
    for part in parts:
        files = [instances / name for name in part.files] + list(_days(part, results.parent))
        plan = Race(tuple(files), tuple(engines), part.seconds, tuple(range(1, seeds + 1)), part.objective)
        race(plan, results, say=say)
        say(f"\n{part.title}, {part.seconds:g} s, {seeds} seeds\n")
        say(table(plan, results, best) + "\n")


def _days(part: Part, folder: Path) -> Iterator[Path]:
    for shipments in part.days:
        path = folder / f"day{shipments}.json"
        path.write_text(json.dumps(make_day(shipments, seed=1)), encoding="utf-8")
        yield path

"""How the time and memory of sharing a day out grow with its size, each size in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.solve import solve
from logistics.planning.benchmark.markets import make_market

SIZES = ("100x200x10", "500x150x10", "1000x300x10", "2000x500x30")
HEAD = (
    "| lines x growers x listings | processor seconds | memory, MB | packs short | proven "
    "| gap of shares | gap of money | faults |"
)
UNITS_A_MEGABYTE = 1024


class UnreadableSize(ValueError):
    """A size that is not lines x growers x listings a line."""


def share(size: str, *, wanted: float, most_sellers: int | None = None, seconds: float, seed: int) -> dict[str, object]:
    """One market shared and judged. Raises `UnreadableSize`."""
    problem = make_market(*_size(size), wanted=wanted, most_sellers=most_sellers, seed=seed)
    began = time.process_time()
    answer = solve(problem, budget=Budget(seconds=seconds), seed=seed)
    cpu_s = time.process_time() - began
    unfilled = [level for level in answer.levels if level.name.startswith("unfilled:")]
    shares = [level.gap for level in answer.levels if level.name != "money"]
    return {
        "size": size,
        "cpu_s": round(cpu_s, 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // UNITS_A_MEGABYTE,
        "short": sum(level.value for level in unfilled),
        "proven": sum(level.bound for level in unfilled),
        "shares_gap": max(shares, default=0.0),
        "money_gap": answer.levels[-1].gap,
        "faults": len(check(problem, answer)),
    }


def growth(
    sizes: list[str],
    *,
    wanted: float,
    most_sellers: int | None = None,
    seconds: float,
    seed: int,
    say: Callable[[str], None],
) -> int:
    """Prints a row for each size. Returns how many faults the judge found."""
    for size in sizes:
        _size(size)
    say(HEAD)
    say("|---" * 8 + "|")
    faults = 0
    for size in sizes:
        question = json.dumps(
            {"size": size, "wanted": wanted, "most_sellers": most_sellers, "seconds": seconds, "seed": seed}
        )
        command = [sys.executable, "-m", "logistics.planning.benchmark.sharing", question]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
        row = json.loads(done.stdout)
        faults += row["faults"]
        say(
            f"| {size} | {row['cpu_s']} | {row['memory_mb']} | {row['short']} | {row['proven']} "
            f"| {row['shares_gap']:.2%} | {row['money_gap']:.2%} | {row['faults']} |"
        )
    return faults


def _size(text: str) -> tuple[int, int, int]:
    parts = text.split("x")
    if len(parts) != 3 or not all(part.isdigit() and int(part) for part in parts):
        raise UnreadableSize(f"{text} is no size: give lines x growers x listings a line, such as 100x200x10.")
    lines, growers, listings = map(int, parts)
    return lines, growers, listings


if __name__ == "__main__":
    print(json.dumps(share(**json.loads(sys.argv[1]))))  # noqa: T201 - a command talks to its caller

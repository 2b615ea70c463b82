"""Reads the public sets: Solomon and Gehring-Homberger (one drop a customer), Li and Lim (pickup and drop)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from logistics.planning.benchmark.instance import Fleet, Instance, Node, Request, UnreadableInstance

SCALE = 10_000
ANYTHING = frozenset({"ambient"})


def read_public(path: Path) -> Instance:
    """Raises `UnreadableInstance`, with the place."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    try:
        if any(words[:1] == ["CUSTOMER"] for words in lines):
            return _solomon(path.stem, lines)
        return _li_lim(path.stem, lines)
    except (ValueError, IndexError, StopIteration) as error:
        raise UnreadableInstance(f"{path.name} is neither a Solomon nor a Li-Lim file: {error}") from error


def _solomon(name: str, lines: Sequence[Sequence[str]]) -> Instance:
    header = next(row for row, words in enumerate(lines) if words[:1] == ["NUMBER"])
    count, capacity = (int(word) for word in lines[header + 1])
    rows = [
        [float(word) for word in words] for words in lines[header + 2 :] if len(words) == 7 and _is_number(words[0])
    ]
    requests = tuple(Request(None, node) for node in range(len(rows) - 1))
    return _instance(name, rows, count, capacity, requests, sign=-1)


def _li_lim(name: str, lines: Sequence[Sequence[str]]) -> Instance:
    rows = [[float(word) for word in words] for words in lines if words]
    count, capacity = int(rows[0][0]), int(rows[0][1])
    rows = rows[1:]
    if any(len(row) != 9 for row in rows):
        raise ValueError("a task has not 9 numbers")
    requests = tuple(Request(node, int(row[8]) - 1) for node, row in enumerate(rows[1:]) if row[8] > 0)
    return _instance(name, rows, count, capacity, requests, sign=1)


def _instance(
    name: str, rows: Sequence[Sequence[float]], count: int, capacity: int, requests: tuple[Request, ...], *, sign: int
) -> Instance:  # fmt: skip
    at = np.array([row[1:3] for row in rows])
    distance = np.sqrt(((at[:, None, :] - at[None, :, :]) ** 2).sum(axis=2))
    depot = rows[0]
    return Instance(
        name=name,
        scale=SCALE,
        nodes=tuple(
            Node(int(row[0]), place, row[4], row[5], row[6], (sign * int(row[3]),))
            for place, row in enumerate(rows[1:], start=1)
        ),
        requests=requests,
        fleets=(Fleet("van", 0, count, (capacity,), ANYTHING, depot[4], depot[5], 0.0),),
        distance=distance,
        travel=distance,
    )


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdigit()

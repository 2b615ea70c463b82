"""Solvers think in one thread and are heard from another."""

from collections.abc import Mapping
from threading import Event
from typing import Any

import pytest

from logistics.run_cycle.errors import LeaseLost
from logistics.run_cycle.thinking import BEAT_S, Best, think

PATIENCE_S = 120


def test_the_best_so_far_is_heard_while_the_work_goes_on() -> None:
    heard: list[Mapping[str, Any]] = []
    twice = Event()

    def work(best: Best) -> str:
        best.heard(packs=3)
        assert twice.wait(PATIENCE_S)
        return "answer"

    def beat(so_far: Mapping[str, Any]) -> None:
        heard.append(so_far)
        if len(heard) == 2:
            twice.set()

    assert think(work, beat=beat) == "answer"
    assert heard == [{"packs": 3}, {"packs": 3}]


def test_a_sign_of_life_comes_at_least_once_a_second() -> None:
    assert BEAT_S <= 1


def test_losing_the_place_stops_the_work_and_is_raised() -> None:
    said: list[bool] = []
    lost = Event()

    def work(best: Best) -> None:
        while best.heard(packs=1):
            lost.wait(0.01)
        said.append(best.stopped)

    def beat(so_far: Mapping[str, Any]) -> None:
        raise LeaseLost("another worker")

    with pytest.raises(LeaseLost, match="another worker"):
        think(work, beat=beat)
    assert said == [True]


def test_what_the_work_raises_is_raised_here() -> None:
    def work(best: Best) -> None:
        raise ValueError("no road")

    with pytest.raises(ValueError, match="no road"):
        think(work, beat=[].append)

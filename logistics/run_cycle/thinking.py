"""Thinking in one thread and being heard from another: solvers hold theirs for minutes, the database stays in ours."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, TypeVar

BEAT_S = 0.5

Answer = TypeVar("Answer")


@dataclass
class Best:
    """The solver's best so far, written by its thread, read by ours; `stopped` asks it to come to an end."""

    so_far: Mapping[str, Any] = field(default_factory=dict)
    stopped: bool = False

    def heard(self, **best: Any) -> bool:
        """Note a better answer. False tells the solver to stop."""
        self.so_far = best
        return not self.stopped


def think(work: Callable[[Best], Answer], *, beat: Callable[[Mapping[str, Any]], None]) -> Answer:
    """Let `work` run in a thread of its own, and call `beat` with its best so far at least twice a second.

    `work` must not touch the database. Whatever `beat` raises stops the work and is raised here.
    """
    best = Best()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="thinking") as pool:
        future = pool.submit(work, best)
        try:
            while wait([future], timeout=BEAT_S).not_done:
                beat(best.so_far)
        finally:
            best.stopped = True
        return future.result()

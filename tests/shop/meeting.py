"""Threads with real connections of their own that meet at a barrier."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Barrier, BrokenBarrierError
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
WAIT_S = 240


def all_at_once(work: Sequence[Callable[[], T]]) -> list[T]:
    """Run each piece of work in a thread of its own; all start when the last one has its connection.

    Returns the answers in the order of `work`; the first exception is raised.
    """
    start = Barrier(len(work))

    def connected(piece: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            start.wait(WAIT_S)
            return piece()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(connected, work))


class MeetAfter:
    """A thread that has run a statement beginning with `words` waits there for the others.

    So every thread has done its first half before any does its second: the moment that a careless action loses.
    Where a lock keeps the others away, a `patience_s` lets the thread that holds it go on alone.
    """

    def __init__(self, words: str, *, threads: int, patience_s: float | None = None) -> None:
        self.words = words
        self.barrier = Barrier(threads)
        self.patience_s = patience_s

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if sql.startswith(self.words):
            self.meet()
        return answer

    def meet(self) -> None:
        """Wait for the others. Raises BrokenBarrierError when they don't come and there is no patience."""
        try:
            self.barrier.wait(self.patience_s or WAIT_S)
        except BrokenBarrierError:
            if self.patience_s is None:
                raise

    def here(self) -> AbstractContextManager[None]:
        """Watch the connection of this thread."""
        return connection.execute_wrapper(self)

"""One Foodshed at a time in one var folder: a lock that dies with its holder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from set_up.places import VAR
from set_up.steps import StepFailed


@contextmanager
def alone() -> Iterator[None]:
    """Hold the folder for as long as the block lasts; refuse when another holds it."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StepFailed("Foodshed is running from this folder. Stop it first (Ctrl-C in its window).") from error
        yield

"""Processes of the plant, started by docker/start as a container would, and ended whatever happens."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

HOUSE = Path(__file__).resolve().parents[2]
START = str(HOUSE / "docker" / "start")
LOOK_AGAIN_S = 0.2

Found = TypeVar("Found")


@contextmanager
def started(*words: str, environment: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `docker/start WORDS` in a group of its own; at the end the whole group is gone."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [START, *words], env=environment, cwd=HOUSE, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        kill_all_of(process)


@contextmanager
def kept_up(*words: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    """As `restart: unless-stopped` does it: whenever the process ends it is started again, until the block ends."""
    over = Event()

    def keep() -> None:
        while not over.is_set():
            with started(*words, environment=environment, log=log) as process:
                while process.poll() is None and not over.wait(LOOK_AGAIN_S):
                    pass

    keeper = Thread(target=keep, name=f"keeps {words[0]} up")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def kill_all_of(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL to the process and its children: no last words."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def soon(question: Callable[[], Found], *, within_s: float, what: str) -> Found:
    """Ask again and again until the answer is truthy. Fails with `what` when it never is."""
    deadline, pause = time.monotonic() + within_s, Event()
    while time.monotonic() < deadline:
        found = question()
        if found:
            return found
        pause.wait(LOOK_AGAIN_S)
    raise AssertionError(f"Not within {within_s:.0f} s: {what}")

"""Says what is being done and how long it took; a step that fails says what to do."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LAST_LINES = 15


class StepFailed(SystemExit):
    """Ends the set-up with a message for the person in front of it."""

    def __init__(self, message: str) -> None:
        super().__init__(f"\n{message}")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print `what`, then how long it took."""
    print(f"  {what} …", flush=True)
    began = time.monotonic()
    yield
    print(f"  {what}: {time.monotonic() - began:.1f} s", flush=True)


def run(command: Sequence[str], *, advice: str, environment: dict[str, str] | None = None, cwd: Path) -> str:
    """Run a command quietly and return what it printed; on failure show its last lines and the advice."""
    done = subprocess.run(
        command, env=environment, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        refuse(done.stdout, advice)
    return done.stdout


def refuse(output: str, advice: str) -> None:
    """End with the last lines of what a command said and with what to do about it."""
    tail = "\n".join(f"    {line}" for line in output.strip().splitlines()[-LAST_LINES:])
    raise StepFailed(f"{tail}\n\n{advice}")


def show(command: Sequence[str], *, advice: str, environment: dict[str, str] | None = None, cwd: Path) -> None:
    """Run a command whose output the person wants to see."""
    sys.stdout.flush()
    if subprocess.run(command, env=environment, cwd=cwd, check=False).returncode:
        raise StepFailed(advice)

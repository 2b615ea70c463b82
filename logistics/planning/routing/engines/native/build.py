"""Compiles the native engine: `python -m logistics.planning.routing.engines.native.build`.

Takes the C++ compiler that CXX names, else the system's; fetching one is the set-up's. The library's name carries a
digest of sources, flags and platform, so what is found by its name is up to date.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).parent
#: No -march=native: the same source gives the same plan on every machine of a kind. Contraction would round otherwise.
FLAGS = ("-std=c++20", "-O3", "-fPIC", "-shared", "-ffp-contract=off")
COMPILERS = ("c++", "g++", "clang++")
LAST_LINES = 15
NO_COMPILER = (
    "no C++ compiler was found, so routes are planned by OR-Tools alone, dearer. `make run` and `make day` fetch one; "
    "or install one (on Debian and Ubuntu: apt-get install g++) or name one by CXX, and build again"
)


class CannotBuild(Exception):
    """The library was not made; the message says why and what to do."""


def library_name() -> str:
    """File name of the library for these sources, flags and this platform."""
    digest = hashlib.sha256(" ".join((*FLAGS, sys.platform, platform.machine())).encode())
    for path in sorted((*SOURCES.glob("*.hpp"), *SOURCES.glob("*.cpp"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"foodshed-routing-{digest.hexdigest()[:16]}.so"


def folders() -> Iterator[Path]:
    """Where the library may lie, the best place first: with the other runtime files, else in the user's cache."""
    if named := os.environ.get("FOODSHED_VAR"):
        yield Path(named).absolute() / "native"
    else:
        yield SOURCES.parents[4] / "var" / "native"
    cache = os.environ.get("XDG_CACHE_HOME")
    home = os.environ.get("HOME")
    if cache or home:
        yield (Path(cache) if cache else Path(str(home)) / ".cache") / "foodshed" / "native"


def find() -> Path | None:
    """The library, if it was built."""
    name = library_name()
    return next((folder / name for folder in folders() if (folder / name).is_file()), None)


def compiler() -> list[str] | None:
    """How the compiler is called: the one that CXX names, else the first of the system's; None where there is none."""
    if named := os.environ.get("CXX"):
        return shlex.split(named)
    return next(([path] for path in map(shutil.which, COMPILERS) if path), None)


def build() -> Path:
    """Return the library, compiled now unless it is there. Raises `CannotBuild`."""
    found = find()
    if found is not None:
        return found
    chosen = compiler()
    if chosen is None:
        raise CannotBuild(NO_COMPILER)
    folder = _writable_folder()
    target = folder / library_name()
    handle, name = tempfile.mkstemp(prefix=".building-", suffix=".so", dir=folder)
    os.close(handle)
    half_done = Path(name)
    try:
        _compile(chosen, half_done)
        half_done.chmod(0o755)
        half_done.replace(target)
    finally:
        half_done.unlink(missing_ok=True)
    return target


def _writable_folder() -> Path:
    tried = []
    for folder in folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            tried.append(str(folder))
            continue
        if os.access(folder, os.W_OK):
            return folder
        tried.append(str(folder))
    raise CannotBuild(f"none of these folders can be written: {', '.join(tried)}. Set FOODSHED_VAR to one that can")


def _compile(compiler: list[str], target: Path) -> None:
    command = [*compiler, *FLAGS, "-o", str(target), str(SOURCES / "engine.cpp")]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    except OSError as error:
        raise CannotBuild(f"{compiler[0]} cannot be started: {error.strerror}") from error
    if done.returncode:
        tail = "\n".join(done.stderr.strip().splitlines()[-LAST_LINES:])
        raise CannotBuild(f"{' '.join(compiler)} could not compile the native engine:\n{tail}")


if __name__ == "__main__":
    try:
        print(build())  # noqa: T201 - what the caller asked for
    except CannotBuild as refusal:
        sys.exit(str(refusal))

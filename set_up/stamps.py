"""Remembers what was done with which files, so that a second start does nothing twice."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """Return a digest of the files' names and contents, and of the words."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for path in sorted(paths):
        digest.update(str(path.name).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(stamp: Path, digest: str) -> bool:
    """Whether the stamp says that this very thing was done."""
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest


def put(stamp: Path, digest: str) -> None:
    """Say that it was done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest, encoding="ascii")

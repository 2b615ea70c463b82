"""`python -m set_up.keeping.backup FOLDER`: keep the whole hub in one file, as of one moment, while it works on."""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from set_up.keeping.archive import DUMP, MANIFEST, Manifest, pack
from set_up.keeping.counted import counted
from set_up.keeping.server import database_address, media_folder, program, release
from set_up.steps import StepFailed, step


def main() -> None:
    """Back up into the folder that is named, and say where it lies."""
    if len(sys.argv) != 2:
        raise StepFailed("Name the folder: python -m set_up.keeping.backup FOLDER")
    target = back_up(database_address(), media_folder(), Path(sys.argv[1]), now=datetime.now(UTC))
    print(target)


def back_up(address: str, media: Path, into: Path, *, now: datetime) -> Path:
    """Dump and count within one snapshot, then pack with the uploads. Returns the file.

    Raises StepFailed when the database or the folder can't be used.
    """
    target = into / f"foodshed-{now:%Y%m%dT%H%M%SZ}.tar"
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into, prefix=".backup-") as folder, step("Back up"):
            write(address, Path(folder), now)
            pack(Path(folder), media, target)
    except (OSError, psycopg.Error) as error:
        raise StepFailed(f"The backup was not made: {error}") from error
    return target


def write(address: str, folder: Path, now: datetime) -> None:
    """The dump and its manifest, both of the same moment: pg_dump reads the snapshot that we count in."""
    with psycopg.connect(address) as line:
        line.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = line.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = row[0] if row else ""
        dump = [program("pg_dump"), "--format=custom", "--no-owner", f"--snapshot={snapshot}"]
        done = subprocess.run(
            [*dump, f"--file={folder / DUMP}", f"--dbname={address}"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise StepFailed(f"The database could not be dumped: {done.stderr.strip()}")
        manifest = Manifest(now.isoformat(), release(), counted(line))
    (folder / MANIFEST).write_text(manifest.written(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""`python -m set_up.keeping.restore FILE`: bring a backup into an empty database and prove that all came back."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from set_up.keeping.archive import DUMP, MEDIA, Manifest, unpack
from set_up.keeping.counted import TABLES, counted, differences
from set_up.keeping.server import database_address, media_folder, program
from set_up.steps import StepFailed, step


def main() -> None:
    """Restore the file that is named, and say what came back."""
    if len(sys.argv) != 2:
        raise StepFailed("Name the file: python -m set_up.keeping.restore FILE")
    manifest = restore(Path(sys.argv[1]), database_address(), media_folder())
    rows = sum(table.rows for table in manifest.tables.values())
    print(
        f"Restored {rows} rows of {len(manifest.tables)} tables, backed up at {manifest.made_at}. All are as they were."
    )


def restore(source: Path, address: str, media: Path) -> Manifest:
    """Bring the backup back and compare each table with its manifest. Returns the manifest.

    Raises StepFailed when the database or the media folder holds something, the file is none of ours, or a table is
    not as it was.
    """
    try:
        refuse_unless_empty(address, media)
        with tempfile.TemporaryDirectory(prefix="foodshed-restore-") as folder, step("Restore"):
            manifest = unpack(source, Path(folder))
            bring_back(Path(folder) / DUMP, address)
            if (Path(folder) / MEDIA).is_dir():
                shutil.copytree(Path(folder) / MEDIA, media, dirs_exist_ok=True)
            with psycopg.connect(address) as line:
                lines = differences(manifest.tables, counted(line))
    except (OSError, ValueError, psycopg.Error) as error:
        raise StepFailed(f"Nothing was restored: {error}") from error
    if lines:
        raise StepFailed("The restored database is not what was backed up:\n  " + "\n  ".join(lines))
    return manifest


def refuse_unless_empty(address: str, media: Path) -> None:
    """A restore never overwrites: raise StepFailed where there is anything."""
    with psycopg.connect(address) as line:
        tables = line.execute(TABLES).fetchall()
    if tables:
        raise StepFailed(f"The database holds {len(tables)} tables. Make an empty one, and restore into that.")
    if media.is_dir() and any(media.iterdir()):
        raise StepFailed(f"{media} holds files. Move them away, and restore again.")


def bring_back(dump: Path, address: str) -> None:
    """All or nothing."""
    command = [program("pg_restore"), "--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={address}"]
    done = subprocess.run([*command, str(dump)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise StepFailed(f"Nothing was restored: {done.stderr.strip()}")


if __name__ == "__main__":
    main()

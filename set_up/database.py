"""Migrates the embedded database. A fresh one is copied from a template, which `make day` copies, too."""

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from set_up import stamps
from set_up.places import DATABASE, DEMONSTRATED, HOUSE, REQUIREMENTS, TEMPLATE, VAR, house_environment, in_venv
from set_up.steps import run, step

STAMP = VAR / "stamps" / "migrated"
TROUBLE = (
    "The database could not be migrated. If you changed models, run: .venv/bin/python manage.py makemigrations LABEL.\n"
    "To begin with empty tables again, losing what was entered: make reset"
)


def migrate() -> None:
    """Bring the template and the house's own database up to the migrations of this checkout."""
    digest = stamps.fingerprint(migration_files(), (REQUIREMENTS / "run.txt").read_text(encoding="utf-8"))
    if stamps.is_current(STAMP, digest) and TEMPLATE.is_file() and DATABASE.is_file():
        return
    with step("Make the tables"):
        bring_up(TEMPLATE)
        if DATABASE.is_file():
            bring_up(DATABASE)
        else:
            copy(TEMPLATE, DATABASE)
            DEMONSTRATED.unlink(missing_ok=True)
    stamps.put(STAMP, digest)


def migrate_template() -> None:
    """Bring only the template up: for `make day`, which leaves the house's own database alone."""
    stamp = STAMP.with_name("template-migrated")
    digest = stamps.fingerprint(migration_files(), (REQUIREMENTS / "run.txt").read_text(encoding="utf-8"))
    if TEMPLATE.is_file() and (stamps.is_current(STAMP, digest) or stamps.is_current(stamp, digest)):
        return
    with step("Make the tables"):
        bring_up(TEMPLATE)
    stamps.put(stamp, digest)


def migration_files() -> list[Path]:
    """Return the migrations of our own rooms."""
    rooms = [HOUSE / "shop", HOUSE / "logistics", HOUSE / "cms", HOUSE / "site" / "accounts"]
    return [path for room in rooms for path in room.rglob("migrations/*.py")]


def bring_up(database: Path) -> None:
    """Migrate one database and plant its first page, in one process."""
    database.parent.mkdir(parents=True, exist_ok=True)
    environment = house_environment(
        DATABASE_URL=f"sqlite:///{database}", DJANGO_SETTINGS_MODULE="config.settings.embedded"
    )
    command = [in_venv("python"), "-m", "set_up.tables"]
    run(command, advice=TROUBLE, environment=environment, cwd=HOUSE)


def copy(source: Path, target: Path) -> None:
    """Copy a database whole, whatever of it still lies in its write-ahead log."""
    for leftover in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        leftover.unlink(missing_ok=True)
    draft = target.with_name(f"{target.name}.new")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(draft)) as empty:
        whole.backup(empty)
    shutil.move(draft, target)


if __name__ == "__main__":
    migrate_template() if "--template" in sys.argv else migrate()

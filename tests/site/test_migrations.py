"""A new hub's tables come about by migrations, nothing is left to migrate, and what was released is never edited.

tests/plant runs the migrations since the release of its dump on that dump, on PostgreSQL. Those before it made the
dump: as long as their files are the ones they were (released_migrations.txt), a new hub gets the tables of an upgraded
one.
"""

import hashlib
import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plant.earlier import DUMP

HOUSE = Path(__file__).resolve().parents[2]
RELEASED = Path(__file__).with_name("released_migrations.txt")


def run(words: list[str], address: str, var: Path) -> "subprocess.CompletedProcess[str]":
    """Run Python with the embedded settings on a database of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{HOUSE}:{HOUSE / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "DATABASE_URL": address,
        "FOODSHED_VAR": str(var),
    }
    return subprocess.run(
        [sys.executable, *words], cwd=HOUSE, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_no_model_waits_for_a_migration_ours_nor_oscar_s(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/none.sqlite3"

    done = run(["-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run", "--no-input"], address, tmp_path)

    assert done.stdout.strip() == "No changes detected"
    assert done.returncode == 0


@pytest.mark.slow
def test_an_empty_database_becomes_a_hub_s_and_nothing_is_left_to_apply(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/new.sqlite3"

    made = run(["-W", "ignore", "manage.py", "migrate", "--no-input", "--verbosity", "0"], address, tmp_path)
    checked = run(["-W", "ignore", "manage.py", "migrate", "--check"], address, tmp_path)

    assert made.returncode == 0, made.stderr
    assert checked.returncode == 0, checked.stdout


def released() -> dict[str, str]:
    """Path to the sum that `sha256sum` wrote before it."""
    lines = RELEASED.read_text(encoding="ascii").splitlines()
    return {path: told for told, path in (line.split() for line in lines)}


def test_a_released_migration_is_never_edited() -> None:
    now = {path: hashlib.sha256((HOUSE / path).read_bytes()).hexdigest() for path in released()}

    assert now == released()


def test_the_plant_s_dump_was_made_by_the_released_migrations() -> None:
    dump = lzma.decompress(DUMP.read_bytes()).decode()

    applied = [f"'{Path(path).parent.parent.name}', '{Path(path).stem}'" for path in released()]
    assert [each for each in applied if each not in dump] == []
    assert len(applied) == 12

"""The restore drill, on PostgreSQL: what was backed up comes back to the row, and nothing is ever overwritten."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from set_up.keeping.archive import MANIFEST, unpack
from set_up.keeping.backup import back_up
from set_up.keeping.counted import Counted, counted, differences
from set_up.keeping.restore import restore
from set_up.steps import StepFailed

pytestmark = pytest.mark.postgres

NOW = datetime(2027, 3, 9, 4, 30, tzinfo=UTC)
ROWS = """
CREATE TABLE crate (id bigserial PRIMARY KEY, what text NOT NULL, weighed numeric(8, 3), at timestamptz);
INSERT INTO crate (what, weighed, at)
  SELECT 'Möhren ' || n, n * 1.125, '2027-03-09 06:30+00' FROM generate_series(1, 500) n;
CREATE TABLE pound (
  id bigserial PRIMARY KEY, crate_id bigint NOT NULL REFERENCES crate, pence bigint CHECK (pence >= 0)
);
INSERT INTO pound (crate_id, pence) SELECT id, id * 7 FROM crate;
CREATE TABLE empty_one (id bigint);
"""


def server() -> str:
    """The address of the server's own database."""
    head, _, _ = os.environ["FOODSHED_TEST_POSTGRES_URL"].rpartition("/")
    return f"{head}/postgres"


@pytest.fixture
def databases(real_servers: None) -> Iterator[Any]:
    """Makes databases on the server; they go when the test ends."""
    made: list[str] = []

    def make() -> str:
        name = f"drill_{uuid4().hex[:12]}"
        with psycopg.connect(server(), autocommit=True) as line:
            line.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        made.append(name)
        return f"{server().rpartition('/')[0]}/{name}"

    yield make
    with psycopg.connect(server(), autocommit=True) as line:
        for name in made:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture
def hub(databases: Any, tmp_path: Path) -> tuple[str, Path]:
    """A database with rows, and a folder with an upload."""
    address, media = databases(), tmp_path / "media"
    with psycopg.connect(address) as line:
        line.execute(ROWS)
    (media / "stories").mkdir(parents=True)
    (media / "stories" / "farm.jpg").write_bytes(b"\xff\xd8picture")
    return address, media


def rows_of(address: str) -> dict[str, Counted]:
    with psycopg.connect(address) as line:
        return counted(line)


def test_all_of_it_comes_back(hub: tuple[str, Path], databases: Any, tmp_path: Path) -> None:
    address, media = hub
    file = back_up(address, media, tmp_path / "backups", now=NOW)
    empty, empty_media = databases(), tmp_path / "restored"

    manifest = restore(file, empty, empty_media)

    assert file.name == "foodshed-20270309T043000Z.tar"
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert {name: table.rows for name, table in manifest.tables.items()} == {"crate": 500, "pound": 500, "empty_one": 0}
    assert rows_of(empty) == rows_of(address) == manifest.tables
    assert (empty_media / "stories" / "farm.jpg").read_bytes() == b"\xff\xd8picture"
    with psycopg.connect(empty) as line, pytest.raises(psycopg.errors.ForeignKeyViolation):
        line.execute("DELETE FROM crate WHERE id = 1")


def test_a_restore_never_overwrites(hub: tuple[str, Path], databases: Any, tmp_path: Path) -> None:
    address, media = hub
    file = back_up(address, media, tmp_path / "backups", now=NOW)
    before = rows_of(address)

    with pytest.raises(StepFailed, match="holds 3 tables"):
        restore(file, address, tmp_path / "elsewhere")
    with pytest.raises(StepFailed, match="holds files"):
        restore(file, databases(), media)

    assert rows_of(address) == before


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("UPDATE pound SET pence = pence + 1 WHERE id = 250", "pound: 500 rows, but not the same"),
        ("DELETE FROM pound WHERE id = 1", "pound: 500 rows in the backup, 499 now"),
        ("DROP TABLE empty_one", "empty_one: did not come back"),
        ("CREATE TABLE strange (id int)", "strange: was not in the backup"),
    ],
)
def test_a_row_that_is_not_as_it_was_is_found(hub: tuple[str, Path], done: str, said: str) -> None:
    address, _ = hub
    before = rows_of(address)
    with psycopg.connect(address) as line:
        line.execute(done)  # type: ignore[arg-type]

    assert differences(before, rows_of(address)) == [said]


def test_a_file_that_is_no_backup_changes_nothing(databases: Any, tmp_path: Path) -> None:
    file, empty = tmp_path / "backup.tar", databases()
    file.write_bytes(b"something else")

    with pytest.raises(StepFailed, match="can't be read as a backup"):
        restore(file, empty, tmp_path / "media")

    assert rows_of(empty) == {}


def test_the_manifest_says_what_is_in_it(hub: tuple[str, Path], tmp_path: Path) -> None:
    address, media = hub
    file = back_up(address, media, tmp_path / "backups", now=NOW)
    folder = tmp_path / "apart"

    manifest = unpack(file, folder)

    assert manifest.made_at == "2027-03-09T04:30:00+00:00"
    assert (folder / MANIFEST).is_file()


def test_an_embedded_hub_is_told_how_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from set_up.keeping.server import database_address

    monkeypatch.setenv("DATABASE_URL", "sqlite:///var/foodshed.sqlite3")
    with pytest.raises(StepFailed, match="copy var/ whole"):
        database_address()

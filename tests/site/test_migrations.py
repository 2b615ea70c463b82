"""The real migrations, run once; and nothing left to migrate, ours or Oscar's."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
PRINT_COUNTS = """
from set_up.tables import main
main()
from django.db import connection
from wagtail.models import Page, Site
print(connection.vendor, Page.objects.count(), Site.objects.get().root_page.specific_class.__name__)
"""


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


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A throw-away database: on PostgreSQL where there is one, else a file."""
    server = os.environ.get("FOODSHED_TEST_POSTGRES_URL")
    if not server:
        yield f"sqlite:///{tmp_path}/migrated.sqlite3"
        return
    import psycopg

    name = f"foodshed_migrated_{os.getpid()}"
    with psycopg.connect(server, dbname="postgres", autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
        yield f"{server.rpartition('/')[0]}/{name}"
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.slow
def test_the_migrations_make_an_empty_house_with_its_front_page(address: str, tmp_path: Path) -> None:
    made = run(["-W", "ignore", "-c", PRINT_COUNTS], address, tmp_path)

    assert made.returncode == 0, made.stderr
    vendor = "postgresql" if address.startswith("postgresql") else "sqlite"
    assert made.stdout.split() == [vendor, "2", "HomePage"]

    again = run(["-W", "ignore", "manage.py", "migrate", "--check"], address, tmp_path)
    assert again.returncode == 0, again.stdout


@pytest.mark.slow
def test_no_model_waits_for_a_migration_ours_nor_oscar_s(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/none.sqlite3"

    done = run(["-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run", "--no-input"], address, tmp_path)

    assert done.stdout.strip() == "No changes detected"
    assert done.returncode == 0

"""A hub as an earlier release left it: brought back into an empty PostgreSQL, and looked at again after the upgrade.

earlier.sql.xz is what pg_dump (`--no-owner --no-privileges --inserts --rows-per-insert=200`, its comments taken out)
said of release 84f599c with the small demonstration up to its cut-off: `manage.py demonstrate --scale small --until due
--date 2026-11-03` in the production settings. Its people are invented and none has a password.
"""

import lzma
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

DUMP = Path(__file__).with_name("earlier.sql.xz")
# A release adds its migrations, permissions and first pages to these; everything else is what people entered.
GROWS = ("django_migrations", "django_content_type", "auth_", "wagtail", "cms_")
COLUMNS = """
SELECT table_name, array_agg(column_name::text ORDER BY column_name)
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY 1
"""
VALUES = (
    "SELECT count(*), md5(coalesce(string_agg(said, ';' ORDER BY said), '')) FROM (SELECT ({})::text AS said FROM {}) t"
)

Columns = dict[str, list[str]]
Values = dict[str, tuple[int, str]]


def bring_back(address: str) -> None:
    """Run the dump on an empty database."""
    with psycopg.connect(address) as line:
        line.execute(lzma.decompress(DUMP.read_bytes()).decode())  # type: ignore[arg-type]


def columns_of(address: str) -> Columns:
    """Every table's columns."""
    with psycopg.connect(address) as line:
        return dict(line.execute(COLUMNS).fetchall())


def values_of(address: str, columns: Columns) -> Values:
    """How many rows each table holds, and a sum over the text of these columns of all of them."""
    with psycopg.connect(address) as line:
        return {table: counted(line, table, names) for table, names in columns.items()}


def lost(before: Values, after: Values) -> list[str]:
    """Tables whose values are not what they were; what a release adds to may only have grown."""
    return [table for table, had in before.items() if after[table] != had and not is_grown(table, had, after[table])]


def is_grown(table: str, before: tuple[int, str], after: tuple[int, str]) -> bool:
    """Whether it may grow, and has."""
    return table.startswith(GROWS) and after[0] >= before[0]


def counted(line: "psycopg.Connection[Any]", table: str, names: list[str]) -> tuple[int, str]:
    """One table."""
    row = sql.SQL("ROW({})").format(sql.SQL(", ").join(map(sql.Identifier, names)))
    found = line.execute(sql.SQL(VALUES).format(row, sql.Identifier(table))).fetchone()
    assert found is not None
    return found[0], found[1]

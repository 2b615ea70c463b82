"""How many rows each table holds, and a sum over them that any changed, lost or doubled row would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

# The text of a row as PostgreSQL writes it, hashed; hashes are added up, so that the order of rows doesn't matter.
COUNT = sql.SQL(
    "SELECT count(*), coalesce(sum(('x' || substr(md5(row_.*::text), 1, 15))::bit(60)::bigint::numeric), 0)::text"
    " FROM {table} AS row_"
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


@dataclass(frozen=True)
class Counted:
    """One table's rows."""

    rows: int
    checksum: str


def counted(line: "psycopg.Connection[Any]") -> dict[str, Counted]:
    """Count every table of the database within the connection's transaction."""
    return dict(each(line))


def each(line: "psycopg.Connection[Any]") -> Iterator[tuple[str, Counted]]:
    """One question a table."""
    for (table,) in line.execute(TABLES).fetchall():
        found = line.execute(COUNT.format(table=sql.Identifier(table))).fetchone()
        rows, checksum = found or (0, "0")
        yield table, Counted(int(rows), str(checksum))


def differences(wanted: dict[str, Counted], found: dict[str, Counted]) -> list[str]:
    """What is not as it was, a line a table, in words."""
    lines = []
    for table in sorted(wanted.keys() | found.keys()):
        before, after = wanted.get(table), found.get(table)
        if before is None or after is None:
            lines.append(f"{table}: {'was not in the backup' if before is None else 'did not come back'}")
        elif before.rows != after.rows:
            lines.append(f"{table}: {before.rows} rows in the backup, {after.rows} now")
        elif before != after:
            lines.append(f"{table}: {before.rows} rows, but not the same")
    return lines

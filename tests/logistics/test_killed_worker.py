"""A worker killed in any of the five steps leaves nothing half-written; the rerun gives the same answer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from tests.logistics.conducting import an_ordered_day

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HOUSE = Path(__file__).resolve().parents[2]

NOTHING = {
    "AllocationRun": 0,
    "AllocationLine": 0,
    "Shortage": 0,
    "Demand": 0,
    "Reservation": 0,
    "LineConfirmation": 0,
    "PurchaseLine": 0,
    "OutboxMessage": 0,
    "PlanRun": 0,
    "Shipment": 0,
    "Route": 0,
    "Stop": 0,
    "Task": 0,
}
# The moment at which the worker dies, and the last step that then stands whole.
MOMENTS = {
    "log closed": "ordering",
    "close read": "closed",
    "aggregate read": "closed",
    "allocate solved": "closed",
    "allocate writing": "closed",
    "write procurement.Demand": "closed",
    "confirm writing": "allocated",
    "write procurement.PurchaseLine": "allocated",
    "move solved": "confirmed",
    "write logistics.Task": "confirmed",
}
# What each step leaves behind, by the status that it ends in.
LEAVES = {
    "allocated": ("AllocationRun", "AllocationLine", "Shortage", "Demand"),
    "confirmed": ("Reservation", "LineConfirmation", "PurchaseLine", "OutboxMessage"),
    "routed": ("PlanRun", "Shipment", "Route", "Stop", "Task"),
}


def test_a_killed_worker_leaves_nothing_half_written_and_the_rerun_gives_the_same_answer(tmp_path: Path) -> None:
    small = an_ordered_day()
    moments = ["never", *MOMENTS]
    with Copies(len(moments), tmp_path) as urls:
        told = work(small.day.pk, dict(zip(moments, urls, strict=True)))

    whole = told["never"]
    assert whole["killed"] is False
    assert whole["answer"]["status"] == "routed"
    for moment, status in MOMENTS.items():
        assert told[moment]["killed"] is True, moment
        assert told[moment]["left"] == expected(status, whole["answer"]), moment
        assert told[moment]["again"] == "done", moment
        assert told[moment]["answer"] == whole["answer"], moment


def expected(status: str, whole: dict[str, Any]) -> dict[str, Any]:
    """Every step up to `status` whole, and not a row of the next."""
    reached = list(LEAVES)[: list(LEAVES).index(status) + 1] if status in LEAVES else []
    return {
        "status": status,
        **NOTHING,
        **{table: whole[table] for step in reached for table in LEAVES[step]},
    }


def work(day: int, urls: dict[str, str]) -> dict[str, Any]:
    """Run the script on the copies."""
    paths = [os.environ.get("PYTHONPATH", ""), str(HOUSE), str(HOUSE / "site")]
    done = subprocess.run(
        [sys.executable, "-m", "tests.logistics.killed_worker", str(day)],
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        input=json.dumps(urls),
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said


class Copies:
    """So many copies of the test database as it stands, as addresses; gone when the block ends."""

    def __init__(self, count: int, folder: Path) -> None:
        # Named after the test database, which is this run's own: other runs may copy theirs on the same server.
        self.origin = str(connection.settings_dict["NAME"])
        base = "copy" if connection.vendor == "sqlite" else self.origin
        self.names = [f"{base}_{number}" for number in range(count)]
        self.folder = folder

    def __enter__(self) -> list[str]:
        if connection.vendor == "sqlite":
            for name in self.names:
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(self.folder / name)])
            return [f"sqlite:///{self.folder / name}" for name in self.names]
        connection.close()
        self.end_other_sessions()
        for name in self.names:
            self.on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            self.on_server(f'CREATE DATABASE "{name}" TEMPLATE "{self.origin}"')
        return [self.address(name) for name in self.names]

    def __exit__(self, *error: object) -> None:
        if connection.vendor != "sqlite":
            for name in self.names:
                self.on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def end_other_sessions(self) -> None:
        """A thread of an earlier test may have left one open; a database in use can't be copied."""
        self.on_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", self.origin)

    def on_server(self, statement: str, *values: str) -> None:
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as server:
            server.execute(statement, values or None)

    def address(self, name: str) -> str:
        told = connection.settings_dict
        host = told["HOST"] or "localhost"
        where = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}@{host if not host.startswith('/') else ''}"
        options = {**told.get("OPTIONS", {})}
        if host.startswith("/"):
            options["host"] = host
        port = f":{told['PORT']}" if told["PORT"] and not host.startswith("/") else ""
        return f"postgresql://{where}{port}/{name}" + (f"?{urlencode(options)}" if options else "")

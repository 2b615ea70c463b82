"""The plant as docker/compose.yaml starts it, without docker: PostgreSQL, Redis, prefork workers, the clock, gunicorn.

It stands on a hub of an earlier release, with its rows in it. They are upgraded, and then the day past its cut-off is
taken to its routes by the clock alone, although the worker that conducts it is killed in the middle of a step, and the
broker dies under the one that takes over, with all that waited in it. Nothing is lost and nothing is done twice. What
ends by itself is started again, as compose.yaml says: a worker of Celery 5.7 ends when Redis dies in mid-task, once the
task is done.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from set_up.servers.found import free_port
from tests.plant.broker import Broker
from tests.plant.earlier import bring_back, columns_of, lost, values_of
from tests.plant.processes import kept_up, kill_all_of, soon, started

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.slow]

# Generous: a machine at a tenth of the usual speed is slow, not broken.
PATIENCE_S = 600
STEPS = "SELECT step, status FROM logistics_steprun ORDER BY started_at, id"
TRIED = "SELECT count(*) > 0 AND bool_and(attempts > 0) FROM journal_outboxmessage"
ONCE = """
SELECT (SELECT count(*) FROM procurement_allocationrun WHERE delivery_day_id = %(day)s),
       (SELECT count(*) FROM procurement_lineconfirmation) > 20,
       (SELECT count(*) FROM (SELECT order_line_id, pack_id FROM procurement_lineconfirmation
                              GROUP BY 1, 2 HAVING count(*) > 1) AS doubled),
       (SELECT count(*) FROM logistics_planrun WHERE delivery_day_id = %(day)s),
       (SELECT count(*) FROM supply_lot WHERE quantity_base < reserved_base + dispatched_base)
"""
UNPROVEN = "SELECT conname FROM pg_constraint WHERE NOT convalidated"
ALL_WELL = {"checks": {"database": "ok", "tables": "ok", "broker": "ok"}}


@pytest.fixture
def address(real_servers: None) -> Iterator[str]:
    """An empty database of the test's own on the real server."""
    head = os.environ["FOODSHED_TEST_POSTGRES_URL"].rpartition("/")[0].replace("postgres://", "postgresql://", 1)
    name = f"foodshed_plant_{os.getpid()}"
    with psycopg.connect(f"{head}/postgres", autocommit=True) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        line.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        yield f"{head}/{name}"
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def test_an_upgraded_hub_s_day_reaches_its_routes_through_a_killed_worker_and_a_dead_broker(
    address: str, tmp_path: Path
) -> None:
    with Broker() as broker:
        environment = of_the_plant(address, broker, tmp_path)
        upgraded(address, environment, tmp_path)

        with ExitStack() as plant:
            for word in ("web", "beat"):
                plant.enter_context(kept_up(word, environment=environment, log=tmp_path / f"{word}.log"))
            with started("worker", environment=environment, log=tmp_path / "worker-1.log") as worker:
                soon(lambda: ("allocate", "running") in asked(address, STEPS), within_s=PATIENCE_S, what="allocating")
                plant.enter_context(kept_up("worker", environment=environment, log=tmp_path / "worker-2.log"))
                kill_all_of(worker)
            soon(lambda: taken_over(address), within_s=PATIENCE_S, what="the other worker allocates")
            broker.kill()
            broker.start()
            soon(lambda: ("move", "done") in asked(address, STEPS), within_s=PATIENCE_S, what="routed")
            soon(lambda: asked(address, TRIED) == [(True,)], within_s=PATIENCE_S, what="what was told is sent")
            soon(lambda: readiness(environment)[0], within_s=PATIENCE_S, what="the web processes listen")
            assert readiness(environment) == (200, {"ready": True, **ALL_WELL})
            broker.kill()
            status, said = soon(lambda: not_ready(environment), within_s=PATIENCE_S, what="not ready without a broker")

    assert (status, said["checks"]["broker"]) == (503, "does not answer")
    steps = asked(address, STEPS)
    assert [step for step, status in steps if status == "failed"] == ["allocate"]
    assert [step for step, status in steps if status == "done"] == ["close", "aggregate", "allocate", "confirm", "move"]
    [(day, status)] = asked(address, "SELECT id, status FROM cycles_deliveryday")
    assert asked(address, ONCE, day=day) == [(1, True, 0, 1, 0)]
    assert status == "routed"


def upgraded(address: str, environment: dict[str, str], folder: Path) -> None:
    """Bring the earlier release's rows up to this one: every value of theirs stays, every constraint holds."""
    bring_back(address)
    columns = columns_of(address)
    before = values_of(address, columns)
    assert before["procurement_bulkorderline"][0] > 50
    done("migrate", environment=environment, log=folder / "migrate.log")

    assert lost(before, values_of(address, columns)) == []
    assert asked(address, UNPROVEN) == []
    done("manage", "migrate", "--check", environment=environment, log=folder / "check.log")


def of_the_plant(address: str, broker: Broker, folder: Path) -> dict[str, str]:
    """What docker/compose.yaml gives its containers, on this machine's ports."""
    (folder / "secret-key").write_text("k7-" + "qX4z9Lp2Vn8s" * 5, encoding="ascii")
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DATABASE_URL": address,
        "SECRET_KEY_FILE": str(folder / "secret-key"),
        "CELERY_BROKER_URL": broker.url,
        "FOODSHED_CACHE_URL": broker.url.replace("/0", "/1"),
        "FOODSHED_VAR": str(folder / "var"),
        "FOODSHED_HOSTS": "hub.example",
        "FOODSHED_ADDRESS": "https://hub.example",
        "FOODSHED_MAIL_HOST": "127.0.0.1",
        "FOODSHED_CLOCK_S": "2",
        "BIND": "127.0.0.1",
        "PORT": str(free_port()),
        "WEB_PROCESSES": "1",
        "BEAT_FILE": str(folder / "beat"),
        "PYTHONWARNINGS": "ignore",
        "C_FORCE_ROOT": "1",
    }


def done(*words: str, environment: dict[str, str], log: Path) -> None:
    """Run a word of docker/start to its end."""
    with started(*words, environment=environment, log=log) as process:
        assert process.wait(PATIENCE_S) == 0, log.read_text(encoding="utf-8")[-3000:]


def asked(address: str, question: str, **values: Any) -> list[tuple[Any, ...]]:
    """Ask the database, past everything of ours."""
    with psycopg.connect(address) as line:
        return line.execute(question, values or None).fetchall()  # type: ignore[arg-type]


def taken_over(address: str) -> bool:
    """Whether a second attempt at sharing the day out has begun."""
    return [step for step, _ in asked(address, STEPS)].count("allocate") == 2


def readiness(environment: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """What /readyz says; (0, {}) while nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/readyz", timeout=15) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)
    except OSError:
        return 0, {}


def not_ready(environment: dict[str, str]) -> tuple[int, dict[str, Any]] | None:
    """The answer once it is 503."""
    found = readiness(environment)
    return found if found[0] == 503 else None

"""A step that is handed over reaches a worker: through files by default, through Redis where there is one."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from kombu import Connection
from kombu.exceptions import OperationalError

from config import queues
from config.celery_app import app as our_app

PATIENCE_S = 120


@pytest.fixture(autouse=True)
def ours_again() -> Iterator[None]:
    """A worker that is started makes its application everybody's: the next test's tasks are ours again."""
    yield
    our_app.set_current()
    our_app.set_default()


def house(broker: str, options: dict[str, Any]) -> Celery:
    """An application with our settings on a broker of the test's own."""
    app = Celery("foodshed-test", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.update(
        broker_url=broker,
        broker_transport_options=options,
        task_always_eager=False,
        task_default_queue=f"test-{os.getpid()}",
    )
    return app


def is_carried_over(app: Celery) -> bool:
    arrived = Event()

    @app.task(name="tests.step", shared=False)
    def step() -> None:
        arrived.set()

    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=PATIENCE_S):
        step.delay()
        return arrived.wait(PATIENCE_S)


@pytest.mark.slow
def test_a_step_is_carried_over_by_files(tmp_path: Path) -> None:
    assert is_carried_over(house(queues.BY_FILES, queues.folders(tmp_path)))


def test_the_address_of_files_names_a_host_so_that_nothing_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    assert Connection(queues.BY_FILES).info()["hostname"] == "localhost"
    assert caplog.messages == []


@pytest.mark.slow
@pytest.mark.redis
def test_a_step_is_carried_over_by_redis() -> None:
    assert is_carried_over(house(os.environ["FOODSHED_TEST_REDIS_URL"], queues.redis_options()))


def test_a_step_for_a_broker_that_is_gone_is_refused_at_once() -> None:
    app = house("redis://127.0.0.1:1/0", queues.redis_options())

    @app.task(name="tests.step", shared=False)
    def step() -> None:
        """Never gets anywhere."""

    with pytest.raises(OperationalError):
        step.delay()

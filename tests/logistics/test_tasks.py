"""What the worker does with a day that is handed to it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from logistics import tasks
from logistics.models import StepRun
from logistics.run_cycle.lease import take
from tests.logistics.conducting import an_ordered_day
from tests.logistics.small_day import ANSWERS_DUE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_due(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is just past the hour at which answers are due."""
    moment = ANSWERS_DUE + timedelta(minutes=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    return moment


def test_the_task_takes_the_day_to_its_routes() -> None:
    small = an_ordered_day()

    tasks.conduct(small.day.pk)

    small.day.refresh_from_db()
    assert small.day.status == "routed"


def test_as_many_processes_search_as_the_settings_say(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.FOODSHED_PLANNING_PROCESSES = 3
    asked: list[int] = []
    monkeypatch.setattr(tasks, "run", lambda *, budget, **_: asked.append(budget.processes))

    tasks.conduct(an_ordered_day().day.pk)

    assert asked == [3]


def test_the_task_leaves_a_day_that_another_worker_conducts_alone(at_due: datetime) -> None:
    small = an_ordered_day()
    take(small.day, clock=lambda: at_due)

    tasks.conduct(small.day.pk)

    small.day.refresh_from_db()
    assert small.day.status == "ordering"
    assert StepRun.objects.count() == 0


def test_a_refusal_ends_the_task_and_stands_in_the_steps_row() -> None:
    small = an_ordered_day()
    small.packhouse.enterprise.kind = "wholesaler"
    small.packhouse.enterprise.save()

    tasks.conduct(small.day.pk)

    row = StepRun.objects.get(step="move")
    assert row.status == "failed"
    assert "has no place of its own" in row.message

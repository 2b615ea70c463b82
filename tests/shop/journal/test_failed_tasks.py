"""A task that fails leaves one row without anybody's words; going well takes it away; a person may run it again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from celery import shared_task

from shop.journal.again import run_again, set_aside
from shop.journal.errors import NotToRunAgain
from shop.journal.models import FailedTask, LogLine
from shop.journal.recording import RecordedTask, as_text, record_failure, values_of
from tests import cast

pytestmark = pytest.mark.django_db
NOW = cast.NOW
STATE = {"fails": True, "runs": 0}


@shared_task(name="tests.brittle", about="cycles.DeliveryDay")  # type: ignore[untyped-decorator]
def brittle(day_id: int, word: str = "") -> None:
    """Fails while it is told to."""
    STATE["runs"] += 1
    if STATE["fails"]:
        raise ValueError("ada@rutland.example typed something")


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    STATE.update(fails=True, runs=0)
    with time_machine.travel(NOW, tick=False):
        yield


def handed_out(*args: Any) -> None:
    """As a worker takes it: what it raises goes no further."""
    brittle.apply(args=args, throw=False)


def failed_once() -> FailedTask:
    day = cast.a_day(cast.a_hub())
    handed_out(day.pk)
    return FailedTask.objects.get()


def test_a_failure_leaves_a_row_of_the_hub_without_the_words_that_were_raised() -> None:
    row = failed_once()

    assert (row.task, row.values, row.times, row.first_at) == ("tests.brittle", [row.values[0]], 1, NOW)
    assert row.hub is not None
    assert row.hub.slug == "rutland"
    assert row.error.startswith("ValueError at shop/journal/test_failed_tasks.py:")
    assert "ada" not in row.error


def test_the_same_failure_is_counted_and_another_day_s_is_a_row_of_its_own() -> None:
    row = failed_once()
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        handed_out(*row.values)
        handed_out(row.values[0] + 1000)

    same, other = FailedTask.objects.order_by("pk")
    assert (same.times, same.first_at, same.last_at) == (2, NOW, NOW + timedelta(minutes=3))
    assert (other.hub, other.times) == (None, 1)


def test_what_goes_well_leaves_the_list_and_a_new_failure_is_a_new_row() -> None:
    row = failed_once()
    STATE["fails"] = False
    handed_out(*row.values)
    assert not FailedTask.objects.unresolved().exists()
    STATE["fails"] = True
    handed_out(*row.values)

    assert FailedTask.objects.unresolved().get().times == 1
    assert FailedTask.objects.count() == 2


def test_words_among_the_arguments_are_hidden_and_then_nobody_can_run_it_again() -> None:
    handed_out(1, "ada@rutland.example")
    row = FailedTask.objects.get()

    assert row.values == [1, "…"]
    with pytest.raises(NotToRunAgain, match="arguments are not kept"):
        run_again(failed=row, client_key=uuid4(), by=None, now=NOW)


def test_a_failure_that_another_worker_writes_at_the_same_moment_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    row = failed_once()
    first: list[bool] = []
    update = type(FailedTask.objects.all()).update

    def too_early(self: Any, **fields: Any) -> int:
        """The first look finds nothing: the other's row is not there yet."""
        if not first:
            first.append(True)
            return 0
        return int(update(self, **fields))

    monkeypatch.setattr(type(FailedTask.objects.all()), "update", too_early)
    record_failure(brittle, row.values, ValueError(), task_id="x", now=NOW)

    assert FailedTask.objects.get().times == 2


def test_run_again_runs_once_after_the_transaction_and_only_for_the_first_click(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    row, key = failed_once(), uuid4()
    STATE.update(fails=False, runs=0)

    with django_capture_on_commit_callbacks(execute=True):
        assert run_again(failed=row, client_key=key, by=None, now=NOW)
        assert STATE["runs"] == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert not run_again(failed=row, client_key=key, by=None, now=NOW)

    row.refresh_from_db()
    assert (STATE["runs"], row.run_again_at, row.resolved_at) == (1, NOW, NOW)
    assert LogLine.objects.filter(verb="failed task: run again").count() == 1
    with pytest.raises(NotToRunAgain, match="went well meanwhile"):
        run_again(failed=row, client_key=uuid4(), by=None, now=NOW)


def test_what_is_set_aside_is_run_by_nobody(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    row = failed_once()
    STATE["runs"] = 0
    with django_capture_on_commit_callbacks(execute=True):
        assert set_aside(failed=row, client_key=uuid4(), by=None, now=NOW)

    assert not FailedTask.objects.unresolved().exists()
    assert STATE["runs"] == 0
    assert LogLine.objects.filter(verb="failed task: set aside").count() == 1


def test_every_task_of_the_house_is_recorded() -> None:
    from config.celery_app import app

    ours = [task for name, task in app.tasks.items() if name.split(".")[0] in {"shop", "logistics", "cms", "accounts"}]
    assert len(ours) > 5
    assert all(isinstance(task, RecordedTask) for task in ours)


def test_arguments_are_ids_or_nothing() -> None:
    assert as_text(values_of((1, None, True), {"name": "Ada"})) == '[1, null, true, "…"]'

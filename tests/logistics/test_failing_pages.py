"""The page of what failed: who sees what, and what a click runs again."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from logistics.models import StepRun
from shop.journal.actions import tell
from shop.journal.models import AnsweredClick, FailedTask
from tests.cast import NOW, a_hub, a_hub_base, a_member, a_person
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.hub_desk import plain
from tests.logistics.small_day import ANSWERS_DUE, CUT_OFF, SmallDay
from tests.logistics.test_needs import failed as step_failed
from tests.logistics.test_pages import coordinator, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/hub/failed/"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> SmallDay:
    monkeypatch.setattr("django.utils.timezone.now", lambda: ANSWERS_DUE)
    return an_ordered_day()


def a_failed_task(hub: Any = None, **fields: Any) -> FailedTask:
    fields = {"task": "cms.tasks.publish_scheduled", "arguments": "[]", **fields}
    row: FailedTask = FailedTask.objects.create(
        hub=hub, task_id="2f1c", error="KeyError at cms/tasks.py:12", first_at=NOW, last_at=NOW, **fields
    )
    return row


def untold(small: SmallDay) -> None:
    """A message to a grower without an address."""
    grower = small.growers["Manor Farm"]
    grower.email = ""
    tell(hub=small.hub, key="k", enterprise=grower, subject="Hello", body="Carrots.", now=NOW)


def staff() -> Client:
    person = a_person("staff@hub.example")
    person.is_staff = True
    person.save()
    return signed_in(person)


def click(client: Client, path: str, key: str = "") -> Any:
    return client.post(f"{PAGE}{path}", {"client_key": key or str(uuid4())})


def test_the_coordinator_sees_the_hub_s_failures_and_no_other_s(small: SmallDay) -> None:
    other = a_hub("Fenland", "fenland")
    step_failed(small, "close", "The judge refused it.")
    a_failed_task(small.hub, arguments="[1]")
    a_failed_task(other, task="logistics.tasks.conduct")
    a_failed_task(task="shop.settlement.tasks.book_cards")
    untold(small)

    text = plain(signed_in(coordinator(small)).get(PAGE))

    assert "Tuesday 9 March 2027: close" in text
    assert "The judge refused it." in text
    assert "Publish pages on their date" in text
    assert "KeyError at cms/tasks.py:12 · 1 time · number 1" in text
    assert "1 message given up" in text
    assert "Take a delivery day" not in text
    assert "Book card money" not in text


def test_staff_see_every_hub_s_and_the_whole_installation_s(small: SmallDay) -> None:
    a_failed_task(small.hub, task="logistics.tasks.conduct")
    a_failed_task()

    text = plain(staff().get(PAGE))

    assert "Take a delivery day through its steps" in text
    assert "The whole installation" in text


def test_who_coordinates_nothing_finds_nothing(small: SmallDay) -> None:
    grower = signed_in(a_member(small.growers["Manor Farm"]))

    assert grower.get(PAGE).status_code == 404
    assert click(grower, f"days/{small.day.pk}/again/").status_code == 404


def test_a_hub_without_failures_says_so(small: SmallDay) -> None:
    assert "Nothing failed that has not gone well since." in plain(signed_in(coordinator(small)).get(PAGE))


def test_a_failed_step_run_again_goes_on_once_and_leaves_the_list(
    small: SmallDay, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    conduct(small, until="close")
    step_failed(small, "allocate", "The judge refused it.")
    client, key = signed_in(coordinator(small)), str(uuid4())

    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert click(client, f"days/{small.day.pk}/again/", key).status_code == 302

    small.day.refresh_from_db()
    assert small.day.status == "routed"
    assert StepRun.objects.filter(step="allocate").count() == 2
    assert AnsweredClick.objects.filter(key=key).count() == 1
    assert "The judge refused it." not in signed_in(coordinator_again(small)).get(PAGE).text


def coordinator_again(small: SmallDay) -> Any:
    """Another coordinator of the same hub."""
    return a_member(small.packhouse.enterprise, "second@hub.example", role="coordinator")


def test_a_step_says_when_the_clock_tries_it_by_itself(small: SmallDay) -> None:
    StepRun.objects.create(
        delivery_day=small.day, step="close", attempt=1, status="failed", message="Down", started_at=CUT_OFF,
        heard_at=CUT_OFF,
    )  # fmt: skip

    text = plain(signed_in(coordinator(small)).get(PAGE))

    assert "1 attempt failed · tried again by itself at 12:01" in text


def test_a_failed_task_is_run_again_or_set_aside_by_its_own_hub_only(
    small: SmallDay, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    row, whole = a_failed_task(small.hub), a_failed_task(arguments="[2]")
    other = a_hub("Fenland", "fenland")
    theirs = signed_in(a_member(a_hub_base(other).enterprise, "c@fen.example", role="coordinator"))
    ours = signed_in(coordinator(small))

    assert click(theirs, f"tasks/{row.pk}/aside/").status_code == 404
    assert click(ours, f"tasks/{whole.pk}/aside/").status_code == 404
    assert FailedTask.objects.unresolved().count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert click(ours, f"tasks/{row.pk}/again/").status_code == 302
    assert FailedTask.objects.unresolved().get() == whole
    assert click(staff(), f"tasks/{whole.pk}/aside/").status_code == 302
    assert not FailedTask.objects.unresolved().exists()


def test_an_old_page_changes_nothing_and_says_so(small: SmallDay) -> None:
    row = a_failed_task(small.hub)
    client = signed_in(coordinator(small))

    answer = client.post(f"{PAGE}tasks/{row.pk}/aside/", {"client_key": "old"}, follow=True)

    assert "too old to be answered" in answer.text
    assert FailedTask.objects.unresolved().get() == row

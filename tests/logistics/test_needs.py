"""What needs a coordinator, in which order, and what a day's overview says of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from logistics.dispatch.needs import needs_of
from logistics.models import StepRun
from shop.journal.models import OutboxMessage
from shop.procurement.models import (
    DeliveredLine,
    LineConfirmation,
)
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.hub_desk import IN_THE_AFTERNOON, ON_MONDAY, allocated, page, plain
from tests.logistics.small_day import ANSWERS_DUE, CUT_OFF, SmallDay, a_small_day
from tests.logistics.test_pages import coordinator, signed_in
from tests.shop.procurement.scene import hand_over, move_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    return an_ordered_day()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the wall clock."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def whats(small: SmallDay, now: datetime) -> list[str]:
    return [need.kind for need in needs_of([small.hub], now=now)]


def test_what_needs_somebody_comes_in_order_of_urgency_and_goes_when_it_is_done(small: SmallDay) -> None:
    assert whats(small, CUT_OFF - timedelta(hours=1)) == []
    assert whats(small, CUT_OFF) == ["overdue"]

    allocated(small)
    assert whats(small, IN_THE_AFTERNOON) == ["unanswered", "short"]
    assert whats(small, ANSWERS_DUE) == ["overdue", "unanswered", "short"]

    conduct(small)
    assert whats(small, ANSWERS_DUE) == ["unpublished", "short"]

    StepRun.objects.create(
        delivery_day=small.day,
        step="move",
        attempt=9,
        status="failed",
        message="No van",
        started_at=ANSWERS_DUE,
        heard_at=ANSWERS_DUE,
    )
    OutboxMessage.objects.filter(pk=OutboxMessage.objects.order_by("pk")[0].pk).update(given_up_at=ANSWERS_DUE)
    assert whats(small, ANSWERS_DUE) == ["unpublished", "given up", "short"]

    move_to(small.day, "out")
    hand_over(LineConfirmation.objects.order_by("pk")[0], refused=1)
    assert whats(small, ON_MONDAY) == ["given up", "missing"]
    assert whats(small, ON_MONDAY + timedelta(days=2)) == ["late", "given up", "missing"]
    assert DeliveredLine.objects.count() == 1


def failed(small: SmallDay, step: str, message: str) -> None:
    """The latest attempt at a step failed."""
    StepRun.objects.create(
        delivery_day=small.day,
        step=step,
        attempt=9,
        status="failed",
        message=message,
        started_at=CUT_OFF,
        heard_at=CUT_OFF,
    )


def test_a_failed_step_says_what_it_said_and_offers_to_run_again(
    small: SmallDay, at: Callable[[datetime], None]
) -> None:
    at(CUT_OFF)
    failed(small, "close", "The judge refused it.")

    text = plain(signed_in(coordinator(small)).get(page(small)))

    assert text.count("The judge refused it.") >= 2
    assert '<button class="button big">Run again</button>' in text


def test_an_idle_hub_says_that_nothing_needs_anybody(at: Callable[[datetime], None]) -> None:
    quiet = a_small_day()
    at(CUT_OFF - timedelta(hours=1))

    assert "Nothing needs you." in signed_in(coordinator(quiet)).get("/hub/").text

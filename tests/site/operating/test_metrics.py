"""The monitor that knows the token is told figures; nobody else learns that there are any."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from logistics.models import StepRun
from shop.journal.actions import tell
from tests.cast import NOW, a_day, a_grower, a_hub
from tests.pages.scene import a_failed_task

pytestmark = pytest.mark.django_db

BEARER = {"Authorization": "Bearer a-token"}


@pytest.fixture
def told(settings: Settings) -> None:
    settings.FOODSHED_METRICS_TOKEN = "a-token"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer another"}, {"Authorization": ""}])
def test_without_the_token_it_is_not_there(client: Client, told: None, headers: dict[str, str]) -> None:
    assert client.get("/metrics", headers=headers).status_code == 404


def test_where_no_token_is_set_an_empty_one_opens_nothing(client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_figures_are_those_of_the_rows(client: Client, told: None) -> None:
    hub = a_hub()
    day, grower = a_day(hub), a_grower(hub)
    tell(hub=hub, key="k", enterprise=grower, subject="Hello", body="Carrots.", now=NOW)
    for attempt, (status, seconds) in enumerate([("done", 2), ("done", 4), ("failed", 9)], start=1):
        StepRun.objects.create(
            delivery_day=day, step="allocate", attempt=attempt, status=status,
            started_at=NOW, heard_at=NOW, finished_at=NOW + timedelta(seconds=seconds),
            counts={"thinking_ms": seconds * 500},
        )  # fmt: skip

    with time_machine.travel(NOW + timedelta(seconds=90), tick=False):
        page = client.get("/metrics", headers=BEARER).content.decode()

    assert "foodshed_outbox_due 1.0" in page
    assert "foodshed_outbox_oldest_seconds 90.0" in page
    assert "foodshed_outbox_given_up 0.0" in page
    assert 'foodshed_delivery_days{status="ordering"} 1.0' in page
    assert "foodshed_days_overdue 0.0" in page
    assert 'foodshed_steps_failed{step="allocate"} 1.0' in page
    assert 'foodshed_step_mean_seconds{step="allocate"} 3.0' in page
    assert 'foodshed_step_max_seconds{step="allocate"} 4.0' in page
    assert 'foodshed_solver_mean_seconds{step="allocate"} 1.5' in page
    assert 'foodshed_solver_max_seconds{step="allocate"} 2.0' in page
    assert "foodshed_queue_days 0.0" in page
    assert "foodshed_queue_oldest_seconds 0.0" in page


def test_a_day_that_no_worker_takes_ages_in_the_queue_and_failed_tasks_are_counted(client: Client, told: None) -> None:
    day = a_day(a_hub())
    a_failed_task(day.cycle.hub)

    with time_machine.travel(day.orders_close_at + timedelta(seconds=75), tick=False):
        page = client.get("/metrics", headers=BEARER).content.decode()

    assert "foodshed_queue_days 1.0" in page
    assert "foodshed_queue_oldest_seconds 75.0" in page
    assert "foodshed_days_overdue 1.0" in page
    assert "foodshed_tasks_failed 1.0" in page

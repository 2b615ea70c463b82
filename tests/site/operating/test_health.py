"""The process says that it lives whatever is broken; it says that it is ready only when all answers."""

import json
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client

from config.celery_app import app
from config.operating import health

MISSING_BROKER = "redis://127.0.0.1:1/0"


def test_a_living_process_says_so_without_asking_anybody(client: Client) -> None:
    response = client.get("/healthz", headers={"Host": "whatever.example"})

    assert (response.status_code, response.content) == (200, b"alive\n")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_all_well_is_ready(client: Client) -> None:
    with patch.object(health, "CHECKS", {"database": health.database, "broker": health.broker}):
        response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "checks": {"database": "ok", "broker": "ok"}}


@pytest.mark.django_db
def test_a_release_whose_tables_are_not_made_yet_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one", "two"])

    answer = health.readiness({"tables": health.tables, "database": health.database})

    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "ready": False,
        "checks": {"tables": "2 migrations to apply", "database": "ok"},
    }


def test_a_broker_that_is_gone_is_told_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.conf, "broker_write_url", MISSING_BROKER)

    assert health.broker() == "does not answer"


def test_a_database_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise health.DatabaseError("password=secret")

    monkeypatch.setattr(connection, "cursor", refuse)

    assert health.database() == "does not answer"

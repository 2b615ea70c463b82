"""One line a request, one id through all of them, and nothing personal in any."""

import json
import logging

import pytest
from django.test import Client
from pythonjsonlogger.json import JsonFormatter

from config.operating.requests import WithRequestId, current_id

pytestmark = pytest.mark.django_db


def test_a_request_is_logged_by_its_route_and_not_by_its_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="config.requests"):
        response = client.get("/account/invitations/a-secret-token/?email=asha@school.example")

    assert response.status_code == 404
    (line,) = [each for each in caplog.records if each.name == "config.requests"]
    assert line.getMessage() == "GET /account/invitations/<str:token>/ 404"
    assert "secret" not in str(line.__dict__)
    assert "asha" not in str(line.__dict__)
    assert line.ms >= 0  # type: ignore[attr-defined]


def test_the_proxy_s_id_is_taken_when_it_looks_like_one(client: Client) -> None:
    assert client.get("/account/sign-in/", headers={"X-Request-ID": "0a1b2c3d-4e5f"})["X-Request-ID"] == "0a1b2c3d-4e5f"


@pytest.mark.parametrize("given", ["", "short", "new\nline-in-the-log", "x" * 65, "<script>alert</script>"])
def test_any_other_is_replaced(client: Client, given: str) -> None:
    said = client.get("/account/sign-in/", headers={"X-Request-ID": given})["X-Request-ID"]

    assert said != given
    assert len(said) == 32


def test_a_line_for_machines_carries_the_id() -> None:
    record = logging.LogRecord("shop", logging.INFO, "here.py", 1, "order %s placed", (7,), None)
    token = current_id.set("0a1b2c3d")
    try:
        WithRequestId().filter(record)
    finally:
        current_id.reset(token)

    written = json.loads(JsonFormatter("%(levelname)s %(name)s %(request_id)s %(message)s").format(record))

    assert written == {"levelname": "INFO", "name": "shop", "request_id": "0a1b2c3d", "message": "order 7 placed"}


def test_django_s_own_line_names_the_pattern_and_not_the_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="django.request"):
        client.get("/account/invitations/a-secret-token/")
    (line,) = [each for each in caplog.records if each.name == "django.request"]

    assert line.getMessage() == "Not Found: /account/invitations/<str:token>/"

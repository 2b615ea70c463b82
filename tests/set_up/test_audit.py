"""What we lean on is what was locked, under licences of ours; a service that can't be asked is said, not failed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import metadata
from threading import Thread
from typing import Any

import pytest

from set_up import audit
from set_up.steps import StepFailed

LOCKED = {"django": ["5.2.1"], "stripe": ["16.0.0"]}


@contextmanager
def service(status: int, answer: Any) -> Iterator[tuple[str, list[Any]]]:
    """An advisory service on loopback that always says the same, and what it was asked."""
    asked: list[Any] = []

    class Says(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

        def log_message(self, *_args: Any) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Says)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_all_packages_are_asked_about_in_one_question() -> None:
    with service(200, {"results": [{}, {}]}) as (address, asked):
        said = audit.advisories(LOCKED, address=address)

    assert said == "Advisories: asked about 2 packages, none is known to be vulnerable"
    [question] = asked
    assert question["queries"][0] == {"package": {"ecosystem": "PyPI", "name": "django"}, "version": "5.2.1"}


def test_a_known_vulnerability_fails_and_is_named() -> None:
    with (
        service(200, {"results": [{"vulns": [{"id": "PYSEC-1"}, {"id": "CVE-2"}]}, {}]}) as (address, _),
        pytest.raises(StepFailed, match=r"django 5\.2\.1: PYSEC-1, CVE-2"),
    ):
        audit.advisories(LOCKED, address=address)


@pytest.mark.parametrize(("status", "answer"), [(500, {}), (200, b"<html>"), (200, {"nothing": 1})])
def test_a_service_that_answers_nonsense_is_not_taken_for_a_yes(status: int, answer: Any) -> None:
    with service(status, answer) as (address, _):
        assert audit.advisories(LOCKED, address=address).startswith("NOT PROVEN: no known vulnerability")


def test_where_nobody_answers_that_is_said() -> None:
    said = audit.advisories(LOCKED, address="http://127.0.0.1:1/")

    assert said.startswith("NOT PROVEN: no known vulnerability in what we lean on (http://127.0.0.1:1/ could not")


def test_this_very_environment_is_the_locked_one_under_licences_of_ours() -> None:
    audit.check_dependencies(audit.locked())
    assert len(audit.locked().keys() & audit.installed().keys()) > 80


def test_another_version_than_the_locked_one_and_an_unknown_licence_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"django": metadata.distribution("django"), "stripe": metadata.distribution("stripe")}
    monkeypatch.setattr(audit, "ALLOWED", frozenset({"BSD-3-Clause"}))

    found = list(audit.faults({"django": ["1.0"], "stripe": [here["stripe"].version]}, here))

    assert found == [
        f"django {here['django'].version} is installed, 1.0 is locked",
        "stripe is under “MIT License”, which is not among set_up/audit.py's",
    ]


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ("MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("BSD License; Apache Software License", True),
        ("", False),
    ],
)
def test_what_is_demanded_together_must_all_be_allowed(said: str, allowed: bool) -> None:
    assert audit.is_allowed(said) is allowed


def test_what_was_looked_at_is_still_locked() -> None:
    assert sorted(audit.LOOKED_AT.keys() - audit.locked().keys()) == []

"""What localstripe lacks: a server that remembers idempotency keys, and can hang up after it has done its work."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any
from urllib.parse import parse_qs


class Company:
    """Intents by id, answers by idempotency key; the next `hang_ups` answers are lost on the way."""

    def __init__(self) -> None:
        self.intents: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.keys: list[str] = []
        self.refunds = 0
        self.hang_ups = 0
        self.numbers = count(1)
        self.address = ""

    def do(self, path: str, form: dict[str, str], key: str) -> dict[str, Any]:
        """Carry out a POST once per key."""
        self.keys.append(key)
        if key not in self.answers:
            self.answers[key] = dict(self.carried_out(path.strip("/").split("/")[1:], form))
        return self.answers[key]

    def carried_out(self, parts: list[str], form: dict[str, str]) -> dict[str, Any]:
        if parts == ["refunds"]:
            self.refunds += 1
            return {"id": f"re_{self.refunds}", "object": "refund"}
        if len(parts) == 1:
            name = f"pi_{next(self.numbers)}"
            intent = {"id": name, "object": "payment_intent", "amount": int(form["amount"]), "client_secret": "s"}
            self.intents[name] = {**intent, "status": "requires_confirmation", "last_payment_error": None}
            return self.intents[name]
        goals = {"confirm": "requires_capture", "capture": "succeeded", "cancel": "canceled"}
        self.intents[parts[1]]["status"] = goals[parts[2]]
        return self.intents[parts[1]]


@contextmanager
def a_company() -> Iterator[Company]:
    """A company at an address of its own."""
    company = Company()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            said = json.dumps(company.do(self.path, form, self.headers.get("Idempotency-Key", ""))).encode()
            if company.hang_ups:
                company.hang_ups -= 1
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    company.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield company
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

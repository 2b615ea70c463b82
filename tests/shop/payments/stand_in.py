"""localstripe as a process of its own: a stand-in that speaks Stripe's protocol over real HTTP."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from shop.payments.stripe_cards import client_of

PATIENCE_S = 120.0
SECRET_KEY = "sk_test_of_nobody"
GOOD = "4242424242424242"
DECLINED = "4000000000000341"
ASKS = "4000002500003155"


@contextmanager
def a_localstripe(folder: Path) -> Iterator[str]:
    """The address of a fresh one; what it keeps lies in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "localstripe", "--port", str(port), "--from-scratch"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, "TMPDIR": str(folder)}
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def wait_until_it_answers(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Ask until it says anything at all."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert process.poll() is None, "localstripe ended at once"
        try:
            requests.get(address, timeout=10)
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"localstripe did not answer within {PATIENCE_S} s")


def take_cards(settings: Any, address: str) -> None:
    """This installation takes cards, through the stand-in."""
    settings.FOODSHED_STRIPE_SECRET_KEY = SECRET_KEY
    settings.FOODSHED_STRIPE_PUBLISHABLE_KEY = "pk_test_of_nobody"
    settings.FOODSHED_STRIPE_WEBHOOK_SECRET = "whsec_of_nobody"
    settings.FOODSHED_STRIPE_API_BASE = address


def card(address: str, number: str) -> str:
    """What Stripe.js would make of a typed card."""
    methods: Any = client_of(SECRET_KEY, address).v1.payment_methods
    typed = {"number": number, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    return str(methods.create({"type": "card", "card": typed}).id)


def say_yes_at_the_bank(address: str, intent_id: str, secret: str) -> None:
    """What Stripe.js does when the person has confirmed."""
    said = {"client_secret": secret, "success": "true", "key": "pk_test_of_nobody"}
    answer = requests.post(f"{address}/v1/payment_intents/{intent_id}/_authenticate", data=said, timeout=PATIENCE_S)
    assert answer.status_code == 200

"""The receiver that docs/api.md shows takes what we send, and nothing else."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from shop.webhooks.events import PING, Event
from shop.webhooks.sending import send_waiting
from tests.cast import NOW
from tests.repository.tracked import HOUSE
from tests.shop.webhooks.receiver import Receiver
from tests.shop.webhooks.told import registered, told

DOCS = (HOUSE / "docs/api.md").read_text(encoding="utf-8")
OTHER = "whsec_" + "A" * 43 + "="


@pytest.fixture
def is_from_the_hub() -> Callable[..., bool]:
    """The function, as the page has it."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCS, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    found: Callable[..., bool] = names["is_from_the_hub"]
    return found


@pytest.mark.django_db
def test_the_documented_receiver_takes_what_is_sent_and_nothing_else(
    hub: Any, receiver: Receiver, is_from_the_hub: Callable[..., bool], time_machine: Any
) -> None:
    secret = registered(hub, receiver.url)[1]
    told(hub)
    send_waiting(now=NOW)
    headers, (body,) = receiver.headers(), receiver.bodies

    time_machine.move_to(NOW, tick=False)
    assert is_from_the_hub(headers, body, secret)
    assert not is_from_the_hub(headers, body + b" ", secret)
    assert not is_from_the_hub(headers | {"webhook-id": "msg_other"}, body, secret)
    assert not is_from_the_hub(headers, body, OTHER)
    time_machine.shift(301)
    assert not is_from_the_hub(headers, body, secret)


def test_the_page_names_every_event() -> None:
    named = set(re.findall(r"^\| `([a-z]+(?:\.[a-z]+)?)` \|", DOCS, flags=re.MULTILINE))

    assert {*Event.values, PING} == named & {*Event.values, PING, *(each for each in named if "." in each)}

"""A hub, another program that listens, and its webhook."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from shop.webhooks.models import Webhook
from tests import cast
from tests.shop.webhooks.receiver import Receiver, receiving
from tests.shop.webhooks.told import registered


@pytest.fixture
def hub() -> Any:
    hub = cast.a_hub()
    cast.a_hub_base(hub)
    return hub


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with override_settings(FOODSHED_WEBHOOKS_TO_LOOPBACK=True), receiving() as receiver:
        yield receiver


@pytest.fixture
def webhook(hub: Any, receiver: Receiver) -> Webhook:
    return registered(hub, receiver.url)[0]

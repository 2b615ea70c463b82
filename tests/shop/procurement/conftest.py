"""The small scene that the room's tests begin with: a hub, a crate with a price, a kitchen and a day."""

from typing import Any

import pytest

from tests.cast import a_buyer, a_day, a_hub, a_kitchen, carrots
from tests.shop.procurement.scene import a_price


@pytest.fixture
def hub() -> Any:
    return a_hub()


@pytest.fixture
def pack(hub: Any) -> Any:
    crate = carrots(hub)
    a_price(crate, 1200)
    return crate


@pytest.fixture
def kitchen(hub: Any) -> Any:
    return a_kitchen(a_buyer(hub))


@pytest.fixture
def day(hub: Any) -> Any:
    return a_day(hub)

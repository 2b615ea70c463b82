"""The clock of the shop's pages stands still at the cast's moment."""

import pytest
from django.utils import timezone

from tests.cast import NOW
from tests.shop.storefront.scene import Shop


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Monday 1 March 2027, 09:00, wherever a page asks."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def shop(db: None) -> Shop:
    """An open shop with ten 1 kg bags of carrots at 96p to the farm."""
    del db
    return Shop()

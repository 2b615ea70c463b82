"""The clock stands still at the cast's moment, and the periods are in place."""

import pytest
from django.utils import timezone
from privacy.actions import ensure_periods

from tests.cast import NOW
from tests.shop.storefront.scene import Shop


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Monday 1 March 2027, 09:00, wherever a page asks."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def periods(db: None) -> None:
    """How long things are kept."""
    del db
    ensure_periods()


@pytest.fixture
def shop(periods: None) -> Shop:
    """An open shop with ten 1 kg bags of carrots at 96p to the farm."""
    del periods
    return Shop()

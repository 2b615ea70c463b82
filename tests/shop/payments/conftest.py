"""Cards for the payments' tests: a company in memory, and localstripe over real HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest

from shop.payments import tasks
from shop.payments.actions import authorising
from tests.shop.payments.pretended_cards import PretendedCards
from tests.shop.payments.stand_in import a_localstripe, take_cards


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> PretendedCards:
    """The company in memory answers wherever ours asks."""
    pretended = PretendedCards()
    for module in (authorising, tasks):
        monkeypatch.setattr(module, "gateway", lambda: pretended)
    return pretended


@pytest.fixture(scope="session")
def localstripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a fresh localstripe."""
    with a_localstripe(tmp_path_factory.mktemp("localstripe")) as address:
        yield address


@pytest.fixture
def stripe_at_work(localstripe: str, settings: Any) -> str:
    """This installation takes cards, through localstripe."""
    take_cards(settings, localstripe)
    return localstripe

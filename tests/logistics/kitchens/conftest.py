"""The scene that the kitchens' tests begin with, an hour after ordering opened."""

from datetime import datetime

import pytest
from django.test import Client

from tests.logistics.kitchens.scene import WHILE_OPEN, Caterer, a_caterer, signed_in


class Clock:
    """What time it is for the pages."""

    def __init__(self) -> None:
        self.now = WHILE_OPEN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def caterer(db: None, clock: Clock) -> Caterer:
    return a_caterer()


@pytest.fixture
def client(caterer: Caterer) -> Client:
    return signed_in(caterer.cook)

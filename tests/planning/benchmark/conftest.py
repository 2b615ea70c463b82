"""The tiny files; and the peers: yardsticks that nobody needs, so their tests belong to a machine that has them."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from logistics.planning.benchmark.hub_days import make_day
from tests.planning.benchmark.tiny import LI_LIM, SOLOMON

PEERS = ("pyvrp", "vroom")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `peer` with the name of one that is not installed."""
    missing = {name for name in PEERS if find_spec(name) is None}
    left_out = [item for item in items if any(mark.args[0] in missing for mark in item.iter_markers("peer"))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def solomon(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.txt"
    path.write_text(SOLOMON)
    return path


@pytest.fixture
def li_lim(tmp_path: Path) -> Path:
    path = tmp_path / "pair.txt"
    path.write_text(LI_LIM)
    return path


@pytest.fixture
def hub_day(tmp_path: Path) -> Path:
    path = tmp_path / "day.json"
    path.write_text(json.dumps(make_day(30, seed=1)))
    return path

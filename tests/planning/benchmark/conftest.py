"""A peer is a yardstick that nobody needs: what asks it belongs to the tests only where it is installed."""

from importlib.util import find_spec

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `pyvrp` on a machine without it."""
    if find_spec("pyvrp") is not None:
        return
    left_out = [item for item in items if item.get_closest_marker("pyvrp") is not None]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]

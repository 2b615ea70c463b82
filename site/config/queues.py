"""How long steps reach a worker. Results live in our tables, never in Celery's."""

from pathlib import Path
from typing import Any

# Messages as files need no host, but one that is not named is warned of at every connection.
BY_FILES = "filesystem://localhost/"
# A message that no worker acknowledged comes back after this long: above the longest planning step.
VISIBILITY_TIMEOUT_S = 3 * 60 * 60
SOCKET_TIMEOUT_S = 5


def folders(root: Path) -> dict[str, Any]:
    """Options for the filesystem transport: two folders under `root`, made here."""
    queue, control = root / "queue", root / "control"
    for folder in (queue, control):
        folder.mkdir(parents=True, exist_ok=True)
    return {"data_folder_in": str(queue), "data_folder_out": str(queue), "control_folder": str(control)}


def redis_options() -> dict[str, Any]:
    """Options for Redis: give up on a dead server soon, hand a lost step on late."""
    return {
        "visibility_timeout": VISIBILITY_TIMEOUT_S,
        "socket_timeout": SOCKET_TIMEOUT_S,
        "socket_connect_timeout": SOCKET_TIMEOUT_S,
        "retry_on_timeout": True,
    }

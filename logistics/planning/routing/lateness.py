"""Service that begins after its last window, where the task allows that at a price.

Knows nothing of how a plan is found.
"""

from __future__ import annotations

from logistics.planning.routing.problem import Shipment, TaskSpec
from logistics.planning.routing.words import clock


def task_spec(shipment: Shipment, *, is_drop: bool) -> TaskSpec:
    """That end of the shipment."""
    return shipment.drop if is_drop else shipment.pickup


def has_price(spec: TaskSpec) -> bool:
    """Whether a late beginning is possible and costs something."""
    return bool(spec.windows and spec.late_s and spec.late_minute_pence)


def due_s(spec: TaskSpec) -> int:
    """When its last window closes; the task must have windows."""
    return max(window.closes_s for window in spec.windows)


def late_s(spec: TaskSpec, start_s: int) -> int:
    """Seconds from the end of its last window to the beginning of service; 0 when it is not late."""
    return max(0, start_s - due_s(spec)) if spec.windows else 0


def late_pence(spec: TaskSpec, start_s: int) -> int:
    """The price of beginning then, rounded half-up."""
    return (late_s(spec, start_s) * spec.late_minute_pence + 30) // 60


def closing(spec: TaskSpec) -> str:
    """closes at 08:00; or: closes at 08:00, and 30 minutes later at the latest when late at a price."""
    words = f"closes at {clock(due_s(spec))}"
    return f"{words} and service may begin late until {clock(due_s(spec) + spec.late_s)}" if spec.late_s else words

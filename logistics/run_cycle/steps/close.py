"""Close: ordering ends once, at its cut-off, whatever the clock or two workers do."""

from logistics.run_cycle.assignment import Assignment, Outcome
from logistics.run_cycle.steplog import StepLog
from shop.cycles.actions import close_day
from shop.cycles.models import DeliveryDay
from shop.procurement.models import BulkOrder


def stands(assignment: Assignment) -> Outcome | None:
    """Whether ordering is over."""
    if assignment.delivery_day.status == DeliveryDay.Status.ORDERING:
        return None
    return Outcome("stood", {"orders": orders(assignment.delivery_day)})


def take(assignment: Assignment, log: StepLog) -> Outcome:
    """Close the day, or wait for its cut-off. Raises what `close_day` raises for a cycle that never opened."""
    day = assignment.delivery_day
    if assignment.now < day.orders_close_at:
        return Outcome("waiting", {"orders": orders(day)}, f"Ordering for {day} is still open.")
    close_day(delivery_day=day, by=assignment.by, now=assignment.now)
    log.say("read", orders=orders(day))
    return Outcome("done")


def orders(day: DeliveryDay) -> int:
    """Orders that count."""
    return BulkOrder.objects.filter(delivery_day=day).counting().count()

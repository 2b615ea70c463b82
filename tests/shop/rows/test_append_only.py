"""What is written once stays."""

import pytest

from shop.journal.actions import log
from shop.journal.models import LogLine
from shop.rows.append_only import AppendOnly
from shop.supply.models import StockMovement
from tests import cast

pytestmark = pytest.mark.django_db

REFUSAL = "A log line is written once: it is never changed and never deleted."


def test_a_log_line_is_never_changed() -> None:
    hub = cast.a_hub()
    line = log(hub=hub, verb="tried", subject=hub, by=None, now=cast.NOW)
    line.verb = "something else"

    with pytest.raises(AppendOnly) as refusal:
        line.save()
    with pytest.raises(AppendOnly):
        LogLine.objects.filter(pk=line.pk).update(verb="something else")

    assert str(refusal.value) == REFUSAL
    assert LogLine.objects.get(pk=line.pk).verb == "tried"


def test_a_log_line_is_never_deleted() -> None:
    hub = cast.a_hub()
    line = log(hub=hub, verb="tried", subject=hub, by=None, now=cast.NOW)

    with pytest.raises(AppendOnly):
        line.delete()
    with pytest.raises(AppendOnly):
        LogLine.objects.of(hub).delete()

    assert LogLine.objects.filter(pk=line.pk).exists()


def test_a_stock_movement_is_never_changed_or_deleted() -> None:
    hub = cast.a_hub()
    movement = cast.a_lot(cast.a_grower(hub), cast.a_specification(hub), 500).movements.get()
    movement.quantity_base = 5

    with pytest.raises(AppendOnly):
        movement.save()
    with pytest.raises(AppendOnly):
        movement.delete()

    assert StockMovement.objects.get().quantity_base == 500

"""A status moves only along its table; every table of these rooms is tried in full."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import models

from shop.cycles.models import DeliveryDay, OrderCycle
from shop.cycles.models import cycle as cycle_table
from shop.cycles.models import delivery_day as day_table
from shop.enterprises.models import Enterprise
from shop.rows.moves import Moves, NotAllowedMove, move
from shop.settlement.models import BankDetails, Payout, PayoutRun
from shop.settlement.models import payout as payout_table
from shop.supply.models import Reservation
from shop.supply.models import reservation as reservation_table
from tests import cast

pytestmark = pytest.mark.django_db

ALLOWED = {
    OrderCycle: {("draft", "open"), ("open", "closed")},
    DeliveryDay: {
        ("ordering", "closed"),
        ("closed", "allocated"),
        ("allocated", "confirmed"),
        ("confirmed", "routed"),
        ("routed", "packed"),
        ("routed", "out"),
        ("packed", "out"),
        ("out", "delivered"),
        ("delivered", "settled"),
    },
    Payout: {
        ("made", "exported"),
        ("made", "failed"),
        ("exported", "paid"),
        ("exported", "failed"),
        ("paid", "failed"),
    },
    Reservation: {("held", "released"), ("held", "dispatched")},
}
TABLES: dict[Any, Moves] = {
    OrderCycle: cycle_table.MOVES,
    DeliveryDay: day_table.MOVES,
    Payout: payout_table.MOVES,
    Reservation: reservation_table.MOVES,
}
PAIRS = [
    (model, str(now_at), str(to)) for model in ALLOWED for now_at in model.Status.values for to in model.Status.values
]


def a_row(model: Any) -> models.Model:
    hub = cast.a_hub()
    if model is OrderCycle:
        return cast.a_cycle(hub)
    if model is DeliveryDay:
        return cast.a_day(hub)
    grower = cast.a_grower(hub)
    if model is Payout:
        return a_payout(grower)
    lot = cast.a_lot(grower, cast.a_specification(hub))
    return Reservation.objects.create(lot=lot, key="k", quantity_base=1, made_at=cast.NOW)


def a_payout(grower: Enterprise) -> Payout:
    hub, key = grower.hub, uuid4()
    run = PayoutRun.objects.create(hub=hub, number="PR-00001", up_to=cast.DAY, made_at=cast.NOW, client_key=key)
    details = BankDetails.objects.create(
        hub=hub, enterprise=grower, sealed="", entered_at=cast.NOW, payable_from=cast.DAY, client_key=key
    )
    return Payout.objects.create(hub=hub, run=run, seller=grower, bank_details=details, amount_pence=1)


@pytest.mark.parametrize(("model", "now_at", "to"), PAIRS)
def test_a_status_moves_along_its_table_and_nowhere_else(model: Any, now_at: str, to: str) -> None:
    row: Any = a_row(model)
    model.objects.filter(pk=row.pk).update(status=now_at)
    row.refresh_from_db()

    if (now_at, to) in ALLOWED[model]:
        move(row, to=to, moves=TABLES[model])
        assert row.status == to
    else:
        with pytest.raises(NotAllowedMove, match="can't become"):
            move(row, to=to, moves=TABLES[model])
        assert row.status == now_at
    assert model.objects.get(pk=row.pk).status == row.status


def test_of_two_who_read_the_same_status_the_second_is_refused() -> None:
    cycle = cast.a_cycle(cast.a_hub())
    mine, theirs = OrderCycle.objects.get(pk=cycle.pk), OrderCycle.objects.get(pk=cycle.pk)

    move(mine, to="closed", moves=cycle_table.MOVES, closed_at=cast.NOW)
    with pytest.raises(NotAllowedMove):
        move(theirs, to="closed", moves=cycle_table.MOVES, closed_at=None)

    assert theirs.status == "closed"
    assert OrderCycle.objects.get(pk=cycle.pk).closed_at == cast.NOW
    assert mine.closed_at == cast.NOW

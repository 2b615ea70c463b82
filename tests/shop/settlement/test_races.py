"""Two workers settle one day. Seen on PostgreSQL, with a connection for each."""

from threading import Barrier
from typing import Any

import pytest

from shop.cycles.models import DeliveryDay
from shop.settlement.actions import settle_day
from shop.settlement.models import Invoice, LedgerEntry, LedgerTransaction, Statement
from tests import cast
from tests.shop.meeting import WAIT_S, all_at_once
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, a_price, an_order

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WORKERS = 6


def test_many_workers_settle_a_day_once() -> None:
    hub = cast.a_hub()
    pack, day = cast.carrots(hub), cast.a_day(hub)
    a_price(pack, 1200)
    cast.a_listing(day, cast.a_grower(hub), pack, 6, price_pence=950)
    an_order(day, cast.a_kitchen(cast.a_buyer(hub)), {pack: 6})
    a_delivered_day(day, refused=1)
    looked = Barrier(WORKERS)

    def work() -> Any:
        mine = DeliveryDay.objects.get(pk=day.pk)
        looked.wait(WAIT_S)
        return settle_day(delivery_day=mine, by=None, now=ON_THE_DAY)

    answers = all_at_once([work] * WORKERS)

    assert len(set(answers)) == 1
    assert (Invoice.objects.count(), Statement.objects.count(), LedgerTransaction.objects.count()) == (1, 1, 3)
    assert LedgerEntry.objects.sum_pence() == 0

"""A delivered day becomes papers and bookings, once."""

import pytest

from shop.settlement.actions import settle_day
from tests.cast import a_buyer, a_day, a_grower, a_hub, a_kitchen, a_listing, carrots
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, a_price, an_order

pytestmark = pytest.mark.django_db


def test_a_delivered_day_is_invoiced_by_what_was_accepted():
    hub = a_hub()
    pack, day = carrots(hub), a_day(hub)
    a_price(pack, 1200)
    a_listing(day, a_grower(hub), pack, 6, price_pence=950)
    order = an_order(day, a_kitchen(a_buyer(hub)), {pack: 8}, po_number="PO 7")
    a_delivered_day(day, refused=1)

    done = settle_day(delivery_day=day, by=None, now=ON_THE_DAY)

    assert (done.invoices, done.statements) == (1, 1)
    assert (done.gross_pence, done.payable_pence, done.loss_pence) == (5 * 1200, 6 * 950, 950)
    assert done.difference_pence == 5 * (1200 - 950)
    assert order.invoice.po_number == "PO 7"

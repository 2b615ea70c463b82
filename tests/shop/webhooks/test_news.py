"""What happens in the shop is told to who asked for it, in ids, references and dates."""

import json
from typing import Any

import pytest

from shop.cycles.actions import open_cycle
from shop.procurement.actions import record_deliveries
from shop.procurement.handed_over import HandedOver
from shop.procurement.models import LineConfirmation
from shop.webhooks.actions import register_webhook
from shop.webhooks.events import Event
from shop.webhooks.models import WebhookDelivery
from tests.cast import NOW, a_buyer, a_cycle, a_day, a_grower, a_hub, a_kitchen, a_listing, carrots
from tests.shop.procurement.scene import ON_THE_DAY, a_confirmed_day, a_price, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Any:
    """A hub that tells another program everything."""
    hub = a_hub()
    register_webhook(hub=hub, url="https://hooks.example.org/", events=Event.values, by=None, now=NOW)
    return hub


def told(event: str) -> list[dict[str, Any]]:
    """What webhooks are told of one kind, in order."""
    rows = WebhookDelivery.objects.filter(event=event).order_by("pk")
    return [json.loads(row.body)["data"] for row in rows]


def test_a_cycle_is_told_when_it_opens_and_once(hub: Any) -> None:
    cycle = a_cycle(hub, is_open=False)
    assert told("cycle.opened") == []

    for _ in range(2):
        open_cycle(cycle=cycle, by=None, now=NOW)

    day = cycle.delivery_days.get()
    assert told("cycle.opened") == [
        {
            "cycle_id": cycle.pk,
            "name": "Week 10",
            "opens_at": "2027-03-01T09:00:00Z",
            "delivery_days": [{"id": day.pk, "day": "2027-03-09", "orders_close_at": "2027-03-07T12:00:00Z"}],
        }
    ]


@pytest.fixture
def orders(hub: Any) -> Any:
    """Two schools' orders of a day, the first for two kitchens."""
    day, pack = a_day(hub), carrots(hub)
    a_price(pack)
    a_listing(day, a_grower(hub), pack, 50)
    school = a_buyer(hub)
    first = an_order(day, a_kitchen(school), {pack: 4}, po_number="PO-7")
    second = an_order(day, a_kitchen(a_buyer(hub, "Oakham School")), {pack: 3})
    return day, first, second


def test_confirmed_orders_are_told_by_their_numbers(orders: Any) -> None:
    day, first, second = orders

    a_confirmed_day(day)

    assert told("order.confirmed") == [
        {
            "order_id": order.pk,
            "number": order.number,
            "po_number": po_number,
            "buyer_id": order.buyer_id,
            "cycle_id": day.cycle_id,
            "delivery_day": "2027-03-09",
        }
        for order, po_number in ((first, "PO-7"), (second, ""))
    ]


def test_an_order_is_delivered_when_nothing_of_it_is_awaited(orders: Any) -> None:
    day, _, second = orders
    a_confirmed_day(day)
    line = LineConfirmation.objects.get(order_line__drop__order=second)

    for _ in range(2):
        handed = [HandedOver(confirmation=line, packs_accepted=line.packs, key="door")]
        record_deliveries(delivery_day=day, handed_over=handed, by=None, now=ON_THE_DAY)

    assert [each["order_id"] for each in told("order.delivered")] == [second.pk]


def test_nothing_personal_is_told(orders: Any) -> None:
    a_confirmed_day(orders[0])

    said = "".join(WebhookDelivery.objects.values_list("body", flat=True))
    assert "@" not in said
    assert "School" not in said

"""Households' boxes are packed by clicks, with their van or for the packhouse's door, and close with packing done."""

from uuid import uuid4

import pytest
from django.test import Client

from logistics.packing.drops import Box, Load
from logistics.packing.loads import loads_of
from logistics.packing.rows import rows_of
from shop.journal.models import OutboxMessage
from shop.procurement.actions import record_goods_in
from shop.procurement.at_the_packhouse import Counted
from shop.procurement.models import Packed, PurchaseLine
from shop.storefront.models import BoxPacked, HouseholdLine, HouseholdOrder
from tests.logistics.conducting import conduct
from tests.logistics.packing.scene import at_work, words
from tests.logistics.small_day import ANSWERS_DUE, SmallDay
from tests.logistics.test_households_goods import a_day_with_a_household

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    """A school has ordered all that is left; a household fetches three crates at the packhouse's door."""
    small = a_day_with_a_household(in_village=False)
    small.order("Uppingham School", {"carrots": 27})
    conduct(small)
    return small


@pytest.fixture
def client(small: SmallDay) -> Client:
    return at_work(small)


def the_box(small: SmallDay) -> tuple[Load, Box]:
    """The box, and the load that it goes with."""
    return next((load, box) for load in loads_of(rows_of(small.day)) for drop in load.drops for box in drop.boxes)


def send(client: Client, small: SmallDay, load: Load, **form: object) -> object:
    path = f"/pack/days/{small.day.pk}/routes/{load.route}/"
    return client.post(path, {"client_key": str(uuid4()), **form})


def test_a_ticked_box_is_packed_as_the_rule_leaves_it(small: SmallDay, client: Client) -> None:
    purchase = PurchaseLine.objects.get(listing=small.listings["manor"])
    each = Counted(purchase=purchase, packs_expected=20, packs_counted=10, key="in")
    record_goods_in(delivery_day=small.day, counts=[each], by=None, now=ANSWERS_DUE)
    load, box = the_box(small)
    assert "1 short by the rule" in words(client.get(f"/pack/days/{small.day.pk}/routes/{load.route}/"))

    send(client, small, load, **{f"boxtick-{box.order}": "on"})

    row = BoxPacked.objects.get()
    assert (row.packs_packed, row.packs_short, row.fault) == (2, 1, "short from the grower")
    assert "1 short: short from the grower" in words(client.get(f"/pack/days/{small.day.pk}/routes/{load.route}/"))


def test_more_than_came_in_is_packed_for_nobody(small: SmallDay, client: Client) -> None:
    purchases = PurchaseLine.objects.filter(listing__isnull=False)
    counts = [
        Counted(purchase=row, packs_expected=row.packs, packs_counted=row.packs // 10, key=f"in{row.pk}")
        for row in purchases
    ]
    record_goods_in(delivery_day=small.day, counts=counts, by=None, now=ANSWERS_DUE)
    load, box = the_box(small)
    line = box.lines[0].id
    for each in loads_of(rows_of(small.day)):
        for drop in each.drops:
            if drop.lines:
                send(client, small, each, drop=drop.number)
    assert sum(row.packs_packed for row in Packed.objects.all()) == 3

    answer = send(client, small, load, **{f"boxtick-{box.order}": "on", f"boxpacked-{line}": "3"})

    assert "3 packs came in, 6 would be packed" in words(answer)
    assert f'name="boxpacked-{line}" id="boxpacked-{line}" value="3"' in words(answer)
    assert not BoxPacked.objects.exists()


def test_packing_done_asks_for_open_boxes_and_then_nobody_pays_for_what_is_short(
    small: SmallDay, client: Client
) -> None:
    path = f"/pack/days/{small.day.pk}/done/"
    asked = words(client.post(path, {"uncounted": "as said"}))
    assert "There are 1 line and 1 box not packed yet." in asked
    assert "0 of 1 households’ boxes" in asked

    client.post(path, {"rest_fault": "poor quality", "uncounted": "as said"})
    client.post(path, {"rest_fault": "poor quality", "uncounted": "as said"})

    small.day.refresh_from_db()
    order = HouseholdOrder.objects.get()
    assert small.day.status == "packed"
    assert (order.total_pence, order.charged_pence, order.shorts.count()) == (3564, 0, 1)
    assert OutboxMessage.objects.filter(key__contains=":short:").count() == 1


def test_the_whole_drop_s_button_packs_its_boxes(small: SmallDay, client: Client) -> None:
    load, _ = the_box(small)
    drop = next(drop for drop in load.drops if drop.boxes)

    answer = send(client, small, load, drop=drop.number)

    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert BoxPacked.objects.get().packs_packed == HouseholdLine.objects.get().packs == 3
    nothing = send(client, small, load)
    assert "Nothing is ticked" in words(nothing)

"""What was handed over is written once, adds up, and says why something is missing."""

from typing import Any

import pytest

from shop.journal.models import LogLine
from shop.procurement.actions import agree_fault_bearer, record_deliveries
from shop.procurement.errors import DeliveryRefused
from shop.procurement.handed_over import HandedOver
from shop.procurement.models import DeliveredLine, FaultBearer, LineConfirmation
from shop.settlement.actions import settle_day
from tests.cast import DAY, NOW, a_buyer, a_cycle, a_day, a_grower, a_hub, a_kitchen, a_listing, carrots
from tests.shop.procurement.scene import (
    ON_THE_DAY,
    a_confirmed_day,
    a_delivered_day,
    a_price,
    an_order,
    hand_over,
)

pytestmark = pytest.mark.django_db


class Confirmed:
    """Eight crates confirmed for each of two kitchens."""

    def __init__(self) -> None:
        hub = a_hub()
        self.hub, self.pack, self.day = hub, carrots(hub), a_day(hub)
        a_price(self.pack)
        a_listing(self.day, a_grower(hub), self.pack, 16)
        for name in ("Uppingham School", "Oakham School"):
            an_order(self.day, a_kitchen(a_buyer(hub, name)), {self.pack: 8})

    def confirm(self) -> list[LineConfirmation]:
        a_confirmed_day(self.day)
        return list(LineConfirmation.objects.order_by("id"))


@pytest.fixture
def scene() -> Confirmed:
    return Confirmed()


def test_what_was_handed_over_is_written_with_its_fault(scene: Confirmed):
    first, _ = scene.confirm()

    row = hand_over(first, short=1, refused=2, fault=" damaged ", received_by=" Mrs Bell ")

    assert (row.packs_accepted, row.packs_short, row.packs_refused) == (5, 1, 2)
    assert (row.fault, row.received_by, row.at) == ("damaged", "Mrs Bell", ON_THE_DAY)
    said = LogLine.objects.get(verb="record deliveries")
    assert said.detail == {"lines": 1, "packs_accepted": 5, "packs_missing": 3}


def test_the_same_key_again_changes_nothing(scene: Confirmed):
    first, _ = scene.confirm()
    row = hand_over(first, key="phone-1")

    assert hand_over(first, refused=8, key="phone-1") == row

    assert DeliveredLine.objects.get().packs_accepted == 8
    assert LogLine.objects.filter(verb="record deliveries").count() == 1


def test_a_key_of_another_line_is_refused(scene: Confirmed):
    first, second = scene.confirm()
    hand_over(first, key="phone-1")

    with pytest.raises(DeliveryRefused, match="was recorded for another line"):
        hand_over(second, key="phone-1")


def test_a_line_is_handed_over_once(scene: Confirmed):
    first, _ = scene.confirm()
    hand_over(first, key="phone-1")

    with pytest.raises(DeliveryRefused, match="is recorded already"):
        hand_over(first, refused=8, key="phone-2")

    assert DeliveredLine.objects.count() == 1


@pytest.mark.parametrize(("accepted", "short", "refused"), [(7, 0, 0), (9, 0, 0), (8, 1, 0), (9, -1, 0), (0, 0, 7)])
def test_numbers_that_do_not_add_up_are_refused(scene: Confirmed, accepted: int, short: int, refused: int):
    first, _ = scene.confirm()
    handed = HandedOver(
        confirmation=first, packs_accepted=accepted, packs_short=short, packs_refused=refused, key="k", fault="x"
    )

    with pytest.raises(DeliveryRefused, match=r"not the 8 confirmed"):
        record_deliveries(delivery_day=scene.day, handed_over=[handed], by=None, now=ON_THE_DAY)

    assert not DeliveredLine.objects.exists()


@pytest.mark.parametrize(("fault", "why"), [(" ", "say why"), ("x" * 61, "at most 60 characters")])
def test_what_is_missing_needs_a_fault(scene: Confirmed, fault: str, why: str):
    first, _ = scene.confirm()

    with pytest.raises(DeliveryRefused, match=why):
        hand_over(first, short=1, fault=fault)


def test_one_wrong_line_keeps_the_whole_drop_out(scene: Confirmed):
    first, second = scene.confirm()
    rows = [
        HandedOver(confirmation=first, packs_accepted=8, key="a"),
        HandedOver(confirmation=second, packs_accepted=7, key="b"),
    ]

    with pytest.raises(DeliveryRefused):
        record_deliveries(delivery_day=scene.day, handed_over=rows, by=None, now=ON_THE_DAY)

    assert not DeliveredLine.objects.exists()


def test_a_line_twice_in_one_drop_is_refused(scene: Confirmed):
    first, _ = scene.confirm()
    rows = [HandedOver(confirmation=first, packs_accepted=8, key=key) for key in ("a", "b")]

    with pytest.raises(DeliveryRefused, match="is recorded already"):
        record_deliveries(delivery_day=scene.day, handed_over=rows, by=None, now=ON_THE_DAY)


def test_another_days_line_is_refused(scene: Confirmed):
    first, _ = scene.confirm()
    other = a_cycle(scene.hub, (DAY.replace(day=10),), "Week 10 b").delivery_days.get()
    close_later = HandedOver(confirmation=first, packs_accepted=8, key="a")

    with pytest.raises(DeliveryRefused, match="is not of Wednesday 10 March 2027"):
        record_deliveries(delivery_day=other, handed_over=[close_later], by=None, now=ON_THE_DAY)


def test_a_settled_day_takes_no_more_deliveries(scene: Confirmed):
    a_delivered_day(scene.day)
    settle_day(delivery_day=scene.day, by=None, now=ON_THE_DAY)

    with pytest.raises(DeliveryRefused, match="put it right with a credit note"):
        hand_over(LineConfirmation.objects.first(), key="late")


def bearer(hub: Any, fault: str, who: str, **fields: Any) -> FaultBearer:
    fields = {"valid_from": NOW.date(), "by": None, "now": NOW, **fields}
    return agree_fault_bearer(hub=hub, fault=fault, bearer=who, **fields)


def test_who_bears_a_fault_is_published_once_a_day(scene: Confirmed):
    assert bearer(scene.hub, "mouldy", "seller") == bearer(scene.hub, "mouldy", "seller")

    with pytest.raises(DeliveryRefused, match="mouldy is borne by the grower or processor from 01/03/2027 already"):
        bearer(scene.hub, "mouldy", "hub")
    with pytest.raises(DeliveryRefused, match="Name the fault"):
        bearer(scene.hub, "mouldy", "nobody")

    assert FaultBearer.objects.count() == 1

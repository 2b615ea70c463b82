"""Two packers at once, on PostgreSQL: counts follow one another, packing is done once, losses are posted once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shop.cycles.models import DeliveryDay
from shop.journal.models import LogLine
from shop.procurement.actions import finish_packing, record_goods_in, record_packing
from shop.procurement.at_the_packhouse import Counted, PackedNow
from shop.procurement.errors import GoodsInRefused, PackingRefused, ProcurementRefused
from shop.procurement.models import GoodsIn, LineConfirmation, Packed, PurchaseLine
from shop.supply.models import Lot, Reservation, StockMovement
from tests.cast import a_buyer, a_day, a_grower, a_hub, a_kitchen, a_listing, carrots
from tests.shop.meeting import all_at_once
from tests.shop.procurement.scene import ON_THE_DAY, a_confirmed_day, a_price, an_order, move_to

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def day() -> DeliveryDay:
    """Twelve crates bought, eight and four promised, routed."""
    hub = a_hub()
    crate, day = carrots(hub), a_day(hub)
    a_price(crate, 1200)
    a_listing(day, a_grower(hub), crate, 12)
    for name, packs in (("Uppingham School", 8), ("Oakham School", 4)):
        an_order(day, a_kitchen(a_buyer(hub, name)), {crate: packs})
    a_confirmed_day(day)
    move_to(day, "routed")
    return day


def fresh(day: DeliveryDay) -> DeliveryDay:
    return DeliveryDay.objects.select_related("cycle__hub").get(pk=day.pk)


def tried(work: Callable[[], Any]) -> str:
    try:
        work()
    except ProcurementRefused as refusal:
        return type(refusal).__name__
    return "done"


def count(day: DeliveryDay, packs: int, key: str, seen: int = 0) -> None:
    purchase = PurchaseLine.objects.get()
    each = Counted(purchase=purchase, packs_expected=12, packs_counted=packs, seen=seen, key=key)
    record_goods_in(delivery_day=fresh(day), counts=[each], by=None, now=ON_THE_DAY)


def pack(day: DeliveryDay, line: int, packs: int, key: str) -> None:
    row = LineConfirmation.objects.get(pk=line)
    each = PackedNow(confirmation=row, packs_packed=packs, packs_short=row.packs - packs, fault="poor quality", key=key)
    record_packing(delivery_day=fresh(day), packings=[each], by=None, now=ON_THE_DAY)


def test_of_two_who_count_at_once_one_is_asked_to_look_again(day: DeliveryDay) -> None:
    said = all_at_once([partial(tried, partial(count, day, packs, f"k{packs}")) for packs in (9, 12)])

    assert sorted(said) == [GoodsInRefused.__name__, "done"]
    assert GoodsIn.objects.count() == 1


def test_one_click_that_arrives_twice_counts_once(day: DeliveryDay) -> None:
    said = all_at_once([partial(tried, partial(count, day, 9, "same"))] * 3)

    assert said == ["done"] * 3
    assert GoodsIn.objects.count() == 1
    assert LogLine.objects.filter(verb="goods in").count() == 1


def test_two_who_pack_at_once_never_pack_more_than_came_in(day: DeliveryDay) -> None:
    count(day, 9, "in")
    lines = list(LineConfirmation.objects.order_by("pk").values_list("pk", "packs"))

    said = all_at_once([partial(tried, partial(pack, day, pk, packs, f"p{pk}")) for pk, packs in lines])

    assert sorted(said) == [PackingRefused.__name__, "done"]
    assert sum(row.packs_packed for row in Packed.objects.all()) <= 9


def test_of_two_who_pack_one_line_one_is_asked_to_look_again(day: DeliveryDay) -> None:
    line = LineConfirmation.objects.order_by("pk")[0].pk

    said = all_at_once([partial(tried, partial(pack, day, line, packs, f"p{packs}")) for packs in (8, 7)])

    assert sorted(said) == [PackingRefused.__name__, "done"]
    assert Packed.objects.count() == 1


def test_packing_is_done_once_and_what_was_lost_leaves_the_stock_once(day: DeliveryDay) -> None:
    count(day, 9, "in")
    lines = {row.pk: row.packs for row in LineConfirmation.objects.all()}
    for pk, packs in lines.items():
        pack(day, pk, packs - (2 if packs == 8 else 1), f"p{pk}")

    def finish() -> bool:
        return finish_packing(delivery_day=fresh(day), to_pack=lines, by=None, now=ON_THE_DAY + timedelta(minutes=1))

    assert sorted(all_at_once([finish] * 3)) == [False, False, True]
    assert fresh(day).status == "packed"
    assert (Lot.objects.get().quantity_base, Reservation.objects.get().quantity_base) == (90_000, 90_000)
    assert StockMovement.objects.filter(kind="corrected").count() == 1


def test_a_count_and_packing_done_at_once_agree_in_either_order(day: DeliveryDay) -> None:
    lines = {row.pk: row.packs for row in LineConfirmation.objects.all()}

    def finish() -> None:
        finish_packing(delivery_day=fresh(day), to_pack=lines, rest_fault="poor quality", by=None, now=ON_THE_DAY)

    counted, finished = all_at_once([partial(tried, partial(count, day, 9, "in")), partial(tried, finish)])

    assert finished == "done"
    left = 90_000 if counted == "done" else 120_000
    assert Lot.objects.get().quantity_base == StockMovement.objects.all().total_base() == left
    assert GoodsIn.objects.count() == (1 if counted == "done" else 0)

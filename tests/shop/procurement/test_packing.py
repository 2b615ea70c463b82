"""Packing: what is packed and short adds up, never more than came in; done once; the kilos agree."""

from typing import Any

import pytest

from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.actions import finish_packing, record_goods_in, record_packing
from shop.procurement.at_the_packhouse import Counted, PackedNow
from shop.procurement.errors import NotAllPacked, PackingRefused
from shop.procurement.late.stock import fresh_key, held_for
from shop.procurement.models import LineConfirmation, Packed, PurchaseLine
from shop.supply.actions import release, reserve
from shop.supply.models import Lot, Reservation, StockMovement
from tests.cast import a_buyer, a_grower, a_kitchen, a_listing
from tests.shop.procurement.scene import ON_THE_DAY, a_confirmed_day, an_order, move_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(day: Any, hub: Any, pack: Any, kitchen: Any) -> list[LineConfirmation]:
    """Eight crates for one school and four for another, of twelve bought and fifteen listed."""
    a_listing(day, a_grower(hub), pack, 15)
    an_order(day, kitchen, {pack: 8})
    an_order(day, a_kitchen(a_buyer(hub, "Oakham School")), {pack: 4})
    a_confirmed_day(day)
    move_to(day, "routed")
    return list(LineConfirmation.objects.order_by("id"))


def pack_line(day: Any, line: LineConfirmation, packed: int, short: int = 0, **fields: Any) -> Packed:
    fields = {"fault": "short from the grower" if short else "", "key": f"k{line.pk}", **fields}
    each = PackedNow(confirmation=line, packs_packed=packed, packs_short=short, **fields)
    (row,) = record_packing(delivery_day=day, packings=[each], by=None, now=ON_THE_DAY)
    return row


def count(day: Any, counted: int, refused: int = 0, seen: int = 0) -> None:
    purchase = PurchaseLine.objects.get()
    each = Counted(
        purchase=purchase,
        packs_expected=12,
        packs_counted=counted,
        packs_refused=refused,
        fault="poor quality" if refused else "",
        key=f"in{seen}",
        seen=seen,
    )
    record_goods_in(delivery_day=day, counts=[each], by=None, now=ON_THE_DAY)


def finish(day: Any, lines: list[LineConfirmation], **fields: Any) -> bool:
    to_pack = {line.pk: line.packs for line in lines}
    return finish_packing(delivery_day=day, to_pack=to_pack, by=None, now=ON_THE_DAY, **fields)


def status(day: Any) -> str:
    return str(DeliveryDay.objects.get(pk=day.pk).status)


def test_all_packed_moves_the_day_on_once(day: Any, lines: list[LineConfirmation]) -> None:
    for line in lines:
        pack_line(day, line, line.packs)

    assert finish(day, lines) is True
    assert finish(day, lines) is False
    assert status(day) == "packed"


def test_what_is_open_is_named_and_nothing_is_done(day: Any, lines: list[LineConfirmation]) -> None:
    pack_line(day, lines[0], 8)

    with pytest.raises(NotAllPacked, match="1 line not packed yet") as refused:
        finish(day, lines)

    assert refused.value.open_lines == (lines[1].pk,)
    assert (status(day), Packed.objects.count()) == ("routed", 1)


def test_what_is_open_may_stay_short_with_a_reason(day: Any, lines: list[LineConfirmation]) -> None:
    pack_line(day, lines[0], 8)

    assert finish(day, lines, rest_fault="short from the grower")

    row = Packed.objects.get(confirmation=lines[1])
    assert (row.packs_packed, row.packs_short, row.fault) == (0, 4, "short from the grower")


def test_the_kilos_agree(day: Any, lines: list[LineConfirmation]) -> None:
    """Listed 15 = bought 12 + unsold 3; expected 12 = never came 3 + refused 1 + packed 8."""
    count(day, 9, refused=1)
    pack_line(day, lines[0], 5, 3)
    pack_line(day, lines[1], 3, 1)

    finish(day, lines)

    lot, held = Lot.objects.get(), Reservation.objects.get()
    assert Listing.objects.get().packs_for_bulk * 10_000 == 150_000
    assert (lot.quantity_base, lot.reserved_base, lot.available_base) == (110_000, 80_000, 30_000)
    assert (held.quantity_base, held.status) == (80_000, "held")
    moved = {row.kind: row.quantity_base for row in StockMovement.objects.all()}
    assert moved == {"promised": 150_000, "corrected": -30_000, "wasted": -10_000}
    assert StockMovement.objects.all().total_base() == lot.quantity_base
    assert sum(row.packs_packed for row in Packed.objects.all()) * 10_000 == held.quantity_base


def test_when_nothing_came_the_hold_is_let_go(day: Any, lines: list[LineConfirmation]) -> None:
    count(day, 0)

    finish(day, lines, rest_fault="short from the grower")

    assert Reservation.objects.get().status == "released"
    lot = Lot.objects.get()
    assert (lot.quantity_base, lot.reserved_base) == (30_000, 0)


def test_losses_leave_a_hold_that_was_let_go_and_taken_anew(day: Any, lines: list[LineConfirmation]) -> None:
    listing = Listing.objects.get()
    change = {"by": None, "now": ON_THE_DAY}
    held = held_for(day.pk, listing.pk)
    assert held is not None
    release(key=held.key, **change)
    reserve(lot=listing.lot, quantity_base=held.quantity_base, key=fresh_key(day.pk, listing.pk), **change)
    count(day, counted=9)
    for line, packed in zip(lines, (6, 3), strict=True):
        pack_line(day, line, packed, short=line.packs - packed)

    finish(day, lines)

    again = Reservation.objects.get(key__endswith=":again:1")
    assert again.quantity_base == 9 * listing.pack.quantity_base
    assert Lot.objects.get(pk=listing.lot_id).quantity_base == (15 - 3) * listing.pack.quantity_base


def test_no_more_is_packed_than_came_in(day: Any, lines: list[LineConfirmation]) -> None:
    count(day, 9)
    pack_line(day, lines[0], 8)

    with pytest.raises(PackingRefused, match="9 packs came in, 12 would be packed"):
        pack_line(day, lines[1], 4)

    assert Packed.objects.count() == 1
    assert pack_line(day, lines[1], 1, 3).packs_short == 3


def test_a_lower_count_afterwards_stops_packing_done(day: Any, lines: list[LineConfirmation]) -> None:
    for line in lines:
        pack_line(day, line, line.packs)
    count(day, 9)

    with pytest.raises(PackingRefused, match="9 packs came in, 12 would be packed"):
        finish(day, lines)

    assert (status(day), StockMovement.objects.count()) == ("routed", 1)


def test_goods_that_came_late_are_packed_anew(day: Any, lines: list[LineConfirmation]) -> None:
    count(day, 9)
    pack_line(day, lines[0], 5, 3)
    count(day, 12, seen=1)
    pack_line(day, lines[0], 8, seen=1, key="again")
    pack_line(day, lines[1], 4)

    finish(day, lines)

    assert Packed.objects.latest_for(day)[lines[0].pk].packs_packed == 8
    assert Lot.objects.get().quantity_base == 150_000


def test_a_second_click_changes_nothing_even_when_packing_is_done(day: Any, lines: list[LineConfirmation]) -> None:
    first = pack_line(day, lines[0], 8)
    pack_line(day, lines[1], 4)
    finish(day, lines)

    assert pack_line(day, lines[0], 8).pk == first.pk
    with pytest.raises(PackingRefused, match="is done"):
        pack_line(day, lines[0], 8, seen=1, key="new")
    assert Packed.objects.count() == 2


@pytest.mark.parametrize(
    ("packed", "short", "fields", "says"),
    [
        (7, 0, {}, "7 packed and 0 short make 7, not 8"),
        (8, 0, {"packs_direct": 2}, "not 6"),
        (9, -1, {"fault": "x"}, "never fewer than none"),
        (7, 1, {"fault": " "}, "say why 1 pack"),
        (8, 0, {"seen": 1}, "Look again"),
        (7, 1, {"fault": "x" * 61}, "Fault"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(
    day: Any, lines: list[LineConfirmation], packed: int, short: int, fields: dict[str, Any], says: str
) -> None:
    with pytest.raises(PackingRefused, match=says):
        pack_line(day, lines[0], packed, short, **fields)

    assert Packed.objects.count() == 0


def test_nothing_is_packed_before_there_are_routes(day: Any, hub: Any, pack: Any, kitchen: Any) -> None:
    a_listing(day, a_grower(hub), pack, 12)
    an_order(day, kitchen, {pack: 8})
    a_confirmed_day(day)

    with pytest.raises(PackingRefused, match="no routes yet"):
        pack_line(day, LineConfirmation.objects.get(), 8)
    with pytest.raises(PackingRefused, match="no routes yet"):
        finish(day, [])

"""Late changes: more, fewer, none, another kitchen's; who bears it; and what is refused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shop.journal.models import LogLine, OutboxMessage
from shop.procurement.actions import enter_late_change
from shop.procurement.errors import LateChangeRefused, NoPublishedPrice, OverCeiling
from shop.procurement.late.wishes import AddedLine, ChangedLine
from shop.procurement.models import (
    AllocationRun,
    BulkOrderLine,
    BuyingBasis,
    GrowerAnswer,
    LateChange,
    LateChangeLine,
    LineConfirmation,
    PurchaseLine,
)
from shop.procurement.standing import standing_shares
from shop.supply.actions import reserve
from shop.supply.models import Reservation
from tests import cast
from tests.shop.procurement.late import RANG, TOO_LATE, LateDay
from tests.shop.procurement.scene import move_to, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def late() -> LateDay:
    return LateDay()


def rows() -> tuple[int, ...]:
    return (
        LateChange.objects.count(),
        LateChangeLine.objects.count(),
        LineConfirmation.objects.count(),
        PurchaseLine.objects.count(),
        BulkOrderLine.objects.count(),
        OutboxMessage.objects.count(),
        sum(Reservation.objects.held().values_list("quantity_base", flat=True)),
    )


def test_a_late_day_begins_as_it_was_confirmed(late: LateDay) -> None:
    assert late.gets() == {"Uppingham": 8, "Oakham": 4}
    assert late.bought() == {"Manor Farm": 10, "Hill Farm": 2}
    assert late.held() == {"Manor Farm": 10, "Hill Farm": 2}


def test_more_packs_come_from_what_is_unsold_at_the_lines_price(late: LateDay) -> None:
    late.ring(late.to("Uppingham", 10), why="Two more classes eat")

    assert late.gets() == {"Uppingham": 10, "Oakham": 4}
    assert late.bought() == {"Manor Farm": 10, "Hill Farm": 4}
    assert late.held() == {"Manor Farm": 10, "Hill Farm": 4}
    assert LineConfirmation.objects.get(order_line__drop__kitchen=late.kitchens["Uppingham"]).packs == 8
    assert LineConfirmation.objects.count() == 2


def test_both_sides_are_told_what_was_and_what_is(late: LateDay) -> None:
    before = set(OutboxMessage.objects.values_list("pk", flat=True))

    late.ring(late.to("Uppingham", 10), why="Two more classes eat")

    told = OutboxMessage.objects.exclude(pk__in=before).order_by("to_enterprise__name")
    assert [row.to_enterprise.name for row in told if row.to_enterprise] == ["Hill Farm", "Uppingham"]
    hill, uppingham = texts(told)
    assert "- Carrots, 10 kg crate: 2 packs, now 4 packs at £9.00" in hill
    assert "8 packs, now 10 packs at £12.00" in uppingham
    assert "Two more classes eat" in hill


def test_fewer_packs_go_back_on_sale_when_the_grower_bears_it(late: LateDay) -> None:
    late.ring(late.to("Oakham", 3))

    assert late.gets() == {"Uppingham": 8, "Oakham": 3}
    assert late.bought() == {"Manor Farm": 10, "Hill Farm": 1}
    assert late.held() == {"Manor Farm": 10, "Hill Farm": 1}
    assert LateChangeLine.objects.unsold(late.day) == {}


def test_fewer_packs_stay_bought_when_the_hub_bears_it(late: LateDay) -> None:
    late.ring(late.to("Oakham", 3), borne_by="hub")

    assert late.gets() == {"Uppingham": 8, "Oakham": 3}
    assert late.bought() == {"Manor Farm": 10, "Hill Farm": 2}
    assert late.held() == {"Manor Farm": 10, "Hill Farm": 2}
    assert sum(LateChangeLine.objects.unsold(late.day).values()) == 1
    assert "You are paid for them all the same." in texts(OutboxMessage.objects.order_by("pk"))[-1]


def test_what_the_hub_has_bought_and_nobody_gets_is_given_out_first(late: LateDay) -> None:
    late.ring(late.to("Oakham", 3), borne_by="hub")

    late.ring(late.to("Uppingham", 9), why="One more class eats")

    assert late.gets() == {"Uppingham": 9, "Oakham": 3}
    assert late.bought() == {"Manor Farm": 10, "Hill Farm": 2}
    assert LateChangeLine.objects.unsold(late.day) == {}


def test_school_shut_takes_the_whole_drop_off_and_leaves_every_row(late: LateDay) -> None:
    late.ring(late.to("Uppingham", 0), why="School shut by snow")

    assert late.gets() == {"Oakham": 4}
    assert late.bought() == {"Manor Farm": 2, "Hill Farm": 2}
    assert late.held() == {"Manor Farm": 2, "Hill Farm": 2}
    assert LineConfirmation.objects.count() == 2
    assert {share.packs for share in standing_shares(late.run)} == {2}


def test_packs_move_to_another_kitchen_without_a_word_to_the_grower(late: LateDay) -> None:
    before = set(OutboxMessage.objects.values_list("pk", flat=True))

    late.ring(late.to("Uppingham", 5), late.to("Oakham", 7), why="Uppingham's pupils eat at Oakham")

    assert late.gets() == {"Uppingham": 5, "Oakham": 7}
    assert late.bought() == {"Manor Farm": 10, "Hill Farm": 2}
    assert late.held() == {"Manor Farm": 10, "Hill Farm": 2}
    told = OutboxMessage.objects.exclude(pk__in=before).values_list("to_enterprise__name", flat=True)
    assert sorted(told) == ["Oakham", "Uppingham"]


def test_a_drop_that_was_taken_off_can_come_back(late: LateDay) -> None:
    late.ring(late.to("Uppingham", 0), late.to("Oakham", 0), why="Schools shut by snow")
    assert Reservation.objects.held().count() == 0

    late.ring(AddedLine(late.drop("Uppingham"), late.pack, 8), why="The snow has gone")

    assert late.gets() == {"Uppingham": 8}
    assert late.held() == late.bought() == {"Hill Farm": 6, "Manor Farm": 2}
    assert all(row.key.endswith(":again:1") for row in Reservation.objects.held())


def test_a_kitchen_may_add_what_it_had_not_ordered_at_the_price_published_now(late: LateDay) -> None:
    listing = late.leeks_of_hill

    late.ring(AddedLine(late.drop("Oakham"), late.leeks, 3), why="Soup instead")

    line = LineConfirmation.objects.amended().get(pack=late.leeks)
    assert (line.packs, line.packs_standing, line.price_pence) == (0, 3, 800)
    purchase = PurchaseLine.objects.amended().get(listing=listing)
    assert (purchase.packs, purchase.packs_standing, purchase.price_pence) == (0, 3, 600)
    assert Reservation.objects.held().get(lot=listing.lot).quantity_base == 15_000
    share = next(share for share in standing_shares(late.run) if share.pack.pk == late.leeks.pk)
    assert (share.packs, share.reason, share.is_late) == (3, "Late change: Soup instead", True)


def test_the_same_click_again_changes_nothing(late: LateDay) -> None:
    key, wish = uuid4(), late.to("Uppingham", 10)
    first = late.ring(wish, client_key=key)
    before = rows()

    assert late.ring(wish, client_key=key) == first

    assert rows() == before
    assert LogLine.objects.filter(verb="enter late change").count() == 1


def test_more_than_there_is_is_refused_with_what_there_is(late: LateDay) -> None:
    before = rows()

    with pytest.raises(LateChangeRefused, match="5 packs more were asked for, 4 can be had"):
        late.ring(late.to("Uppingham", 13))

    assert rows() == before


def test_a_grower_who_has_shortened_gives_no_more(late: LateDay) -> None:
    GrowerAnswer.objects.create(run=late.run, listing=late.of_hill, answer="shortened", packs=3, at=cast.NOW)

    with pytest.raises(LateChangeRefused, match="1 can be had"):
        late.ring(late.to("Uppingham", 10))


def test_what_somebody_else_holds_is_not_given_twice(late: LateDay) -> None:
    reserve(lot=late.of_hill.lot, quantity_base=40_000, key="household:1", now=RANG)

    with pytest.raises(LateChangeRefused, match="none can be had"):
        late.ring(late.to("Uppingham", 9))


def test_a_pickup_below_the_growers_minimum_is_not_made(late: LateDay) -> None:
    with pytest.raises(LateChangeRefused, match="8 packs more were asked for, 4 can be had"):
        late.ring(AddedLine(late.drop("Oakham"), late.leeks, 8))
    assert PurchaseLine.objects.count() == 2

    late.ring(AddedLine(late.drop("Oakham"), late.leeks, 9))

    assert PurchaseLine.objects.amended().get(listing=late.leeks_of_far).packs_standing == 5


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"why": " "}, "Say why"),
        ({"why": "x" * 161}, "at most 160"),
        ({"borne_by": "nobody"}, "Say who bears"),
        ({"now": TOO_LATE}, "Late changes closed at 12:00 on Monday 8 March 2027. Packs can only be taken off"),
    ],
)
def test_what_does_not_hold_together_is_refused_and_nothing_is_written(
    late: LateDay, told: dict[str, Any], says: str
) -> None:
    before = rows()

    with pytest.raises(LateChangeRefused, match=says):
        late.ring(late.to("Uppingham", 9), **told)

    assert rows() == before


def test_after_its_cut_off_packs_are_taken_off_only_at_the_hubs_cost(late: LateDay) -> None:
    with pytest.raises(LateChangeRefused, match="the hub bears it"):
        late.ring(late.to("Uppingham", 0), now=TOO_LATE)

    late.ring(late.to("Uppingham", 0), now=TOO_LATE, borne_by="hub")

    assert late.gets() == {"Oakham": 4}
    assert late.bought() == {"Manor Farm": 10, "Hill Farm": 2}


def test_once_packed_nothing_is_added_and_once_out_nothing_changes(late: LateDay) -> None:
    move_to(late.day, "routed", "packed")
    with pytest.raises(LateChangeRefused, match="is packed: nothing more"):
        late.ring(late.to("Uppingham", 9))
    late.ring(late.to("Uppingham", 7))
    move_to(late.day, "out")

    with pytest.raises(LateChangeRefused, match="out for delivery"):
        late.ring(late.to("Uppingham", 6))

    assert late.gets()["Uppingham"] == 7


def test_a_number_that_somebody_else_has_changed_is_not_written_over(late: LateDay) -> None:
    seen = late.to("Uppingham", 9)
    late.ring(late.to("Uppingham", 7))

    with pytest.raises(LateChangeRefused, match="stands at 7 packs by now, not at 8"):
        late.ring(seen)


def test_what_would_change_nothing_or_is_named_twice_is_refused(late: LateDay) -> None:
    with pytest.raises(LateChangeRefused, match="Nothing would change"):
        late.ring(late.to("Uppingham", 8))
    with pytest.raises(LateChangeRefused, match="twice"):
        late.ring(late.to("Uppingham", 7), late.to("Uppingham", 6))
    with pytest.raises(LateChangeRefused, match="change its number"):
        late.ring(AddedLine(late.drop("Uppingham"), late.pack, 1))
    with pytest.raises(LateChangeRefused, match="from 0 to"):
        late.ring(late.to("Uppingham", -1))


def test_a_pack_without_a_price_and_another_days_line_are_refused(late: LateDay) -> None:
    kale = cast.a_pack(cast.a_specification(late.hub, "Kale"), "5 kg box", 5_000)
    with pytest.raises(NoPublishedPrice, match="no published price"):
        late.ring(AddedLine(late.drop("Oakham"), kale, 1))

    other = LineConfirmation(pk=0, run=late.run, order_line=BulkOrderLine.objects.first(), pack=late.pack)
    with pytest.raises(LateChangeRefused, match="is not of"):
        late.ring(ChangedLine(other, 1, 0))


def test_a_basis_never_goes_over_its_ceiling(late: LateDay) -> None:
    order = late.drop("Uppingham").order
    basis = BuyingBasis.objects.create(
        hub=late.hub,
        buyer=order.buyer,
        kind="contract",
        reference="C1",
        estimated_value_pence_inc_vat=20_000,
        ceiling_pence=10_800,
        starts=cast.DAY - timedelta(days=60),
        ends=cast.DAY + timedelta(days=60),
    )
    order.basis = basis
    order.save()

    late.ring(late.to("Uppingham", 9))
    with pytest.raises(OverCeiling, match="£12.00 over its ceiling of £108.00"):
        late.ring(late.to("Uppingham", 10))

    assert late.gets()["Uppingham"] == 9


def test_before_the_day_is_confirmed_the_call_must_wait() -> None:
    hub = cast.a_hub()
    day = cast.a_day(hub)
    with pytest.raises(LateChangeRefused, match="Ordering for Tuesday 9 March 2027 is still open"):
        enter_late_change(
            delivery_day=day, wishes=(), why="Snow", borne_by="hub", client_key=uuid4(), by=None, now=cast.NOW
        )


def test_the_run_that_was_confirmed_never_changes(late: LateDay) -> None:
    before = list(late.run.lines.order_by("id").values())

    late.ring(late.to("Uppingham", 0), why="School shut")

    assert list(late.run.lines.order_by("id").values()) == before
    assert AllocationRun.objects.count() == 1

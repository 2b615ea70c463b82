"""Two workers, two days, two clicks at once. Seen on PostgreSQL, with a connection for each."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from shop.cycles.actions import close_day
from shop.cycles.models import DeliveryDay
from shop.journal.models import LogLine, OutboxMessage
from shop.procurement.actions import cancel_bulk_order, confirm_allocation, place_bulk_order, record_allocation
from shop.procurement.errors import OverCeiling, ProcurementRefused, Superseded
from shop.procurement.models import (
    AllocationLine,
    AllocationRun,
    BulkOrder,
    CurrentAllocation,
    LineConfirmation,
    NumberSeries,
    PurchaseLine,
)
from shop.procurement.numbering import ORDERS, take_numbers
from shop.procurement.wanted import WantedDrop, WantedLine
from shop.supply.errors import NotEnoughStock
from shop.supply.models import Lot, Reservation
from tests import cast
from tests.shop.meeting import WAIT_S, MeetAfter, all_at_once
from tests.shop.procurement.scene import AFTER_CUT_OFF, a_price, allocate, an_order, close, greedy
from tests.shop.procurement.test_publish_price import a_basis

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WORKERS = 6
IN_AN_HOUR = AFTER_CUT_OFF + timedelta(hours=1)


class Allocated:
    """A day on which six crates go to one school, ready to be confirmed."""

    def __init__(self) -> None:
        self.hub = cast.a_hub()
        self.pack, self.day = cast.carrots(self.hub), cast.a_day(self.hub)
        a_price(self.pack)
        self.listing = cast.a_listing(self.day, cast.a_grower(self.hub), self.pack, 6)
        an_order(self.day, cast.a_kitchen(cast.a_buyer(self.hub)), {self.pack: 6})
        close(self.day)
        self.run = allocate(self.day)

    def fresh_day(self) -> DeliveryDay:
        return DeliveryDay.objects.get(pk=self.day.pk)


def refused_or(act: Callable[[], Any], *refusals: type[Exception]) -> str:
    try:
        act()
    except refusals as error:
        return type(error).__name__
    return "done"


def test_many_workers_confirm_a_day_once() -> None:
    scene = Allocated()

    looked = Barrier(WORKERS)

    def work() -> Any:
        day = scene.fresh_day()
        looked.wait(WAIT_S)
        return confirm_allocation(delivery_day=day, run=scene.run, by=None, now=IN_AN_HOUR)

    answers = all_at_once([work] * WORKERS)

    assert len(set(answers)) == 1
    assert answers[0].packs == 6
    assert LineConfirmation.objects.count() == PurchaseLine.objects.count() == 1
    assert OutboxMessage.objects.count() == 2
    assert LogLine.objects.filter(verb="confirm allocation").count() == 1
    scene.listing.lot.refresh_from_db()
    assert scene.listing.lot.reserved_base == 60_000


def test_looking_before_confirming_would_tell_everybody_twice() -> None:
    scene = Allocated()
    looked = Barrier(2)

    def careless(number: int) -> None:
        """Look at the status, then write: what confirm_allocation must not do."""
        with transaction.atomic():
            day = scene.fresh_day()
            assert day.status == "allocated"
            looked.wait(WAIT_S)
            OutboxMessage.objects.create(
                hub=scene.hub,
                key=f"careless:{number}",
                to_address="cook@rutland.example",
                subject="Confirmed",
                body="Confirmed",
                written_at=IN_AN_HOUR,
                next_try_at=IN_AN_HOUR,
            )
            DeliveryDay.objects.filter(pk=day.pk).update(status="confirmed")

    all_at_once([partial(careless, number) for number in range(2)])

    assert OutboxMessage.objects.count() == 2


class TwoDaysOneLot:
    """Tuesday and Wednesday each sell all ten crates of one lot."""

    def __init__(self) -> None:
        hub = cast.a_hub()
        pack, grower = cast.carrots(hub), cast.a_grower(hub)
        a_price(pack)
        self.days = list(cast.a_cycle(hub, (cast.DAY, cast.DAY + timedelta(days=1))).delivery_days.order_by("day"))
        # A lot of each day's own is held before the one they share: the loser must give it back.
        other = cast.a_grower(hub, "Hill Farm")
        for day in self.days:
            cast.a_listing(day, other, pack, 2)
        self.lot = cast.a_lot(grower, pack.specification, 100_000)
        for day in self.days:
            cast.a_listing(day, grower, pack, 10, lot=self.lot)
            an_order(day, cast.a_kitchen(cast.a_buyer(hub, f"School {day}")), {pack: 12})
        self.runs = [self.allocated(day) for day in self.days]

    def allocated(self, day: DeliveryDay) -> tuple[DeliveryDay, AllocationRun]:
        close_day(delivery_day=day, by=None, now=AFTER_CUT_OFF + timedelta(days=1))
        return day, allocate(day)


def test_two_days_that_want_the_last_packs_of_a_lot_get_them_once_and_the_other_nothing() -> None:
    scene = TwoDaysOneLot()
    # Each has written the reservation of the shared lot before either moves the lot's figures.
    meeting = MeetAfter('INSERT INTO "supply_reservation"', threads=2)

    def work(day: DeliveryDay, run: AllocationRun) -> str:
        with meeting.here():
            return refused_or(
                lambda: confirm_allocation(delivery_day=day, run=run, by=None, now=IN_AN_HOUR), NotEnoughStock
            )

    outcomes = all_at_once([partial(work, day, run) for day, run in scene.runs])

    assert Counter(outcomes) == {"done": 1, "NotEnoughStock": 1}
    scene.lot.refresh_from_db()
    assert (scene.lot.reserved_base, scene.lot.available_base) == (100_000, 0)
    won, lost = sorted(zip(outcomes, scene.runs, strict=True), key=lambda row: row[0] != "done")
    assert LineConfirmation.objects.filter(run=won[1][1]).count() == 1
    lost_day, lost_run = lost[1]
    lost_day.refresh_from_db()
    assert lost_day.status == "allocated"
    assert not LineConfirmation.objects.filter(run=lost_run).exists()
    assert not PurchaseLine.objects.filter(run=lost_run).exists()
    assert BulkOrder.objects.get(delivery_day=lost_day).status == "placed"
    assert not Reservation.objects.filter(key__startswith=f"day:{lost_day.pk}:").exists()
    assert OutboxMessage.objects.count() == 3


def test_looking_at_the_lot_before_confirming_would_sell_it_twice() -> None:
    scene = TwoDaysOneLot()
    looked = Barrier(2)

    def careless(day: DeliveryDay, run: AllocationRun) -> None:
        """Look whether the lot holds enough, then reserve."""
        with transaction.atomic():
            assert Lot.objects.get(pk=scene.lot.pk).available_base >= 100_000
            looked.wait(WAIT_S)
            Reservation.objects.create(lot=scene.lot, key=f"{day.pk}", quantity_base=100_000, made_at=IN_AN_HOUR)
            DeliveryDay.objects.filter(pk=day.pk).update(status="confirmed")

    all_at_once([partial(careless, day, run) for day, run in scene.runs])

    assert sum(Reservation.objects.filter(lot=scene.lot).values_list("quantity_base", flat=True)) == 200_000


def test_of_runs_from_one_snapshot_the_first_stands_and_the_others_are_refused() -> None:
    scene = Allocated()

    looked = Barrier(WORKERS)

    def work(number: int) -> str:
        day, shared = scene.fresh_day(), greedy(scene.day, f"snapshot {number}")
        looked.wait(WAIT_S)
        return refused_or(
            lambda: record_allocation(
                delivery_day=day,
                shared=shared,
                supersedes=scene.run,
                why="again",
                by=None,
                now=IN_AN_HOUR,
            ),
            Superseded,
        )

    outcomes = all_at_once([partial(work, number) for number in range(WORKERS)])

    assert Counter(outcomes) == {"done": 1, "Superseded": WORKERS - 1}
    assert AllocationRun.objects.count() == 2
    assert AllocationLine.objects.count() == 2
    assert CurrentAllocation.objects.get().run.number == 2


def test_one_answer_stored_by_many_at_once_is_one_run() -> None:
    scene = Allocated()
    shared = greedy(scene.day, "the same")

    def work() -> int:
        run = record_allocation(
            delivery_day=scene.fresh_day(), shared=shared, supersedes=scene.run, why="x", by=None, now=IN_AN_HOUR
        )
        return int(run.pk)

    assert len(set(all_at_once([work] * WORKERS))) == 1
    assert AllocationRun.objects.count() == 2


def test_looking_at_the_pointer_before_moving_it_would_lose_a_run() -> None:
    scene = Allocated()
    looked = Barrier(2)

    def careless(number: int) -> None:
        """Look which run stands, then point to one's own."""
        with transaction.atomic():
            assert AllocationRun.objects.current_for(scene.day) == scene.run
            looked.wait(WAIT_S)
            run = AllocationRun.objects.create(
                delivery_day=scene.day,
                number=2 + number,
                fingerprint=f"snapshot {number}",
                supersedes=scene.run,
                solver_status="optimal",
                problem={},
                made_at=IN_AN_HOUR,
            )
            CurrentAllocation.objects.filter(delivery_day=scene.day).update(run=run)

    all_at_once([partial(careless, number) for number in range(2)])

    assert AllocationRun.objects.filter(supersedes=scene.run).count() == 2


def test_numbers_taken_by_many_at_once_have_no_gap_and_no_double() -> None:
    hub = cast.a_hub()

    def work(number: int) -> list[str]:
        with transaction.atomic():
            taken = take_numbers(hub=hub, series=ORDERS, how_many=1 + number % 3)
            if number % 4 == 0:
                transaction.set_rollback(True)
                return []
            return taken

    taken = [name for names in all_at_once([partial(work, number) for number in range(12)]) for name in names]

    assert sorted(taken) == [f"BO-{number:05d}" for number in range(1, len(taken) + 1)]


def test_looking_up_the_next_number_before_counting_on_would_give_it_twice() -> None:
    series = NumberSeries.objects.create(hub=cast.a_hub(), name=ORDERS)
    meeting = MeetAfter('SELECT "procurement_numberseries"', threads=2)

    def careless() -> int:
        with meeting.here(), transaction.atomic():
            number = NumberSeries.objects.get(pk=series.pk).next_number
            NumberSeries.objects.filter(pk=series.pk).update(next_number=number + 1)
        return number

    assert all_at_once([careless] * 2) == [1, 1]


class Ordering:
    """A school, a crate at £12.00 and two open days."""

    def __init__(self) -> None:
        self.hub = cast.a_hub()
        self.pack = cast.carrots(self.hub)
        a_price(self.pack, 1200)
        self.kitchen = cast.a_kitchen(cast.a_buyer(self.hub))
        cycle = cast.a_cycle(self.hub, (cast.DAY, cast.DAY + timedelta(days=1)))
        self.days = list(cycle.delivery_days.order_by("day"))

    def place(self, day: DeliveryDay, **fields: Any) -> BulkOrder:
        fields = {"client_key": uuid4(), "basis": None, **fields}
        return place_bulk_order(
            delivery_day=DeliveryDay.objects.get(pk=day.pk),
            buyer=self.kitchen.enterprise,
            drops=[WantedDrop(self.kitchen, [WantedLine(self.pack, 4)])],
            by=None,
            now=cast.NOW,
            **fields,
        )


def test_one_form_sent_by_many_at_once_is_one_order() -> None:
    scene, key = Ordering(), uuid4()

    orders = all_at_once([lambda: scene.place(scene.days[0], client_key=key)] * WORKERS)

    assert len(set(orders)) == 1
    assert BulkOrder.objects.count() == 1
    assert NumberSeries.objects.get().next_number == 2


def test_many_orders_at_once_have_numbers_without_gap_or_double() -> None:
    scene = Ordering()

    orders = all_at_once([partial(scene.place, scene.days[number % 2]) for number in range(8)])

    assert sorted(order.number for order in orders) == [f"BO-{number:05d}" for number in range(1, 9)]


def test_orders_for_two_days_never_pass_the_ceiling_of_their_basis_together() -> None:
    scene = Ordering()
    basis = a_basis(scene.hub, scene.kitchen.enterprise, ceiling_pence=6 * 1200)

    def work(day: DeliveryDay) -> str:
        return refused_or(lambda: scene.place(day, basis=basis), OverCeiling)

    outcomes = all_at_once([partial(work, day) for day in scene.days])

    assert Counter(outcomes) == {"done": 1, "OverCeiling": 1}
    assert BulkOrder.objects.filter(basis=basis).spent_pence() == 4 * 1200


def test_looking_at_the_basis_before_ordering_would_pass_its_ceiling() -> None:
    scene = Ordering()
    basis = a_basis(scene.hub, scene.kitchen.enterprise, ceiling_pence=6 * 1200)
    looked = Barrier(2)

    def careless(day: DeliveryDay) -> None:
        """Add up what was ordered, then order."""
        with transaction.atomic():
            assert BulkOrder.objects.filter(basis=basis).spent_pence() + 4 * 1200 <= 6 * 1200
            looked.wait(WAIT_S)
            scene.place(day)

    all_at_once([partial(careless, day) for day in scene.days])

    assert BulkOrder.objects.all().spent_pence() == 8 * 1200 > (basis.ceiling_pence or 0)


def test_an_order_that_is_cancelled_while_its_day_closes_is_either_out_or_in() -> None:
    scene = Ordering()
    order = scene.place(scene.days[0])

    def cancel() -> str:
        mine = BulkOrder.objects.select_related("delivery_day").get(pk=order.pk)
        return refused_or(lambda: cancel_bulk_order(order=mine, by=None, now=cast.NOW), ProcurementRefused)

    def shut() -> str:
        close(DeliveryDay.objects.get(pk=scene.days[0].pk))
        return "closed"

    cancelled, _ = all_at_once([cancel, shut])

    order.refresh_from_db()
    assert order.status == ("cancelled" if cancelled == "done" else "placed")

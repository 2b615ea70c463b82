"""The same fact sent twice at once, two phones on one route, the last two vans home together. Seen on PostgreSQL."""

from threading import Barrier
from uuid import uuid4

import pytest

from logistics.driving import actions
from logistics.models import HandoverLine, Proof, RouteProgress, Stop, StopProgress
from shop.cycles.models import DeliveryDay
from shop.journal.models import LogLine
from shop.procurement.models import DeliveredLine
from shop.supply.models import Reservation
from tests.logistics.driving.scene import DAWN, done, dropping, on_the_road, stops_of
from tests.shop.meeting import WAIT_S, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def fresh(stop: Stop) -> Stop:
    """The stop as another worker reads it."""
    return Stop.objects.select_related("place", "route__plan_run__delivery_day__cycle__hub").get(pk=stop.pk)


def test_a_fact_that_comes_twice_at_once_is_written_once() -> None:
    road = on_the_road()
    stop, key, ready = dropping(road.route)[0], uuid4(), Barrier(4)

    def work() -> int:
        ready.wait(WAIT_S)
        return int(done(fresh(stop), road.joe, key=key).pk)

    answers = all_at_once([work] * 4)

    assert len(set(answers)) == 1
    assert StopProgress.objects.count() == Proof.objects.count() == 1
    lines = HandoverLine.objects.count()
    assert DeliveredLine.objects.count() == lines > 0
    assert LogLine.objects.filter(verb="done at stop").count() == 1


def test_of_two_phones_at_one_stop_one_counts_and_both_proofs_are_kept() -> None:
    road = on_the_road()
    stop, ready = dropping(road.route)[0], Barrier(2)

    def work() -> bool:
        ready.wait(WAIT_S)
        return done(fresh(stop), road.joe).counted

    assert sorted(all_at_once([work, work])) == [False, True]
    assert StopProgress.objects.ends().count() == 1
    assert Proof.objects.count() == 2
    assert DeliveredLine.objects.count() == HandoverLine.objects.counting().count()


def test_two_vans_that_leave_together_send_the_day_out_once() -> None:
    road = on_the_road()
    held = Reservation.objects.filter(status="held").count()
    ready = Barrier(len(road.routes))

    def work(number: int) -> None:
        route = road.routes[number]
        ready.wait(WAIT_S)
        actions.start_route(route=route, key=uuid4(), at=None, by=road.joe, now=DAWN)

    all_at_once([lambda number=number: work(number) for number in range(len(road.routes))])  # type: ignore[misc]

    assert DeliveryDay.objects.get().status == "out"
    assert LogLine.objects.filter(verb="moved to out").count() == 1
    assert Reservation.objects.filter(status="dispatched").count() == held


def test_the_last_two_vans_home_together_deliver_the_day_once() -> None:
    road = on_the_road()
    for route in road.routes:
        actions.start_route(route=route, key=uuid4(), at=None, by=road.joe, now=DAWN)
        for stop in stops_of(route):
            done(stop, road.joe)
    ready = Barrier(len(road.routes))

    def work(number: int) -> None:
        route = road.routes[number]
        ready.wait(WAIT_S)
        actions.finish_route(route=route, key=uuid4(), at=None, by=road.joe, now=route.ends_at)

    all_at_once([lambda number=number: work(number) for number in range(len(road.routes))])  # type: ignore[misc]

    assert DeliveryDay.objects.get().status == "delivered"
    assert LogLine.objects.filter(verb="moved to delivered").count() == 1
    assert RouteProgress.objects.filter(fact="finished").count() == len(road.routes)

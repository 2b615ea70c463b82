"""What drivers tell becomes facts, once; and what follows for the day, the stock and the kitchens' papers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Sum

from logistics.driving import actions
from logistics.driving.errors import DrivingRefused
from logistics.driving.standing import ended_stops
from logistics.driving.values import Handed, Received
from logistics.models import HandoverLine, Proof, Route, RouteProgress, StopProgress
from shop.journal.models import LogLine
from shop.procurement.models import DeliveredLine, LineConfirmation
from shop.supply.models import Reservation
from tests.logistics.conducting import conduct
from tests.logistics.driving.scene import (
    DAWN,
    OnTheRoad,
    done,
    drive,
    dropping,
    line_names,
    on_the_road,
    published_anew,
    stops_of,
    whole,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def road() -> OnTheRoad:
    return on_the_road()


def status(road: OnTheRoad) -> str:
    road.small.day.refresh_from_db()
    return str(road.small.day.status)


def written() -> list[int]:
    """How many rows there are of each kind that a stop writes."""
    return [kind.objects.count() for kind in (StopProgress, HandoverLine, Proof, DeliveredLine, LogLine)]


def test_the_first_van_of_the_day_sends_the_day_out_and_what_was_held_leaves_the_lots(road: OnTheRoad) -> None:
    held = Reservation.objects.filter(status="held").count()
    assert held > 0

    actions.start_route(route=road.route, key=uuid4(), at=DAWN, by=road.joe, now=DAWN)

    assert status(road) == "out"
    assert Reservation.objects.filter(status="dispatched").count() == held
    assert Reservation.objects.filter(status="held").count() == 0


def test_a_collection_the_day_before_does_not_send_the_day_out(road: OnTheRoad) -> None:
    collection = Route.objects.filter(plan_run=road.plan, day=road.small.day.collection_day).first()
    assert collection is not None

    drive(road, collection)

    assert status(road) == "routed"
    assert RouteProgress.objects.filter(route=collection).count() == 2
    assert DeliveredLine.objects.count() == 0


def test_a_route_driven_whole_delivers_every_confirmed_pack(road: OnTheRoad) -> None:
    for route in road.routes:
        assert status(road) != "delivered"
        drive(road, route)

    assert status(road) == "delivered"
    assert DeliveredLine.objects.count() == LineConfirmation.objects.count()
    confirmed = LineConfirmation.objects.aggregate(packs=Sum("packs"))["packs"]
    assert DeliveredLine.objects.aggregate(packs=Sum("packs_accepted"))["packs"] == confirmed
    assert set(DeliveredLine.objects.values_list("received_by", "fault")) == {("Mrs Hall", "")}


def test_the_same_key_again_changes_nothing_and_answers_the_same(road: OnTheRoad) -> None:
    stop, key = dropping(road.route)[0], uuid4()
    first = done(stop, road.joe, key=key)
    before = written()

    again = done(stop, road.joe, key=key)

    assert again.pk == first.pk
    assert again.remark == first.remark == ""
    assert written() == before


def test_a_key_that_told_of_another_stop_is_refused(road: OnTheRoad) -> None:
    (first, second), key = road.stops()[:2], uuid4()
    actions.arrive(stop=first, key=key, at=None, by=road.joe, now=DAWN)

    with pytest.raises(DrivingRefused, match="told before of something else"):
        actions.arrive(stop=second, key=key, at=None, by=road.joe, now=DAWN)

    assert StopProgress.objects.count() == 1


def test_short_and_refused_packs_reach_the_kitchens_papers_with_their_reason(road: OnTheRoad) -> None:
    stop = dropping(road.route)[0]
    name = line_names(stop)[0]
    packs = next(each.packs_accepted for each in whole(stop) if each.name == name)
    assert packs >= 3

    told = done(stop, road.joe, whole(stop, **{name: (packs - 3, 2, "too warm")}))

    line = HandoverLine.objects.get(progress=told, packs_refused=2)
    assert (line.packs_accepted, line.packs_short, line.fault) == (packs - 3, 1, "too warm")
    delivered = DeliveredLine.objects.get(confirmation=line.confirmation)
    assert (delivered.packs_accepted, delivered.packs_short, delivered.packs_refused) == (packs - 3, 1, 2)
    assert delivered.fault == "too warm"


@pytest.mark.parametrize(
    ("accepted", "refused", "fault", "words"),
    [
        (0, 1, "", "choose why"),
        (500, 0, "", "don't go into"),
        (-1, 0, "", "don't go into"),
        (0, 0, "x" * 61, "at most 60 characters"),
    ],
)
def test_numbers_that_cant_be_are_refused_in_words_and_nothing_is_written(
    road: OnTheRoad, accepted: int, refused: int, fault: str, words: str
) -> None:
    stop = dropping(road.route)[0]

    with pytest.raises(DrivingRefused, match=words):
        done(stop, road.joe, whole(stop, **{line_names(stop)[0]: (accepted, refused, fault)}))

    assert (StopProgress.objects.count(), HandoverLine.objects.count(), DeliveredLine.objects.count()) == (0, 0, 0)


def test_a_line_left_out_and_a_line_of_another_stop_are_refused(road: OnTheRoad) -> None:
    stop = dropping(road.route)[0]

    with pytest.raises(DrivingRefused, match="Say what became of"):
        done(stop, road.joe, whole(stop)[1:])
    with pytest.raises(DrivingRefused, match="belongs to another stop"):
        done(stop, road.joe, [*whole(stop), Handed(name="t0c0", packs_accepted=1)])

    assert StopProgress.objects.count() == 0


@pytest.mark.parametrize(
    ("received", "words"),
    [
        (Received(received_by="n" * 81), "at most 80"),
        (Received(signature="M0 0" + " L1 1" * 2000), "too long"),
        (Received(signature='M0 0"/><script>'), "did not arrive whole"),
        (Received(temperature_tenths_c=501), "between -50 and 50"),
        (Received(crates_in=-1), "between 0 and 999"),
    ],
)
def test_a_proof_that_cant_be_is_refused(road: OnTheRoad, received: Received, words: str) -> None:
    with pytest.raises(DrivingRefused, match=words):
        done(dropping(road.route)[0], road.joe, received=received)

    assert (StopProgress.objects.count(), Proof.objects.count()) == (0, 0)


def test_a_proof_keeps_who_received_how_cold_and_which_crates(road: OnTheRoad) -> None:
    received = Received(
        received_by="Mrs Hall", signature="M1 2 L30 40", temperature_tenths_c=48, crates_out=5, crates_in=3, note="Gate"
    )

    told = done(dropping(road.route)[0], road.joe, received=received)

    proof = Proof.objects.get(progress=told)
    assert (proof.received_by, proof.signature, proof.temperature_tenths_c) == ("Mrs Hall", "M1 2 L30 40", 48)
    assert (proof.crates_out, proof.crates_in, proof.note) == (5, 3, "Gate")


def test_a_school_that_is_shut_gets_nothing_and_the_papers_say_why(road: OnTheRoad) -> None:
    stop = dropping(road.route)[0]

    told = actions.skip_stop(stop=stop, key=uuid4(), at=None, reason="place closed", by=road.joe, now=DAWN)

    assert told.fact == "skipped"
    lines = HandoverLine.objects.filter(progress=told)
    assert {(line.packs_accepted, line.packs_refused, line.fault) for line in lines} == {(0, 0, "place closed")}
    papers = DeliveredLine.objects.filter(confirmation__in=lines.values("confirmation"))
    assert papers.count() == lines.count()
    assert {(row.packs_accepted, row.packs_short, row.fault) for row in papers} == {
        (0, row.confirmation.packs, "place closed") for row in papers
    }
    assert Proof.objects.count() == 0


def test_a_skip_without_a_reason_is_refused(road: OnTheRoad) -> None:
    with pytest.raises(DrivingRefused, match="why this stop can't be served"):
        actions.skip_stop(stop=road.stops()[0], key=uuid4(), at=None, reason="  ", by=road.joe, now=DAWN)


def test_an_arrival_taken_back_is_a_new_fact(road: OnTheRoad) -> None:
    stop, key = road.stops()[0], uuid4()
    actions.arrive(stop=stop, key=key, at=None, by=road.joe, now=DAWN)

    actions.take_back_arrival(stop=stop, undoes=key, key=uuid4(), at=None, by=road.joe, now=DAWN)

    assert list(StopProgress.objects.order_by("id").values_list("fact", flat=True)) == ["arrived", "undone"]


def test_done_before_arrived_is_taken_and_the_arrival_is_noted_after_it(road: OnTheRoad) -> None:
    stop = dropping(road.route)[0]
    done(stop, road.joe)

    actions.arrive(stop=stop, key=uuid4(), at=stop.arrives_at, by=road.joe, now=stop.departs_at)

    assert set(StopProgress.objects.done_stops(road.plan)) == {stop}


def test_who_ends_a_stop_second_is_told_so_and_what_they_entered_is_kept_beside_it(road: OnTheRoad) -> None:
    stop = dropping(road.route)[0]
    done(stop, road.joe)
    papers = list(DeliveredLine.objects.order_by("id").values())

    second = done(stop, road.joe, received=Received(received_by="Mr Late"))

    assert not second.counted
    assert "This stop was done at" in second.remark
    assert Proof.objects.get(progress=second).received_by == "Mr Late"
    assert list(DeliveredLine.objects.order_by("id").values()) == papers
    assert StopProgress.objects.ends().count() == 1


def test_a_clock_that_cant_be_right_is_kept_and_doubted(road: OnTheRoad) -> None:
    first, second, *_ = road.stops()
    actions.start_route(route=road.route, key=uuid4(), at=DAWN, by=road.joe, now=DAWN)
    tomorrow, before = DAWN + timedelta(days=1), DAWN - timedelta(hours=2)

    ahead = actions.arrive(stop=first, key=uuid4(), at=tomorrow, by=road.joe, now=DAWN)
    early = actions.arrive(stop=second, key=uuid4(), at=before, by=road.joe, now=DAWN)

    assert (ahead.at, ahead.noted_at, ahead.clock_doubt) == (tomorrow, DAWN, "ahead")
    assert (early.at, early.noted_at, early.clock_doubt) == (before, DAWN, "before")


def test_a_route_finished_with_a_stop_open_says_which_and_the_day_waits_for_it(road: OnTheRoad) -> None:
    for route in road.routes:
        actions.start_route(route=route, key=uuid4(), at=None, by=road.joe, now=DAWN)
        for stop in stops_of(route)[:-1]:
            done(stop, road.joe)
        told = actions.finish_route(route=route, key=uuid4(), at=None, by=road.joe, now=route.ends_at)
        assert told.remark == f"Not done or skipped yet: {stops_of(route)[-1].place.name}."
    assert status(road) == "out"

    for route in road.routes:
        done(stops_of(route)[-1], road.joe)

    assert status(road) == "delivered"


def test_a_proof_of_a_superseded_route_still_counts_and_the_new_route_does_not_ask_again(road: OnTheRoad) -> None:
    anew = published_anew(road)
    old_stop = dropping(road.route)[0]

    told = done(old_stop, road.joe)

    assert told.counted
    assert "New routes were published" in told.remark
    assert DeliveredLine.objects.count() > 0
    same = next(stop for stop in anew.stops() if stop.sequence == old_stop.sequence)
    assert ended_stops(anew.plan) == {same.pk}


def test_nothing_can_be_driven_before_the_day_is_routed(road: OnTheRoad) -> None:
    type(road.small.day).objects.update(status="confirmed")

    with pytest.raises(DrivingRefused, match="can't be driven yet"):
        actions.start_route(route=road.route, key=uuid4(), at=None, by=road.joe, now=DAWN)

    assert RouteProgress.objects.count() == 0


def test_a_settled_day_keeps_the_proof_and_says_that_the_papers_stand(road: OnTheRoad) -> None:
    type(road.small.day).objects.update(status="settled")

    told = done(dropping(road.route)[0], road.joe)

    assert told.counted
    assert "is settled: put it right with a credit note" in told.remark
    assert DeliveredLine.objects.count() == 0


def test_a_rerun_that_nobody_published_is_not_what_drivers_go_by(road: OnTheRoad) -> None:
    conduct(road.small)

    told = done(dropping(road.route)[0], road.joe)

    assert told.remark == ""

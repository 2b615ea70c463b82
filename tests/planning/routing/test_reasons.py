"""Each reason is shown to be the reason: with exactly that fact relaxed, the shipment is brought."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from logistics.planning.routing.check import faults
from logistics.planning.routing.plan import Reason
from logistics.planning.routing.problem import NO_ROAD_S, Iterations, Problem, Shipment, Vehicle
from logistics.planning.routing.solve import solve
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, until, van

Relax = Callable[[Problem, Reason], Problem]


def reasons(question: Problem) -> dict[str, Reason]:
    plan = solve(question, budget=Iterations(20), seed=1)
    assert faults(question, plan) == ()
    return {entry.shipment: entry.reason for entry in plan.unserved}


def vans(**changes: object) -> Relax:
    return lambda question, _: replace(
        question, vehicles=tuple(replace(vehicle, **changes) for vehicle in question.vehicles)
    )


def number(reason: Reason, name: str) -> int:
    return int(reason.numbers[name])


def larger(question: Problem, reason: Reason) -> Problem:
    room = (number(reason, "load"), 90)
    return vans(capacity=room)(question, reason)


def longer_shift(question: Problem, reason: Reason) -> Problem:
    return vans(latest_s=number(reason, "back_s"))(question, reason)


def longer_drop_window(question: Problem, reason: Reason) -> Problem:
    (only,) = question.shipments
    return replace(
        question, shipments=(replace(only, drop=replace(only.drop, windows=until(number(reason, "earliest_s")))),)
    )


def longer_pickup_window(question: Problem, reason: Reason) -> Problem:
    (only,) = question.shipments
    until_then = until(int(reason.numbers.get("earliest_s", reason.numbers.get("ready_s", 0))))
    return replace(question, shipments=(replace(only, pickup=replace(only.pickup, windows=until_then)),))


def drop_by(closes_s: int) -> Shipment:
    return shipment(drop=replace(shipment().drop, windows=until(closes_s)))


def fetch_by(closes_s: int, **changes: object) -> Shipment:
    return shipment(origin="farm", pickup=replace(shipment(origin="farm").pickup, windows=until(closes_s)), **changes)


ALONE: list[tuple[str, Vehicle, Shipment, Relax, str]] = [
    (
        "too_big",
        van(),
        shipment(loads=(1_450_000, 10), temperature_class="chilled"),
        larger,
        "weighs 1,450 kg; the largest chilled van carries 900 kg",
    ),
    (
        "too_big",
        van(),
        shipment(loads=(1_000, 91)),
        lambda question, _: vans(capacity=(900_000, 91))(question, _),
        "takes 91 crates; the largest van carries 90 crates",
    ),
    (
        "no_class",
        van(),
        shipment(temperature_class="frozen"),
        vans(classes=frozenset({"frozen"})),
        "needs a frozen van; no van carries frozen goods",
    ),
    (
        "no_skill",
        van(),
        shipment(skills=frozenset({"tail lift"})),
        vans(skills=frozenset({"tail lift"})),
        "needs a van with tail lift; no van has that",
    ),
    (
        "window_missed",
        van(),
        drop_by(6 * HOUR + 15 * MINUTE),
        longer_drop_window,
        "the window of the kitchen closes at 06:15; the earliest any van can be there is 06:27",
    ),
    (
        "window_missed",
        van(),
        fetch_by(6 * HOUR + 9 * MINUTE + 59),
        longer_pickup_window,
        "the window of Hill Farm closes at 06:09; the earliest any van can be there is 06:10",
    ),
    (
        "not_ready",
        van(),
        fetch_by(8 * HOUR, ready_s=9 * HOUR),
        longer_pickup_window,
        "is ready at 09:00; the window of Hill Farm closes at 08:00",
    ),
    (
        "shift_too_short",
        van(latest_s=6 * HOUR + 50 * MINUTE),
        shipment(),
        longer_shift,
        "would bring van back at 06:59; its shift ends at 06:50",
    ),
    (
        "driving_limit",
        van(driving_limit_s=39 * MINUTE),
        shipment(),
        vans(driving_limit_s=40 * MINUTE),
        "takes longer behind the wheel than any driver may, at most 39 min",
    ),
]


@pytest.mark.parametrize(("code", "vehicle", "wanted", "relax", "text"), ALONE)
def test_what_no_van_can_bring_says_why_and_goes_once_that_is_relaxed(
    code: str, vehicle: Vehicle, wanted: Shipment, relax: Relax, text: str
):
    question = problem((vehicle,), wanted)

    reason = reasons(question)["carrots"]

    assert (reason.code, reason.text) == (code, text)
    assert reasons(relax(question, reason)) == {}


def test_class_and_skill_in_different_vans_do_not_add_up():
    cold, lifting = van("cold"), van("lifting", classes=frozenset({"ambient"}), skills=frozenset({"tail lift"}))
    wanted = shipment(temperature_class="chilled", skills=frozenset({"tail lift"}))

    reason = reasons(problem((cold, lifting), wanted))["carrots"]

    assert reason.code == "no_such_van"
    assert reason.text == (
        "needs a chilled van with tail lift; 1 can carry chilled goods, 1 have the rest, none has both"
    )
    assert reasons(problem((replace(cold, skills=frozenset({"tail lift"})), lifting), wanted)) == {}


def test_room_in_one_van_and_weight_in_another_do_not_add_up():
    wide, strong = van("wide", capacity=(90_000, 200)), van("strong", capacity=(900_000, 5))

    reason = reasons(problem((wide, strong), shipment()))["carrots"]

    assert (reason.code, reason.text) == (
        "too_big_together",
        "takes 100 kg and 10 crates; no van carries as much of both at once",
    )


def test_a_place_without_a_road_is_named():
    question = problem((van(),), shipment())
    travel_s = question.travel.travel_s.copy()
    travel_s[:, 3] = NO_ROAD_S
    travel_s[3, 3] = 0

    reason = reasons(replace(question, travel=replace(question.travel, travel_s=travel_s)))["carrots"]

    assert (reason.code, reason.text) == ("no_road", "no road leads to the kitchen")


def test_without_any_van_every_shipment_says_so():
    assert reasons(problem((), shipment()))["carrots"].text == "there is no van that day"


def test_the_last_chilled_van_full_says_by_how_much_and_that_much_more_room_lets_it_in():
    milk = [shipment(name, loads=(480_000, 10), temperature_class="chilled") for name in ("milk", "cream")]
    question = problem((van("cold"), van("warm", classes=frozenset({"ambient"}))), *milk)

    ((left, reason),) = reasons(question).items()

    assert left in {"milk", "cream"}
    assert reason.code == "full"
    assert reason.text == "needs a chilled van; the only one is full between 06:30 and 10:30: 60 kg over"
    assert reason.numbers == {"vans": 1, "over_weight": 60_000, "over_crates": 0}
    just, short = (vans(capacity=(900_000 + room, 90))(question, reason) for room in (60_000, 59_999))
    assert reasons(just) == {}
    assert len(reasons(short)) == 1


def test_all_vans_full_counts_them():
    loads = [shipment(f"s{n}", loads=(900_000, 10)) for n in range(3)]

    ((_, reason),) = reasons(problem((van("a"), van("b")), *loads)).items()

    assert reason.text == "needs a van; all 2 are full between 06:30 and 10:30: 900 kg over"


def test_two_windows_that_one_van_cannot_both_meet_name_the_minute_that_would_do():
    at = 6 * HOUR + 45 * MINUTE
    here = shipment("here", drop=replace(shipment().drop, windows=until(at, at)))
    there = shipment("there", origin="hub", target="school")
    there = replace(there, drop=replace(there.drop, windows=until(at + MINUTE, at)))
    question = problem((van(),), here, there)

    ((left, reason),) = reasons(question).items()

    assert reason.code == "late"
    until_then = until(number(reason, "earliest_s"), at)
    relaxed = tuple(
        replace(s, drop=replace(s.drop, windows=until_then)) if s.id == left else s for s in question.shipments
    )
    assert reasons(replace(question, shipments=relaxed)) == {}


def test_a_shift_used_up_by_others_names_when_the_van_would_be_back():
    both = (shipment("near"), shipment("far", target="home"))
    question = problem((van(latest_s=7 * HOUR + 20 * MINUTE),), *both)

    ((_, reason),) = reasons(question).items()

    assert reason.code == "shift_full"
    assert reasons(longer_shift(question, reason)) == {}
    shorter = vans(latest_s=number(reason, "back_s") - 1)(question, reason)
    assert len(reasons(shorter)) == 1


def test_the_higher_priority_goes_when_only_one_can():
    loads = [
        shipment(name, loads=(600_000, 10), priority=priority) for name, priority in (("a", 0), ("b", 3), ("c", 1))
    ]

    assert set(reasons(problem((van(),), *loads))) == {"a", "c"}

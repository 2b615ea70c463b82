"""Rounds that people were told have a price when a day is planned again, by the coordinator or by the daily run.

Two schools lie north of Oakham and two south; a van takes twelve crates. When Langham wants a crate more, two vans are
cheapest with one school of each side in either; a third van for Langham alone leaves everybody else's as it was told.
"""

from collections.abc import Callable
from datetime import time, timedelta
from uuid import uuid4

import pytest

from logistics.dispatching.changes import proposal
from logistics.dispatching.known import known_run
from logistics.dispatching.proposing import Change
from logistics.dispatching.publishing import publish
from logistics.models import PlanningRules, PlanRun, Shift, Stop, StopProgress, Vehicle
from logistics.planning.routing.codec import problem_from_json
from logistics.run_cycle import routing
from logistics.run_cycle.errors import BegunAlready
from shop.procurement.actions import enter_late_change
from shop.procurement.late.wishes import ChangedLine
from shop.procurement.models import LineConfirmation
from tests.cast import a_buyer, a_cycle, a_grower, a_hub, a_hub_base, a_kitchen, a_listing, carrots
from tests.logistics.conducting import conduct
from tests.logistics.dispatching.desk import LATER, current, kept
from tests.logistics.small_day import ANSWERS_DUE, DAY, SmallDay
from tests.shop.procurement.scene import a_price

pytestmark = pytest.mark.django_db

KITCHENS = {
    "Langham": (("52.705000", "-0.725000"), 6),
    "Barleythorpe": (("52.700000", "-0.731000"), 6),
    "Egleton": (("52.640000", "-0.731000"), 5),
    "Hambleton": (("52.636000", "-0.725000"), 5),
}
#: Dearer than a third van, so that no second kitchen changes its van.
DEAR_PENCE = 1_500
WHY = "Langham wants a crate more."


@pytest.fixture
def small() -> SmallDay:
    """The day with its first routes: the north in one van, the south in another."""
    hub = a_hub()
    small = SmallDay(hub, a_hub_base(hub), a_cycle(hub, days=(DAY,)).delivery_days.get())
    small.packs["carrots"] = carrots(hub)
    a_price(small.packs["carrots"], 1200)
    a_listing(small.day, a_grower(hub), small.packs["carrots"], 40, handover="brought_in")
    for name, (at, packs) in KITCHENS.items():
        small.kitchens[name] = a_kitchen(a_buyer(hub, name), at=at)
        small.order(name, {"carrots": packs})
    for name in ("Red van", "Blue van", "Green van"):
        small.vans[name] = a_twelve_crate_van(small, name)
    conduct(small)
    assert together(current(small)) == {frozenset({"Langham", "Barleythorpe"}), frozenset({"Egleton", "Hambleton"})}
    return small


def a_twelve_crate_van(small: SmallDay, name: str) -> Vehicle:
    van: Vehicle = Vehicle.objects.create(
        hub=small.hub,
        name=name,
        start_place=small.packhouse,
        end_place=small.packhouse,
        capacity_g=1_000_000,
        capacity_crates=12,
        cost_fixed_pence=900,
        cost_per_km_pence=45,
        cost_per_hour_pence=1400,
    )
    for weekday in range(7):
        Shift.objects.create(vehicle=van, weekday=weekday, starts=time(5), ends=time(18))
    return van


def vans_of(run: PlanRun) -> dict[str, str]:
    """Kitchen to van."""
    stops = Stop.objects.filter(route__plan_run=run, place__enterprise__kind="buyer")
    return dict(stops.values_list("place__enterprise__name", "route__vehicle__name"))


def together(run: PlanRun) -> set[frozenset[str]]:
    """Kitchens that share a van."""
    vans = vans_of(run)
    return {frozenset(name for name, van in vans.items() if van == each) for each in vans.values()}


def one_crate_more(small: SmallDay) -> None:
    line = LineConfirmation.objects.amended().get(order_line__drop__kitchen=small.kitchens["Langham"])
    enter_late_change(
        delivery_day=small.day,
        wishes=[ChangedLine(line, 7, 6)],
        why=WHY,
        borne_by="seller",
        client_key=uuid4(),
        by=None,
        now=LATER,
    )


def by_the_coordinator(small: SmallDay) -> PlanRun:
    return kept(small, kind="again")


def by_the_daily_run(small: SmallDay) -> PlanRun:
    conduct(small, again=WHY, now=LATER)
    return current(small)


AGAIN = pytest.mark.parametrize("plan_again", [by_the_coordinator, by_the_daily_run])


@AGAIN
def test_after_publishing_one_order_more_leaves_every_other_kitchen_its_van(
    small: SmallDay, plan_again: Callable[[SmallDay], PlanRun]
) -> None:
    PlanningRules.objects.create(hub=small.hub, known_van_pence=DEAR_PENCE)
    told = vans_of(publish(plan_run=current(small), by=None, now=LATER).plan_run)
    one_crate_more(small)

    run = plan_again(small)

    found = vans_of(run)
    assert {name for name in told if found[name] != told[name]} == {"Langham"}
    assert len(set(found.values())) == 3


def test_without_a_price_the_daily_run_moves_others_because_that_is_cheaper(small: SmallDay) -> None:
    PlanningRules.objects.create(hub=small.hub, known_van_pence=0, known_minute_pence=0)
    told = vans_of(publish(plan_run=current(small), by=None, now=LATER).plan_run)
    one_crate_more(small)

    found = vans_of(by_the_daily_run(small))

    assert len({name for name in told if found[name] != told[name]} - {"Langham"}) >= 1
    assert len(set(found.values())) == 2


@AGAIN
def test_before_publishing_nothing_is_known_and_the_cheapest_rounds_are_taken(
    small: SmallDay, plan_again: Callable[[SmallDay], PlanRun]
) -> None:
    one_crate_more(small)

    run = plan_again(small)

    assert known_run(small.day) is None
    assert len(set(vans_of(run).values())) == 2


def test_what_the_daily_run_stores_is_judged_with_the_prices_and_read_back_without_them(small: SmallDay) -> None:
    publish(plan_run=current(small), by=None, now=LATER)
    one_crate_more(small)

    run = by_the_daily_run(small)

    (problem,) = (problem_from_json(each) for each in run.problems.values())
    assert {each.known.other_vehicle_pence for each in problem.shipments if each.known} == {300}
    undone = proposal(run, Change(kind="undo"), now=LATER)
    assert all(each.known is None for each in undone.stands.problems[DAY].shipments)
    assert undone.stands.plans[DAY].change_pence == 0


def test_rounds_that_somebody_changed_by_hand_are_known_before_they_are_published(small: SmallDay) -> None:
    PlanningRules.objects.create(hub=small.hub, known_van_pence=2_000)
    stop = Stop.objects.get(route__plan_run=current(small), place=small.kitchens["Hambleton"])
    kept(small, kind="onto", stop=stop.pk, vehicle=spare(small).pk)
    mine = vans_of(current(small))

    again = by_the_daily_run(small)

    assert vans_of(again) == mine
    assert known_run(small.day) == again.pk


def spare(small: SmallDay) -> Vehicle:
    """The van that stays at home."""
    used = set(vans_of(current(small)).values())
    return next(van for name, van in small.vans.items() if name not in used)


def test_routes_that_become_known_while_the_daily_run_thinks_are_reckoned_with(
    small: SmallDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    PlanningRules.objects.create(hub=small.hub, known_van_pence=DEAR_PENCE)
    told = vans_of(current(small))
    one_crate_more(small)
    asked: list[int | None] = []
    first = current(small)

    def told_meanwhile(*args: object, **named: object) -> object:
        planned = planned_day(*args, **named)
        asked.append(planned.known_run)
        if len(asked) == 1:
            kept(small, kind="driver", route=first.routes.all()[0].pk, driver=0)
        return planned

    planned_day = routing.planned_day
    monkeypatch.setattr("logistics.run_cycle.steps.move.planned_day", told_meanwhile)

    found = vans_of(by_the_daily_run(small))

    assert asked == [None, PlanRun.objects.get(number=2).pk]
    assert {name for name in told if found[name] != told[name]} == {"Langham"}


def test_the_daily_run_leaves_routes_alone_on_which_a_driver_has_begun(small: SmallDay) -> None:
    run = publish(plan_run=current(small), by=None, now=LATER).plan_run
    stop = Stop.objects.filter(route__plan_run=run).first()
    StopProgress.objects.create(key=uuid4(), at=LATER, noted_at=LATER, stop=stop, fact="done")

    with pytest.raises(BegunAlready, match="what is done stays"):
        conduct(small, again=WHY, now=ANSWERS_DUE + timedelta(hours=20))

    assert current(small) == run

"""Whatever order a phone's facts arrive in, and however often each: the day ends the same."""

import random
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from logistics.driving import actions
from logistics.driving.values import Handed, Received
from logistics.models import HandoverLine, Proof, RouteProgress, StopProgress
from shop.cycles.models import DeliveryDay
from shop.procurement.models import DeliveredLine
from shop.supply.models import Reservation
from tests.logistics.driving.scene import DAWN, OnTheRoad, dropping, line_names, on_the_road, stops_of, whole

pytestmark = pytest.mark.django_db

ORDERS = 12


def told_by_phones(road: OnTheRoad) -> list[Callable[[], Any]]:
    """All that the drivers of the day press: one line short, one stop skipped, one arrival taken back."""
    facts: list[Callable[[], Any]] = []
    short_stop = dropping(road.route)[0]
    skipped = dropping(road.routes[-1])[-1]
    for route in road.routes:
        facts.append(bind(actions.start_route, route=route, at=DAWN))
        for stop in stops_of(route):
            arrival = uuid4()
            facts.append(bind(actions.arrive, key=arrival, stop=stop, at=stop.arrives_at))
            if stop == short_stop:
                facts.append(bind(actions.take_back_arrival, stop=stop, undoes=arrival, at=stop.arrives_at))
            if stop == skipped:
                facts.append(bind(actions.skip_stop, stop=stop, reason="place closed", at=stop.departs_at))
                continue
            handed = lines_at(stop, is_short=stop == short_stop)
            received = Received(received_by="Mrs Hall", crates_in=2)
            facts.append(bind(actions.finish_stop, stop=stop, handed=handed, received=received, at=stop.departs_at))
        facts.append(bind(actions.finish_route, route=route, at=route.ends_at))
    end = max(route.ends_at for route in road.routes)
    return [lambda tell=tell: tell(by=road.joe, now=end) for tell in facts]  # type: ignore[misc]


def lines_at(stop: Any, *, is_short: bool) -> list[Handed]:
    """Everything accepted; or nothing of the first line."""
    return whole(stop, **{line_names(stop)[0]: (0, 1, "poor quality")}) if is_short else whole(stop)


def bind(action: Callable[..., Any], **facts: Any) -> Callable[..., Any]:
    """The action with all that the phone knows; it is sent under one key however often."""
    facts.setdefault("key", uuid4())
    return lambda **sent: action(**facts, **sent)


def state() -> dict[str, Any]:
    """What stands in the end, without the ids that depend on who came first."""
    return {
        "day": DeliveryDay.objects.get().status,
        "stops": sorted(StopProgress.objects.values_list("stop", "fact", "key", "at", "counted")),
        "routes": sorted(RouteProgress.objects.values_list("route", "fact", "key", "counted")),
        "lines": sorted(
            HandoverLine.objects.values_list("task", "confirmation", "packs_accepted", "packs_short", "fault"),
            key=str,
        ),
        "proofs": sorted(Proof.objects.values_list("progress__key", "received_by", "crates_in")),
        "papers": sorted(
            DeliveredLine.objects.values_list("confirmation", "packs_accepted", "packs_short", "packs_refused", "fault")
        ),
        "stock": sorted(Reservation.objects.values_list("key", "status")),
    }


def after(facts: list[Callable[[], Any]]) -> dict[str, Any]:
    """The state after these facts, which leave no trace."""
    with transaction.atomic():
        for tell in facts:
            tell()
        found = state()
        transaction.set_rollback(True)
    return found


def test_any_order_and_any_repetition_of_the_same_facts_ends_in_the_same_state() -> None:
    facts = told_by_phones(on_the_road())
    expected = after(facts)
    assert expected["day"] == "delivered"
    assert {row[4] for row in expected["papers"]} == {"", "poor quality", "place closed"}

    for seed in range(ORDERS):
        numbers = random.Random(seed)
        told = [*facts, *numbers.choices(facts, k=len(facts) // 2)]
        numbers.shuffle(told)

        assert after(told) == expected, f"order {seed}"

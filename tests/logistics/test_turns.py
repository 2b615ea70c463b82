"""The hub's clock closes what is due and takes up what has something new, without anybody's click."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine

from logistics import tasks
from logistics.models import PlanningRules, StepRun
from logistics.run_cycle.lease import take
from logistics.run_cycle.turns import PAUSES, days_whose_turn_it_is
from shop.cycles.models import OrderCycle
from shop.procurement.actions import record_answer
from shop.procurement.models import AllocationRun
from tests.cast import a_hub
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import ANSWERS_DUE, CUT_OFF, SmallDay

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def turns(now: datetime) -> list[int]:
    return [day.pk for day in days_whose_turn_it_is(now=now)]


def attempt(small: SmallDay, status: str, at: datetime, number: int = 1, step: str = "allocate") -> StepRun:
    return StepRun.objects.create(
        delivery_day=small.day, step=step, attempt=number, status=status, started_at=at, heard_at=at
    )


def test_a_day_has_its_turn_when_ordering_ends_and_not_before() -> None:
    small = an_ordered_day()

    assert turns(CUT_OFF - MINUTE) == []
    assert turns(CUT_OFF) == [small.day.pk]


def test_a_drafted_cycle_is_never_taken_up() -> None:
    small = an_ordered_day()
    OrderCycle.objects.filter(pk=small.day.cycle_id).update(status="draft")

    assert turns(CUT_OFF) == []


def test_a_day_that_a_living_worker_holds_is_left_to_it_and_a_silent_one_s_is_taken() -> None:
    small = an_ordered_day()
    take(small.day, clock=lambda: CUT_OFF)
    attempt(small, "running", CUT_OFF)

    assert turns(CUT_OFF + timedelta(seconds=19)) == []
    assert turns(CUT_OFF + timedelta(seconds=21)) == [small.day.pk]


def test_a_day_that_waits_for_answers_is_left_until_one_comes_or_they_are_due() -> None:
    small = an_ordered_day()
    conduct(small, now=CUT_OFF)
    StepRun.objects.update(started_at=CUT_OFF)
    assert small.day.status == "allocated"

    assert turns(CUT_OFF + MINUTE) == []
    assert turns(ANSWERS_DUE - MINUTE) == []
    assert turns(ANSWERS_DUE) == [small.day.pk]

    record_answer(
        run=AllocationRun.objects.current_for(small.day), listing=small.listings["hill"], answer="declined",
        packs=0, by=None, now=CUT_OFF + MINUTE,
    )  # fmt: skip
    assert turns(CUT_OFF + 2 * MINUTE) == [small.day.pk]


def test_what_fails_is_tried_again_ever_later_and_then_left_to_a_person() -> None:
    small = an_ordered_day()
    for number, pause in enumerate(PAUSES, start=1):
        at = CUT_OFF + number * timedelta(hours=2)
        attempt(small, "failed", at, number)
        assert turns(at + pause - MINUTE / 2) == []
        assert turns(at + pause) == [small.day.pk]

    attempt(small, "failed", CUT_OFF + timedelta(days=1), len(PAUSES) + 1)
    assert turns(CUT_OFF + timedelta(days=9)) == []


def test_the_question_costs_two_queries_however_many_days(django_assert_num_queries: object) -> None:
    for number in range(3):
        attempt(an_ordered_day(a_hub(f"Hub {number}", f"hub-{number}")), "failed", CUT_OFF)

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(turns(CUT_OFF + timedelta(hours=1))) == 3


def test_the_clock_takes_a_day_from_its_cut_off_to_its_routes_by_itself() -> None:
    small = an_ordered_day()
    PlanningRules.objects.update_or_create(hub=small.hub, defaults={"silence_means": PlanningRules.Silence.ACCEPTED})

    with time_machine.travel(CUT_OFF, tick=False):
        assert tasks.hand_out_due_days() == 1
    small.day.refresh_from_db()
    assert small.day.status == "allocated"
    with time_machine.travel(CUT_OFF + MINUTE, tick=False):
        assert tasks.hand_out_due_days() == 0
    with time_machine.travel(ANSWERS_DUE, tick=False):
        assert tasks.hand_out_due_days() == 1
        assert tasks.hand_out_due_days() == 0
    small.day.refresh_from_db()
    assert small.day.status == "routed"


def test_handed_out_twice_a_day_is_taken_once() -> None:
    small = an_ordered_day()
    with time_machine.travel(ANSWERS_DUE, tick=False), patch.object(tasks.conduct, "delay") as handed:
        tasks.hand_out_due_days()
        tasks.hand_out_due_days()
        assert [call.args for call in handed.call_args_list] == [(small.day.pk,), (small.day.pk,)]
        for _ in range(2):
            tasks.conduct(small.day.pk)

    assert StepRun.objects.filter(delivery_day=small.day, step="close").count() == 1
    assert small.day.allocation_runs.count() == 1

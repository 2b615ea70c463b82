"""Growers answer, what changed is shared out anew, and only then is the day fixed."""

from datetime import timedelta

import pytest

from logistics.models import PlanningRules, StepRun
from shop.journal.models import OutboxMessage
from shop.procurement.actions import record_answer
from shop.procurement.models import AllocationRun, GrowerAnswer, LineConfirmation, PurchaseLine
from shop.procurement.queries import asked_of_listings
from shop.supply.actions import reserve
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import ANSWERS_DUE, CUT_OFF, SmallDay

pytestmark = pytest.mark.django_db

SHORTLY_AFTER = CUT_OFF + timedelta(hours=1)


def answer(small: SmallDay, listing: str, packs: int) -> GrowerAnswer:
    """The grower answers the current run with so many packs."""
    run = AllocationRun.objects.current_for(small.day)
    asked = asked_of_listings(run)[small.listings[listing].pk]
    said = "declined" if packs == 0 else "accepted" if packs == asked else "shortened"
    return record_answer(run=run, listing=small.listings[listing], answer=said, packs=packs, by=None, now=SHORTLY_AFTER)


def asked(small: SmallDay) -> dict[str, int]:
    """Packs that the current run takes of each listing, by its name."""
    taken = asked_of_listings(AllocationRun.objects.current_for(small.day))
    return {name: taken.get(row.pk, 0) for name, row in small.listings.items()}


def test_before_answers_are_due_the_day_waits_and_nothing_is_confirmed() -> None:
    small = an_ordered_day()

    done = conduct(small, now=SHORTLY_AFTER)

    assert done.is_waiting
    assert small.day.status == "allocated"
    assert LineConfirmation.objects.count() == 0
    row = StepRun.objects.get(step="confirm")
    assert row.status == "waiting"
    assert row.message == "3 growers have not answered yet."
    assert {call["grower"] for call in row.counts["call_list"]} == {"Manor Farm", "Hill Farm", "Vale Dairy"}


def test_once_everybody_has_answered_nobody_waits_for_the_hour() -> None:
    small = an_ordered_day()
    conduct(small, now=SHORTLY_AFTER)
    for name, packs in asked(small).items():
        answer(small, name, packs)

    conduct(small, now=SHORTLY_AFTER)

    assert small.day.status == "routed"
    assert AllocationRun.objects.count() == 1


def test_silence_at_the_due_hour_is_taken_as_accepted_and_stands_on_the_call_list() -> None:
    small = an_ordered_day()

    done = conduct(small)

    assert small.day.status == "routed"
    assert GrowerAnswer.objects.count() == 0
    assert done.steps[3][1].stage == "done"
    assert len(StepRun.objects.get(step="confirm").counts["call_list"]) == 3


def test_silence_means_no_where_the_hubs_rule_says_so() -> None:
    small = an_ordered_day()
    PlanningRules.objects.create(hub=small.hub, silence_means="declined")
    conduct(small, now=SHORTLY_AFTER)
    answer(small, "manor", asked(small)["manor"])
    answer(small, "milk", 6)

    conduct(small)

    said = GrowerAnswer.objects.filter(listing=small.listings["hill"]).first()
    assert said is not None
    assert (said.answer, said.packs, said.by, said.on_behalf) == ("declined", 0, None, True)
    assert asked(small)["hill"] == 0
    assert not PurchaseLine.objects.filter(listing=small.listings["hill"]).exists()


def test_what_a_grower_shortens_is_shared_out_anew_and_the_rest_is_left_alone() -> None:
    small = an_ordered_day()
    conduct(small, now=SHORTLY_AFTER)
    before = asked(small)
    answer(small, "hill", before["hill"] - 2)
    milk_before = lines_of(small, "milk")

    conduct(small)

    after = asked(small)
    assert after["hill"] == before["hill"] - 2
    assert after["manor"] == before["manor"] + 2
    assert lines_of(small, "milk") == milk_before
    run = AllocationRun.objects.current_for(small.day)
    assert (run.number, run.supersedes.number) == (2, 1)
    assert run.why == f"Hill Farm delivers {before['hill'] - 2} of {before['hill']} Carrots, 10 kg crate"


def lines_of(small: SmallDay, listing: str) -> set[tuple[int, int]]:
    run = AllocationRun.objects.current_for(small.day)
    return set(run.lines.filter(listing=small.listings[listing]).values_list("order_line", "packs"))


def test_a_grower_who_is_then_asked_for_more_than_promised_is_rung_again() -> None:
    small = an_ordered_day()
    conduct(small, now=SHORTLY_AFTER)
    for name, packs in asked(small).items():
        answer(small, name, packs if name != "hill" else 0)

    done = conduct(small, now=SHORTLY_AFTER)

    assert done.is_waiting
    calls = StepRun.objects.filter(step="confirm").last().counts["call_list"]
    assert [call["grower"] for call in calls] == ["Manor Farm"]


def test_a_lot_that_was_sold_meanwhile_is_shared_out_anew_instead_of_oversold() -> None:
    small = an_ordered_day()
    conduct(small, until="allocate")
    lot = small.listings["milk"].lot
    reserve(lot=lot, quantity_base=20_000, key="a household", now=SHORTLY_AFTER)

    conduct(small)

    lot.refresh_from_db()
    assert small.day.status == "routed"
    assert (lot.reserved_base, lot.quantity_base) == (60_000, 60_000)
    run = AllocationRun.objects.current_for(small.day)
    assert run.number == 2
    assert "has 40 litres left" in run.why
    assert sum(run.shortages.values_list("packs", flat=True)) == 6


def test_both_sides_are_told_once_however_often_the_step_is_run() -> None:
    small = an_ordered_day()
    conduct(small)
    told = OutboxMessage.objects.count()
    assert told > 0

    conduct(small, now=ANSWERS_DUE + timedelta(hours=1))

    assert OutboxMessage.objects.count() == told

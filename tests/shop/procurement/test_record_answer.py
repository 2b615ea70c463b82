"""Growers accept, shorten or decline until the day is confirmed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.journal.models import LogLine
from shop.procurement.actions import record_answer
from shop.procurement.errors import AnswerRefused, ConfirmationRefused, Superseded
from shop.procurement.models import AllocationRun, GrowerAnswer, LineConfirmation
from shop.procurement.queries import asked_of_listings, unanswered
from shop.supply.models import Reservation
from tests.cast import a_buyer, a_day, a_grower, a_hub, a_kitchen, a_listing, carrots
from tests.shop.procurement.scene import (
    AFTER_CUT_OFF,
    a_price,
    allocate,
    an_order,
    close,
    confirm,
    from_listing,
    greedy,
    line_of,
    shares,
    short,
)

pytestmark = pytest.mark.django_db


class Asked:
    """A day on which Manor Farm is asked for all of its six crates, Hill Farm for two of its four."""

    def __init__(self) -> None:
        hub = a_hub()
        self.pack, self.day = carrots(hub), a_day(hub)
        a_price(self.pack)
        self.manor = a_listing(self.day, a_grower(hub), self.pack, 6)
        self.hill = a_listing(self.day, a_grower(hub, "Hill Farm"), self.pack, 4)
        self.order = an_order(self.day, a_kitchen(a_buyer(hub)), {self.pack: 8})
        close(self.day)
        self.run = allocate(self.day)


@pytest.fixture
def asked() -> Asked:
    return Asked()


def say(asked: Asked, answer: str, packs: int, **fields: Any) -> GrowerAnswer:
    fields = {"run": asked.run, "listing": asked.manor, "by": None, "now": AFTER_CUT_OFF, **fields}
    return record_answer(answer=answer, packs=packs, **fields)


def test_who_has_not_answered_is_on_the_call_list(asked: Asked):
    assert asked_of_listings(asked.run) == {asked.manor.pk: 6, asked.hill.pk: 2}
    assert unanswered(asked.run) == [asked.manor.pk, asked.hill.pk]

    say(asked, "accepted", 6)

    assert unanswered(asked.run) == [asked.hill.pk]


def test_an_answer_does_not_read_the_snapshot_that_was_shared_out(asked: Asked):
    with CaptureQueriesContext(connection) as seen:
        say(asked, "accepted", 6)

    assert not [query["sql"] for query in seen if '"problem"' in query["sql"]]
    assert AllocationRun.objects.current_for(asked.day).problem == asked.run.problem


def test_the_same_answer_again_changes_nothing(asked: Asked):
    first = say(asked, "shortened", 4)

    again = say(asked, "shortened", 4, now=AFTER_CUT_OFF + timedelta(hours=1))

    assert (again.pk, again.at) == (first.pk, AFTER_CUT_OFF)
    assert LogLine.objects.filter(verb="answer").count() == 1


def test_another_answer_takes_the_place_of_the_first_and_the_log_keeps_both(asked: Asked):
    say(asked, "accepted", 6)

    say(asked, "declined", 0, on_behalf=True)

    answer = GrowerAnswer.objects.get()
    assert (answer.answer, answer.packs, answer.on_behalf) == ("declined", 0, True)
    said = LogLine.objects.filter(verb="answer").last()
    assert said.detail == {"answer": "declined", "packs": 0, "before": "accepted 6"}
    assert said.on_behalf_of == asked.manor.grower


@pytest.mark.parametrize(
    ("answer", "packs", "why"),
    [
        ("accepted", 5, "5 of 6 packs does not go with “accepted”"),
        ("shortened", 6, "6 of 6 packs does not go with “shortened”"),
        ("shortened", 0, "0 of 6 packs does not go with “shortened”"),
        ("declined", 1, "1 of 6 packs does not go with “declined”"),
        ("accepted", 7, "6 packs were asked for, 7 are more than that"),
        ("shortened", -1, "does not go with"),
        ("perhaps", 6, "“perhaps” is not an answer"),
    ],
)
def test_a_number_that_does_not_go_with_the_answer_is_refused(asked: Asked, answer: str, packs: int, why: str):
    with pytest.raises(AnswerRefused, match=why):
        say(asked, answer, packs)

    assert not GrowerAnswer.objects.exists()


def test_a_grower_of_whom_nothing_was_asked_has_nothing_to_answer(asked: Asked):
    shared = shares(
        from_listing(line_of(asked.order), asked.manor, 6), short(line_of(asked.order), 2), fingerprint="f2"
    )
    run = allocate(asked.day, shared, supersedes=asked.run, why="Hill Farm rang")

    with pytest.raises(AnswerRefused, match="Nothing was asked of Carrots, 10 kg crate from Hill Farm"):
        say(asked, "accepted", 2, run=run, listing=asked.hill)


def test_an_answer_to_numbers_that_no_longer_stand_is_refused(asked: Asked):
    allocate(asked.day, greedy(asked.day, "f2"), supersedes=asked.run, why="again")

    with pytest.raises(Superseded, match="Look at the new numbers"):
        say(asked, "accepted", 6)

    assert not GrowerAnswer.objects.exists()


def test_after_confirmation_no_answer_is_taken(asked: Asked):
    confirm(asked.day, asked.run)

    with pytest.raises(AnswerRefused, match="is confirmed. Ring the hub"):
        say(asked, "declined", 0)


def test_a_day_is_not_confirmed_over_a_growers_shorter_answer(asked: Asked):
    say(asked, "shortened", 4)

    with pytest.raises(ConfirmationRefused, match="less of 1 listings than run 1 takes: share out again"):
        confirm(asked.day, asked.run)

    assert asked.day.status == "allocated"
    assert not LineConfirmation.objects.exists()
    assert not Reservation.objects.exists()


def test_a_shorter_answer_binds_the_runs_that_follow(asked: Asked):
    say(asked, "shortened", 4)
    second = allocate(asked.day, greedy(asked.day, "f2"), supersedes=asked.run, why="forgot the answer")
    with pytest.raises(ConfirmationRefused):
        confirm(asked.day, second)

    fits = shares(
        from_listing(line_of(asked.order), asked.manor, 4),
        from_listing(line_of(asked.order), asked.hill, 4),
        fingerprint="f3",
    )
    third = allocate(asked.day, fits, supersedes=second, why="Manor Farm shortened")

    assert GrowerAnswer.objects.limits_for(asked.day) == {asked.manor.pk: 4}
    assert confirm(asked.day, third).packs == 8


def test_silence_does_not_hold_the_day_up(asked: Asked):
    assert confirm(asked.day, asked.run).packs == 8


def test_accepting_what_was_left_lifts_no_limit_but_accepting_more_does(asked: Asked):
    say(asked, "shortened", 4)
    line = line_of(asked.order)
    four = shares(from_listing(line, asked.manor, 4), from_listing(line, asked.hill, 4), fingerprint="f2")
    second = allocate(asked.day, four, supersedes=asked.run, why="Manor Farm shortened")
    say(asked, "accepted", 4, run=second)
    assert GrowerAnswer.objects.limits_for(asked.day) == {asked.manor.pk: 4}

    third = allocate(asked.day, greedy(asked.day, "f3"), supersedes=second, why="Manor Farm rang")
    say(asked, "accepted", 6, run=third)

    assert GrowerAnswer.objects.limits_for(asked.day) == {}
    assert confirm(asked.day, third).packs == 8

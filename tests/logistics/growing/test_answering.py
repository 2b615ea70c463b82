"""A grower answers what was shared out: accept, shorten, decline, all at once; never to numbers that have changed."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from logistics.growing.week import week_of
from logistics.models import Publication
from shop.procurement.actions import record_allocation
from shop.procurement.models import AllocationRun, GrowerAnswer, PurchaseLine
from tests.cast import NOW, a_listing, a_member, a_pack, a_specification
from tests.logistics.conducting import QUICK, an_ordered_day, conduct
from tests.logistics.small_day import ANSWERS_DUE, CUT_OFF, SmallDay, a_small_day
from tests.shop.procurement.scene import AFTER_CUT_OFF, greedy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def after_the_cut_off() -> Iterator[None]:
    with time_machine.travel(AFTER_CUT_OFF, tick=False):
        yield


@pytest.fixture
def small() -> SmallDay:
    """Allocated: Manor and Hill Farm are asked for carrots, Vale Dairy for milk."""
    small = an_ordered_day()
    conduct(small, until="allocate", now=CUT_OFF)
    return small


def run_of(small: SmallDay) -> AllocationRun:
    found: AllocationRun = AllocationRun.objects.current_for(small.day)
    return found


def member_of(small: SmallDay, grower: str) -> Client:
    client = Client()
    client.force_login(a_member(small.growers[grower]))
    return client


def asked_of(small: SmallDay, grower: str) -> Any:
    (day,) = week_of(small.growers[grower], now=AFTER_CUT_OFF)
    (card,) = day.listings
    return card


def path(small: SmallDay, grower: str, end: str = "answer/") -> str:
    return f"/grow/{small.growers[grower].pk}/days/{small.day.pk}/{end}"


def say(small: SmallDay, grower: str, answer: str, client: Client | None = None, **fields: Any) -> Any:
    card = asked_of(small, grower)
    form = {
        "client_key": str(uuid4()),
        "run": run_of(small).pk,
        "listing": card.id,
        "asked": card.asked,
        "answer": answer,
        **fields,
    }
    return (client or member_of(small, grower)).post(path(small, grower), form)


def test_the_week_says_what_is_asked_why_and_by_when(small: SmallDay) -> None:
    page = member_of(small, "Vale Dairy").get(f"/grow/{small.growers['Vale Dairy'].pk}/").text

    text = " ".join(page.split())
    assert "Answer for Tuesday 9 March by 17:00 today: 1 listing." in text
    assert "Accept 6" in text
    assert "works these up" not in text
    for line in run_of(small).lines.filter(listing=small.listings["milk"]):
        assert line.reason_text.split("’")[0].split("'")[0] in page.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("answer", "fields", "stands"),
    [
        ("accepted", {}, ("accepted", 6)),
        ("shortened", {"packs": "4"}, ("shortened", 4)),
        ("shortened", {"packs": "6"}, ("accepted", 6)),
        ("shortened", {"packs": "0"}, ("declined", 0)),
        ("declined", {}, ("declined", 0)),
    ],
)
def test_an_answer_is_noted_and_the_grower_told_what_is_next(
    small: SmallDay, answer: str, fields: dict[str, str], stands: tuple[str, int]
) -> None:
    client = member_of(small, "Vale Dairy")

    assert say(small, "Vale Dairy", answer, client, **fields).status_code == 302

    row = GrowerAnswer.objects.get()
    assert (row.answer, row.packs, row.on_behalf) == (*stands, False)
    assert "The hub" in client.get(f"/grow/{small.growers['Vale Dairy'].pk}/").text.replace("the hub", "The hub")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"answer": "shortened", "packs": "some"}, "Type how many packs"),
        ({"answer": "shortened", "packs": "7"}, "7 are more than that"),
        ({"answer": "perhaps"}, "is not an answer"),
        ({"listing": "0"}, "nothing to answer any more"),
        ({"client_key": "x"}, "too old to be answered"),
    ],
)
def test_what_can_not_be_an_answer_is_said_and_nothing_is_noted(
    small: SmallDay, fields: dict[str, str], says: str
) -> None:
    answer = say(small, "Vale Dairy", **{"answer": "accepted", **fields})

    assert answer.status_code == 422
    assert says in answer.text
    assert GrowerAnswer.objects.count() == 0


def test_nobody_answers_for_another_growers_listing(small: SmallDay) -> None:
    answer = say(small, "Vale Dairy", "accepted", listing=small.listings["manor"].pk)

    assert answer.status_code == 422
    assert GrowerAnswer.objects.count() == 0


def test_numbers_that_have_changed_are_shown_again(small: SmallDay) -> None:
    old, shared = run_of(small), greedy(small.day, "f2")
    record_allocation(
        delivery_day=small.day, shared=shared, supersedes=old, why="shared again", by=None, now=AFTER_CUT_OFF
    )

    answer = say(small, "Vale Dairy", "accepted", run=old.pk)

    assert answer.status_code == 422
    assert "has changed. Look at the new numbers" in answer.text
    assert GrowerAnswer.objects.count() == 0


def test_accept_all_answers_everything_that_the_page_showed(small: SmallDay) -> None:
    client = member_of(small, "Manor Farm")
    card = asked_of(small, "Manor Farm")
    form = {"client_key": str(uuid4()), "run": run_of(small).pk, "answer": "all", f"asked-{card.id}": card.asked}

    client.post(path(small, "Manor Farm"), form)
    client.post(path(small, "Manor Farm"), form)

    row = GrowerAnswer.objects.get()
    assert (row.listing_id, row.answer, row.packs) == (card.id, "accepted", card.asked)


def test_accept_all_with_one_number_wrong_notes_none(small: SmallDay) -> None:
    card = asked_of(small, "Manor Farm")
    form = {
        "client_key": str(uuid4()),
        "run": run_of(small).pk,
        "answer": "all",
        f"asked-{card.id}": card.asked,
        f"asked-{small.listings['hill'].pk}": 1,
    }

    assert member_of(small, "Manor Farm").post(path(small, "Manor Farm"), form).status_code == 422
    assert GrowerAnswer.objects.count() == 0


def test_the_coordinator_enters_what_was_said_on_the_phone(small: SmallDay) -> None:
    client = Client()
    client.force_login(a_member(small.packhouse.enterprise, role="coordinator"))

    say(small, "Vale Dairy", "shortened", client, packs="5")

    assert GrowerAnswer.objects.get().on_behalf is True


def test_once_confirmed_nothing_is_answered(small: SmallDay) -> None:
    conduct(small, now=ANSWERS_DUE, until="confirm")

    answer = say(small, "Vale Dairy", "accepted", asked=6, listing=small.listings["milk"].pk)

    assert answer.status_code == 422
    assert "Ring the hub" in answer.text


def test_the_pick_list_says_what_and_when_and_the_processors_what_to_make(small: SmallDay) -> None:
    client = member_of(small, "Manor Farm")
    assert "Not confirmed yet" in client.get(path(small, "Manor Farm", "pick/")).text
    conduct(small, budget=QUICK)
    before = client.get(path(small, "Manor Farm", "pick/")).text
    assert "times follow when the routes are published" in before

    plan = small.day.plan_runs.get()
    Publication.objects.create(plan_run=plan, at=ANSWERS_DUE)
    after = client.get(path(small, "Manor Farm", "pick/")).text

    bought = PurchaseLine.objects.get(listing=small.listings["manor"])
    assert f"{bought.packs} packs" in after
    assert small.listings["manor"].lot.code in after
    assert "Joe Pickup" in after
    assert "Monday 8 March 2027" in after
    processor = small.recipe.processor  # type: ignore[union-attr]
    at_work = Client()
    at_work.force_login(a_member(processor))
    page = at_work.get(f"/grow/{processor.pk}/days/{small.day.pk}/pick/").text
    assert "What to make" in page
    assert "85 %" in page
    assert "Raw goods that come to you" in page


def test_a_week_costs_the_same_queries_however_much_is_in_it(django_assert_max_num_queries: Any) -> None:
    small = a_small_day()
    manor = small.growers["Manor Farm"]
    with django_assert_max_num_queries(10):
        assert len(week_of(manor, now=NOW)[0].listings) == 1
    for number in range(4):
        a_listing(small.day, manor, a_pack(a_specification(small.hub, f"Herb {number}"), "1 kg box", 1_000))

    with django_assert_max_num_queries(10):
        assert len(week_of(manor, now=NOW)[0].listings) == 5

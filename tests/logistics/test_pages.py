"""The coordinator's pages: who may see them, what they say, and what a click does."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from accounts.models import User
from logistics import tasks
from logistics.models import Lease, StepRun
from logistics.run_cycle.lease import take
from logistics.run_cycle.reports import to_nobody
from logistics.run_cycle.steplog import begin
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Enterprise
from tests.cast import a_hub, a_hub_base, a_member
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import ANSWERS_DUE, SmallDay, a_small_day

pytestmark = pytest.mark.django_db

OnCommit = Callable[..., object]


def coordinator(small: SmallDay) -> User:
    return a_member(Enterprise.objects.get(hub=small.hub, kind="hub"), role="coordinator")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(small: SmallDay) -> str:
    return f"/hub/cycles/{small.day.cycle_id}/"


@pytest.fixture
def small() -> SmallDay:
    return an_ordered_day()


def test_the_coordinator_sees_the_hubs_cycles_and_their_days(small: SmallDay) -> None:
    answer = signed_in(coordinator(small)).get("/hub/")

    assert answer.status_code == 200
    assert "Week 10" in answer.text
    assert "Tuesday 9 March" in answer.text


@pytest.mark.parametrize("path", ["", "progress/", "run/"])
@pytest.mark.parametrize("who", ["nobody", "stranger", "packer", "grower", "another hub's coordinator"])
def test_to_everybody_else_the_cycle_is_not_there_and_nothing_is_run(small: SmallDay, who: str, path: str) -> None:
    client = Client() if who == "nobody" else signed_in(outsider(small, who))
    ask = client.post if path == "run/" else client.get

    answer = ask(page_of(small) + path, {"client_key": str(uuid4())})

    assert answer.status_code == (302 if who == "nobody" else 404)
    if who == "nobody":
        assert answer["Location"].startswith("/account/")
    assert DeliveryDay.objects.get().status == "ordering"
    assert StepRun.objects.count() == 0


def outsider(small: SmallDay, who: str) -> User:
    if who == "another hub's coordinator":
        other = a_hub("Fenland Food Hub", "fenland")
        return a_member(a_hub_base(other).enterprise, role="coordinator")
    if who == "packer":
        return a_member(small.packhouse.enterprise, role="packer")
    if who == "grower":
        return a_member(small.growers["Manor Farm"])
    return a_member(small.kitchens["Oakham School"].enterprise)


def test_the_overview_shows_every_step_with_its_number_and_the_one_next_action(small: SmallDay) -> None:
    conduct(small)

    answer = signed_in(coordinator(small)).get(page_of(small))

    text = " ".join(answer.text.split())
    for number in ("31 packs", "27 packs", "4 packs short, run", "27 packs</span>", "not published"):
        assert number in text
    assert "£308.00" in text
    assert "(estimated)" in text
    for step in ("list", "order", "close", "share", "confirm", "move", "pack", "deliver", "settle"):
        assert f">{step}<span" in text
    assert text.count('class="button big"') == 1
    assert "Look and publish" in text
    assert "style=" not in answer.text


def test_a_day_that_was_not_run_yet_shows_only_what_was_ordered(small: SmallDay) -> None:
    answer = signed_in(coordinator(small)).get(page_of(small))

    assert "31 packs" in answer.text
    assert "not shared out yet" in answer.text
    assert "Sold to kitchens" not in answer.text


def test_a_date_that_the_cycle_does_not_have_is_not_found(small: SmallDay) -> None:
    client = signed_in(coordinator(small))

    assert client.get(page_of(small) + "?day=2027-03-10").status_code == 404
    assert client.get(page_of(small) + "?day=soon").status_code == 404
    assert client.get(page_of(small) + "?day=2027-03-09").status_code == 200


def test_a_click_runs_the_day_once_and_a_second_click_changes_nothing(
    small: SmallDay, django_capture_on_commit_callbacks: OnCommit, time_machine_at_due: None
) -> None:
    client, form = signed_in(coordinator(small)), {"client_key": str(uuid4()), "day": "2027-03-09"}

    with django_capture_on_commit_callbacks(execute=True) as first:  # type: ignore[attr-defined]
        answer = client.post(page_of(small) + "run/", form)
    with django_capture_on_commit_callbacks(execute=True) as second:  # type: ignore[attr-defined]
        client.post(page_of(small) + "run/", form)

    assert answer["Location"] == page_of(small) + "?day=2027-03-09"
    assert first
    assert second == []
    assert set(StepRun.objects.values_list("attempt", flat=True)) == {1}
    assert DeliveryDay.objects.get().status == "routed"


@pytest.fixture
def time_machine_at_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is just past the hour at which answers are due."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: ANSWERS_DUE + timedelta(minutes=1))


def test_before_the_cut_off_a_click_says_that_ordering_is_open(small: SmallDay) -> None:
    answer = signed_in(coordinator(small)).post(page_of(small) + "run/", {"client_key": str(uuid4())}, follow=True)

    assert "Ordering for Tuesday 9 March 2027 is still open." in answer.text
    assert StepRun.objects.count() == 0


def test_a_click_from_a_page_without_a_key_asks_for_another(small: SmallDay) -> None:
    answer = signed_in(coordinator(small)).post(page_of(small) + "run/", {"client_key": "x"}, follow=True)

    assert "Press Run once more." in answer.text


def test_a_worker_that_cannot_be_reached_is_said_and_is_no_error_page(
    small: SmallDay,
    monkeypatch: pytest.MonkeyPatch,
    time_machine_at_due: None,
) -> None:
    def unreachable(*args: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.conduct, "delay_on_commit", unreachable)

    answer = signed_in(coordinator(small)).post(page_of(small) + "run/", {"client_key": str(uuid4())}, follow=True)

    assert answer.status_code == 200
    assert "The worker can&#x27;t be reached" in answer.text


def test_the_tracker_asks_again_every_second_while_a_worker_is_heard(small: SmallDay) -> None:
    held = take(small.day, clock=lambda: ANSWERS_DUE)
    log = begin(small.day, "allocate", held=held, report=to_nobody)
    log.beat({"level": "packs", "packs_wanted": 31, "packs_filled": 12})
    Lease.objects.update(heard_at=ANSWERS_DUE)

    def at_due() -> object:
        return ANSWERS_DUE

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.utils.timezone.now", at_due)
        answer = signed_in(coordinator(small)).get(page_of(small) + "progress/?status=ordering")

    assert 'hx-trigger="every 1s"' in answer.text
    assert "Best so far: 12 packs filled, 31 packs wanted, packs" in answer.text
    assert "A worker is at it." in answer.text
    assert "HX-Refresh" not in answer.headers


def test_the_page_loads_anew_when_the_day_has_moved_on_and_nobody_works_on_it(small: SmallDay) -> None:
    client = signed_in(coordinator(small))
    conduct(small)

    assert client.get(page_of(small) + "progress/?status=ordering").headers["HX-Refresh"] == "true"
    done = client.get(page_of(small) + "progress/?status=routed")
    assert "HX-Refresh" not in done.headers
    assert "hx-get" not in done.text


def test_the_page_asks_the_database_no_more_for_more_rows() -> None:
    few, many = a_small_day(), an_ordered_day(a_hub("Fenland Food Hub", "fenland"))
    few.order("Uppingham School", {"carrots": 1, "milk": 7, "diced": 1})
    for small in (few, many):
        conduct(small)

    assert queries(signed_in(coordinator(few)), page_of(few)) == queries(signed_in(coordinator(many)), page_of(many))


def queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)

"""The coordinator's pages of a day: who sees them, shares, calls, settling, drafting, the log."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.cycles.models import DeliveryDay, OrderCycle
from shop.journal.models import LogLine
from shop.procurement.models import (
    GrowerAnswer,
    LineConfirmation,
)
from tests.cast import a_hub
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.hub_desk import IN_THE_AFTERNOON, ON_MONDAY, SUB_PAGES, allocated, page, plain
from tests.logistics.small_day import ANSWERS_DUE, SmallDay, a_small_day
from tests.logistics.test_pages import coordinator, outsider, signed_in
from tests.shop.procurement.scene import hand_over, move_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    return an_ordered_day()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the wall clock."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.mark.parametrize("name", ["", *SUB_PAGES])
@pytest.mark.parametrize("who", ["stranger", "packer", "grower", "another hub's coordinator"])
def test_to_everybody_else_a_days_pages_are_not_there(small: SmallDay, who: str, name: str) -> None:
    client = signed_in(outsider(small, who))

    assert client.get(page(small, name)).status_code == 404
    assert Client().get(page(small, "shares")).status_code == 302


@pytest.mark.parametrize("name", SUB_PAGES)
def test_each_page_stands_before_anything_has_happened_and_at_the_end(small: SmallDay, name: str) -> None:
    client = signed_in(coordinator(small))
    assert client.get(page(small, name)).status_code == 200

    conduct(small)

    answer = client.get(page(small, name))
    assert answer.status_code == 200
    assert "style=" not in answer.text
    assert answer.text.count('aria-current="page"') == 2


def test_shares_are_grouped_and_filtered_by_links_and_say_why(small: SmallDay) -> None:
    conduct(small)
    client = signed_in(coordinator(small))

    by_product = plain(client.get(page(small, "shares")))
    by_kitchen = plain(client.get(page(small, "shares") + "?by=kitchen"))
    short = plain(client.get(page(small, "shares") + "?by=grower&show=short"))

    assert "<strong>Milk, 10 litre box</strong>" in by_product or "<strong>Milk" in by_product
    assert "<strong>Oakham School kitchen</strong>" in by_kitchen
    assert 'class="reason"' in by_kitchen
    assert "<strong>Nobody</strong>" in short
    assert "Manor Farm" not in short
    assert client.get(page(small, "shares") + "?by=nonsense&show=nonsense&page=99").status_code == 200


def test_the_call_list_gives_the_number_and_takes_the_answer_right_there(
    small: SmallDay, at: Callable[[datetime], None]
) -> None:
    run = allocated(small)
    at(IN_THE_AFTERNOON)
    small.growers["Manor Farm"].phone = "01572 555 010"
    small.growers["Manor Farm"].save()
    person = coordinator(small)
    client, listing = signed_in(person), small.listings["manor"]
    shown = plain(client.get(page(small, "calls")))
    asked = sum(run.lines.filter(listing=listing).values_list("packs", flat=True)) + sum(
        run.processing_inputs.filter(listing=listing).values_list("packs", flat=True)
    )
    assert 'href="tel:01572555010"' in shown

    form = {"client_key": str(uuid4()), "run": run.pk, "listing": listing.pk, "answer": "shortened", "packs": asked - 1}
    answer = client.post(page(small, "calls"), form, follow=True)
    client.post(page(small, "calls"), {**form, "packs": 1})

    said = GrowerAnswer.objects.get(listing=listing)
    assert (said.answer, said.packs, said.by, said.on_behalf) == ("shortened", asked - 1, person, True)
    assert f"Manor Farm: {asked - 1} of {asked} packs" in plain(answer)


def test_a_number_that_is_none_is_refused_and_stays_in_the_field(
    small: SmallDay, at: Callable[[datetime], None]
) -> None:
    run = allocated(small)
    at(IN_THE_AFTERNOON)
    form = {"client_key": str(uuid4()), "run": run.pk, "listing": small.listings["manor"].pk, "answer": "shortened"}

    answer = signed_in(coordinator(small)).post(page(small, "calls"), {**form, "packs": "some"})

    assert answer.status_code == 422
    assert "“some” is not a number of packs" in answer.text
    assert 'value="some"' in answer.text
    assert GrowerAnswer.objects.count() == 0


def test_an_answer_to_numbers_that_have_changed_is_refused(small: SmallDay, at: Callable[[datetime], None]) -> None:
    run = allocated(small)
    at(IN_THE_AFTERNOON)
    form = {"client_key": str(uuid4()), "run": run.pk + 1, "listing": small.listings["manor"].pk, "answer": "accepted"}

    answer = signed_in(coordinator(small)).post(page(small, "calls"), form)

    assert answer.status_code == 422
    assert "shared out anew since you opened this page" in answer.text
    assert GrowerAnswer.objects.count() == 0


def test_settling_shows_what_is_paid_does_it_once_and_says_so(small: SmallDay, at: Callable[[datetime], None]) -> None:
    conduct(small)
    at(ON_MONDAY)
    client = signed_in(coordinator(small))
    move_to(small.day, "out", "delivered")
    early = client.get(page(small, "settle"))
    assert "confirmed lines is not recorded yet" in early.text
    assert client.post(page(small, "settle"), {"client_key": str(uuid4())}).status_code == 422
    for line in LineConfirmation.objects.all():
        hand_over(line)

    shown = plain(client.get(page(small, "settle")))
    answer = client.post(page(small, "settle"), {"client_key": str(uuid4())})
    client.post(page(small, "settle"), {"client_key": str(uuid4())})

    assert "£308.00" in shown
    assert answer.status_code == 302
    assert DeliveryDay.objects.get().status == "settled"
    assert LogLine.objects.filter(verb="settle").count() == 1
    assert "Settled: 2 invoices for £308.00" in plain(client.get(page(small, "settle")))


def test_a_cycle_is_drafted_like_the_last_and_opened_by_a_click(
    small: SmallDay, at: Callable[[datetime], None]
) -> None:
    at(ON_MONDAY)
    client = signed_in(coordinator(small))
    path = f"/hub/draft/{small.hub.pk}/"
    shown = client.get(path).text
    assert 'value="Week 11"' in shown
    assert 'value="2027-03-16"' in shown
    form = {"client_key": str(uuid4()), "name": "Week 11", "opens_on": "2027-03-08", "opens_at": "08:00"}

    wrong = client.post(path, {**form, "day_1": "2027-03-09"})
    taken = client.post(path, {**form, "name": "Week 10", "day_1": "2027-03-16"})
    answer = client.post(path, {**form, "day_1": "2027-03-16", "day_2": "2027-03-18"})
    client.post(path, {**form, "day_1": "2027-03-16", "day_2": "2027-03-18"})

    assert wrong.status_code == taken.status_code == 422
    assert "before the cycle opens" in wrong.text
    assert "The hub has a cycle of this name." in taken.text
    cycle = OrderCycle.objects.get(name="Week 11")
    assert answer["Location"] == f"/hub/cycles/{cycle.pk}/"
    assert [day.day for day in cycle.delivery_days.all()] == [date(2027, 3, 16), date(2027, 3, 18)]
    assert "Open the cycle" in client.get(answer["Location"]).text
    assert "Still a draft: nobody can list or order" in client.get("/hub/").text

    client.post(f"/hub/cycles/{cycle.pk}/open/", {"client_key": str(uuid4())})

    cycle.refresh_from_db()
    assert cycle.status == "open"


def test_nobody_else_can_draft_or_open(small: SmallDay) -> None:
    client = signed_in(outsider(small, "grower"))

    assert client.get(f"/hub/draft/{small.hub.pk}/").status_code == 404
    assert client.post(f"/hub/cycles/{small.day.cycle_id}/open/").status_code == 404


def test_the_log_tells_the_day_in_plain_words(small: SmallDay) -> None:
    conduct(small)

    text = plain(signed_in(coordinator(small)).get(page(small, "log")))

    for said in ("placed an order", "shared the orders out", "confirmed the day", "planned routes", "closed ordering"):
        assert said in text


def test_the_pages_ask_the_database_no_more_for_more_rows(at: Callable[[datetime], None]) -> None:
    few, many = a_small_day(), an_ordered_day(a_hub("Fenland Food Hub", "fenland"))
    few.order("Uppingham School", {"carrots": 1, "milk": 7, "diced": 1})
    for small in (few, many):
        conduct(small)
    at(ANSWERS_DUE + timedelta(minutes=5))
    clients = {small.hub.pk: signed_in(coordinator(small)) for small in (few, many)}

    for path in ("/hub/", *(page(few, name) for name in SUB_PAGES)):
        counts = []
        for small in (few, many):
            own = path.replace(f"/cycles/{few.day.cycle_id}/", f"/cycles/{small.day.cycle_id}/")
            client = clients[small.hub.pk]
            client.get(own)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(own).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1], path
    assert timezone.now() == ANSWERS_DUE + timedelta(minutes=5)

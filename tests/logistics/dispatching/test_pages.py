"""The desk's pages: who may see them, what they say, and what their buttons do."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from logistics.models import CurrentPlan, Driver, PlanRun, Publication, Vehicle
from shop.cycles.models import DeliveryDay
from tests.cast import a_hub, a_hub_base, a_member, a_person
from tests.logistics.conducting import conduct
from tests.logistics.dispatching.desk import LATER, a_routed_day, current, kept, places, stop_at
from tests.logistics.small_day import SmallDay, a_small_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    return a_routed_day()


@pytest.fixture(autouse=True)
def an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an hour after answers were due."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


Asked = dict[str, str | int]


def coordinator(small: SmallDay) -> User:
    return a_member(small.packhouse.enterprise, role="coordinator")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def desk_of(small: SmallDay) -> str:
    return f"/hub/cycles/{small.day.cycle_id}/2027-03-09/dispatch/"


def hidden(text: str) -> dict[str, str]:
    """The fields of the form that keeps a change."""
    form = text[text.index("/keep/") :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def test_the_desk_shows_each_van_with_its_stops_times_loads_and_driver(small: SmallDay) -> None:
    page = signed_in(coordinator(small)).get(desk_of(small))

    text = " ".join(page.text.split())
    assert page.status_code == 200
    for route in current(small).routes.filter(day=small.day.day).select_related("vehicle"):
        assert f"Route {route.number}, {route.vehicle.name}" in text
        for stop in route.stops.select_related("place"):
            assert stop.place.name in text
            assert f"<strong>{stop.starts_at.astimezone(LATER.tzinfo):%H:%M}</strong>" in text
    assert "takes vans 06:30 to 10:30" in text
    assert "on time on 100 of 100 mornings" in text
    assert "were driven 200 times on paper" in text
    assert "by about 20 %, all legs together by about 8 %, and the time at each door by about 25 %" in text
    assert "Publish routes 1" in text
    assert "Tells 4 growers and processors, 2 buyers and 0 drivers." not in text
    assert "4 growers and processors, 2 buyers" in text
    assert "style=" not in page.text.replace("xmlns", "")
    assert "onclick" not in page.text


def test_the_day_of_collections_is_a_link_away(small: SmallDay) -> None:
    page = signed_in(coordinator(small)).get(desk_of(small) + "?on=2027-03-08")

    assert "Manor Farm yard" in page.text
    assert "Oakham School kitchen</a>" not in page.text


def test_a_day_without_routes_says_so_and_leads_back(small: SmallDay) -> None:
    other = a_small_day(a_hub("Fenland Food Hub", "fenland"))

    page = signed_in(coordinator(other)).get(desk_of(other))

    assert page.status_code == 200
    assert "has no routes yet" in page.text
    assert "Publish" not in page.text


@pytest.mark.parametrize("path", ["", "change/", "keep/", "publish/", "vans/{van}/back/"])
@pytest.mark.parametrize("who", ["nobody", "stranger", "driver", "packer", "grower", "another hub's coordinator"])
def test_to_everybody_else_the_desk_is_not_there(small: SmallDay, who: str, path: str) -> None:
    van = small.vans["Cold van"]
    client = Client() if who == "nobody" else signed_in(outsider(small, who))
    ask = client.get if path in ("", "change/") else client.post

    answer = ask(desk_of(small) + path.format(van=van.pk), {"run": current(small).pk} if path == "publish/" else None)

    assert answer.status_code == (302 if who == "nobody" else 404)
    assert (PlanRun.objects.count(), Publication.objects.count()) == (1, 0)


def outsider(small: SmallDay, who: str) -> User:
    if who == "another hub's coordinator":
        return a_member(a_hub_base(a_hub("Fenland Food Hub", "fenland")).enterprise, role="coordinator")
    if who == "grower":
        return a_member(small.growers["Manor Farm"])
    if who == "stranger":
        return a_person("eve@rutland.example", "Eve Stranger")
    person = a_member(small.packhouse.enterprise, role=who)
    if who == "driver":
        Driver.objects.filter(hub=small.hub).update(user=person)
    return person


def test_a_day_or_cycle_that_is_not_there_is_not_found(small: SmallDay) -> None:
    client = signed_in(coordinator(small))

    assert client.get(desk_of(small).replace("2027-03-09", "2027-03-10")).status_code == 404
    assert client.get(desk_of(small).replace("2027-03-09", "soon")).status_code == 404
    assert client.get("/hub/cycles/999/2027-03-09/dispatch/").status_code == 404


def test_a_change_is_looked_at_and_kept_and_a_second_click_changes_nothing(small: SmallDay) -> None:
    client, stop = signed_in(coordinator(small)), stop_at(small, "Oakham School")
    before = current(small)

    asked: Asked = {"kind": "out", "stop": stop.pk, "run": before.pk, "on": "2027-03-09"}

    seen = client.get(desk_of(small) + "change/", asked)

    text = " ".join(seen.text.split())
    assert seen.status_code == 200
    assert f"Oakham School kitchen taken out of route {stop.route.number}" in text
    assert "less" in text
    assert "These would be on no van:" in text
    assert "no van comes" in text
    assert PlanRun.objects.count() == 1
    form = hidden(seen.text)
    first = client.post(desk_of(small) + "keep/", form)
    second = client.post(desk_of(small) + "keep/", form, follow=True)

    assert first.status_code == 302
    assert first["Location"] == desk_of(small) + "?on=2027-03-09"
    assert "That change was kept already." in second.text
    assert PlanRun.objects.count() == 2
    assert current(small).made_by == client_user(client)
    assert "Oakham School kitchen" not in places(small, stop.route.vehicle.name)


def client_user(client: Client) -> User:
    return User.objects.get(pk=int(client.session["_auth_user_id"]))


def test_what_cannot_be_is_said_with_422_and_nothing_is_stored(small: SmallDay) -> None:
    client = signed_in(coordinator(small))
    loading = current(small).routes.get(stops=stop_at(small, "Oakham School")).stops.get(sequence=1)

    asked: Asked = {"kind": "out", "stop": loading.pk, "run": current(small).pk}

    answer = client.get(desk_of(small) + "change/", asked)

    assert answer.status_code == 422
    assert "goes with the stops" in answer.text
    assert PlanRun.objects.count() == 1


@pytest.mark.parametrize(
    "asked", [{}, {"kind": "fly"}, {"kind": "out", "run": "x"}, {"kind": "out", "run": "1", "stop": "-3"}]
)
def test_a_change_that_cannot_be_read_is_no_error_page(small: SmallDay, asked: dict[str, str]) -> None:
    client = signed_in(coordinator(small))

    assert client.get(desk_of(small) + "change/", asked).status_code == 422
    assert client.post(desk_of(small) + "keep/", asked).status_code == 422
    assert PlanRun.objects.count() == 1


def test_a_keep_that_is_too_old_or_without_a_key_is_refused(small: SmallDay) -> None:
    client, stop = signed_in(coordinator(small)), stop_at(small, "Oakham School")
    asked: Asked = {"kind": "out", "stop": stop.pk, "run": current(small).pk}
    form = hidden(client.get(desk_of(small) + "change/", asked).text)

    old = client.post(desk_of(small) + "keep/", {**form, "at": (LATER - timedelta(hours=1)).isoformat()})
    keyless = client.post(desk_of(small) + "keep/", {**form, "client_key": "x"})

    assert (old.status_code, keyless.status_code) == (422, 422)
    assert "more than half an hour ago" in old.text
    assert PlanRun.objects.count() == 1


def test_a_change_of_routes_that_somebody_changed_is_refused_with_the_way_back(small: SmallDay) -> None:
    client, stop = signed_in(coordinator(small)), stop_at(small, "Oakham School")
    asked: Asked = {"kind": "out", "stop": stop.pk, "run": current(small).pk}
    form = hidden(client.get(desk_of(small) + "change/", asked).text)
    kept(small, kind="out", stop=stop_at(small, "Uppingham School").pk)

    answer = client.post(desk_of(small) + "keep/", form)

    assert answer.status_code == 422
    assert "The routes have changed since your page was shown" in answer.text
    assert PlanRun.objects.count() == 2


def test_publishing_says_what_it_did_and_who_was_told(small: SmallDay) -> None:
    client, run = signed_in(coordinator(small)), current(small)

    answer = client.post(desk_of(small) + "publish/", {"run": run.pk}, follow=True)
    again = client.post(desk_of(small) + "publish/", {"run": run.pk}, follow=True)

    assert "Routes 1 are published. Drivers see them now." in answer.text
    assert "Who was told (6)" in again.text
    assert "Publish routes" not in again.text
    assert Publication.objects.count() == 1
    kept(small, kind="out", stop=stop_at(small, "Oakham School").pk)
    changed = client.get(desk_of(small))
    assert "Drivers still see routes 1" in changed.text
    assert "whose time or driver is new" in changed.text


def test_publishing_routes_that_are_not_the_current_ones_is_refused(small: SmallDay) -> None:
    client, run = signed_in(coordinator(small)), current(small)
    kept(small, kind="out", stop=stop_at(small, "Oakham School").pk)

    answer = client.post(desk_of(small) + "publish/", {"run": run.pk})

    assert answer.status_code == 422
    assert Publication.objects.count() == 0


def test_a_van_comes_back_into_use(small: SmallDay) -> None:
    van = small.vans["Big van"]
    kept(small, kind="broken", vehicle=van.pk, on=small.day.collection_day)
    client = signed_in(coordinator(small))
    assert "Back in use" in client.get(desk_of(small)).text

    answer = client.post(desk_of(small) + f"vans/{van.pk}/back/", follow=True)

    assert "Big van is in use again" in answer.text
    assert Vehicle.objects.get(pk=van.pk).out_of_use_since is None


def test_the_desk_asks_the_database_no_more_for_more_stops(small: SmallDay) -> None:
    few = a_small_day(a_hub("Fenland Food Hub", "fenland"))
    few.order("Uppingham School", {"carrots": 1, "milk": 7, "diced": 1})
    conduct(few)
    assert CurrentPlan.objects.count() == 2
    counts = []
    for day in (few, small):
        client = signed_in(coordinator(day))
        client.get(desk_of(day))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(desk_of(day)).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert DeliveryDay.objects.count() == 2

"""The driver's pages: whose they are, what they show, and what a press does, by page and by phone."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from logistics.driving.sheet import route_sheet
from logistics.models import Driver, HandoverLine, Proof, Publication, Route, RouteProgress, StopProgress
from shop.procurement.models import DeliveredLine, Packed
from tests.cast import a_hub, a_hub_base, a_member, a_person
from tests.logistics.driving.scene import OnTheRoad, dropping, line_names, on_the_road, whole

pytestmark = pytest.mark.django_db

PHONE = {"headers": {"Accept": "application/json"}}
HAVE_A_LIST = {"another driver", "another hub's coordinator"}
VERBS = ("start/", "finish/", "stops/1/arrive/", "stops/1/undo/", "stops/1/done/", "stops/1/skip/")


@pytest.fixture
def road() -> OnTheRoad:
    return on_the_road()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(road: OnTheRoad) -> str:
    return f"/drive/routes/{road.route.pk}/"


def form_of(road: OnTheRoad, sequence: int, **more: Any) -> dict[str, Any]:
    """The fields of a stop's form with everything accepted, and what is given besides."""
    stop = next(each for each in road.stops() if each.sequence == sequence)
    lines = {f"accepted-{each.name}": each.packs_accepted for each in whole(stop)}
    return {"client_key": str(uuid4()), "received_by": "Mrs Hall", "crates_out": "2", "crates_in": "", **lines, **more}


def outsider(road: OnTheRoad, who: str) -> User:
    if who == "another driver":
        person = a_member(road.small.packhouse.enterprise, "ann@rutland.example", role="driver")
        Driver.objects.create(hub=road.small.hub, name="Ann", user=person)
        return person
    if who == "another hub's coordinator":
        return a_member(a_hub_base(a_hub("Fenland Food Hub", "fenland")).enterprise, role="coordinator")
    if who == "packer":
        return a_member(road.small.packhouse.enterprise, role="packer")
    return a_person("stranger@rutland.example", "A Stranger")


@pytest.mark.parametrize("who", ["nobody", "stranger", "packer", "another driver", "another hub's coordinator"])
def test_to_everybody_else_the_route_is_not_there_and_nothing_is_told(road: OnTheRoad, who: str) -> None:
    client = Client() if who == "nobody" else signed_in(outsider(road, who))
    expected = 302 if who == "nobody" else 404

    assert client.get(page_of(road)).status_code == expected
    assert client.get("/drive/").status_code == (200 if who in HAVE_A_LIST else expected)
    for verb in VERBS:
        assert client.post(page_of(road) + verb, form_of(road, 1)).status_code == expected
    assert (StopProgress.objects.count(), RouteProgress.objects.count()) == (0, 0)


def test_before_the_routes_are_published_not_even_their_driver_finds_them(road: OnTheRoad) -> None:
    Publication.objects.all()._raw_delete(Publication.objects.db)  # type: ignore[attr-defined]

    client = signed_in(road.joe)

    assert client.get(page_of(road)).status_code == 404
    assert "No route of yours is published" in client.get("/drive/").text


def test_the_coordinator_acts_on_the_drivers_behalf_and_the_page_says_so(road: OnTheRoad) -> None:
    client = signed_in(a_member(road.small.packhouse.enterprise, role="coordinator"))

    page = client.get(page_of(road))
    client.post(page_of(road) + "start/", {"client_key": str(uuid4())})

    assert "You act for <strong>Joe Pickup</strong>" in page.text
    assert RouteProgress.objects.get().by is not None
    assert RouteProgress.objects.get().by != road.joe


def test_the_route_shows_every_stop_with_its_window_goods_and_ways(road: OnTheRoad) -> None:
    page = signed_in(road.joe).get(page_of(road))

    text = " ".join(page.text.split())
    for stop in road.stops():
        assert f"<strong>{stop.place.name}</strong>" in text
        assert f"geo:{stop.place.latitude},{stop.place.longitude}" in text
    assert "Between <strong>06:30</strong> and <strong>10:30</strong>" in text
    assert "Start route" in text
    assert page.headers["Foodshed-Person"] == str(road.joe.pk)
    assert "no-store" in page.headers["Cache-Control"]
    assert " style=" not in text


def test_what_comes_off_last_is_loaded_first(road: OnTheRoad) -> None:
    for route in road.routes:
        for stop in route_sheet(Route.objects.select_related("vehicle", "driver").get(pk=route.pk)).stops:
            drops = [task.other_stop for task in stop.pickups]
            assert drops == sorted(drops, reverse=True)


def test_a_whole_stop_by_plain_forms(road: OnTheRoad) -> None:
    client, stop = signed_in(road.joe), dropping(road.route)[0]
    base = f"{page_of(road)}stops/{stop.sequence}/"

    arrived = client.post(base + "arrive/", {"client_key": str(uuid4()), "at": "2027-03-09T06:31:00Z"}, follow=True)
    form = form_of(road, stop.sequence, temperature="4,5", note="By the back door")
    done = client.post(base + "done/", form, follow=True)
    again = client.post(base + "done/", form, follow=True)

    assert "Done here" in arrived.text
    assert done.status_code == again.status_code == 200
    proof = Proof.objects.get()
    assert (proof.received_by, proof.temperature_tenths_c, proof.crates_out, proof.note) == (
        "Mrs Hall",
        45,
        2,
        "By the back door",
    )
    assert list(StopProgress.objects.order_by("id").values_list("fact", flat=True)) == ["arrived", "done"]


def test_a_refusal_keeps_what_was_typed_and_writes_nothing(road: OnTheRoad) -> None:
    client, stop = signed_in(road.joe), dropping(road.route)[0]
    name = line_names(stop)[0]
    form = form_of(road, stop.sequence, **{f"accepted-{name}": "1", "received_by": "Mrs Kay"})

    answer = client.post(f"{page_of(road)}stops/{stop.sequence}/done/", form)

    assert answer.status_code == 422
    assert "choose why" in answer.text
    assert 'value="Mrs Kay"' in answer.text
    assert f'name="accepted-{name}" value="1"' in answer.text
    assert (StopProgress.objects.count(), HandoverLine.objects.count(), DeliveredLine.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("verb", "change", "words"),
    [
        ("done/", {"client_key": "x"}, "too old to be answered"),
        ("done/", {"crates_in": "three"}, "is not a whole number"),
        ("done/", {"temperature": "warm"}, "is not a temperature"),
        ("done/", {"received_by": "n" * 81}, "at most 80 characters"),
        ("skip/", {"reason": ""}, "why this stop can’t be served"),
        ("undo/", {"undoes": ""}, "too old to be answered"),
    ],
)
def test_a_phone_hears_every_refusal_in_words(road: OnTheRoad, verb: str, change: dict[str, str], words: str) -> None:
    stop = dropping(road.route)[0]

    answer = signed_in(road.joe).post(
        f"{page_of(road)}stops/{stop.sequence}/{verb}", form_of(road, stop.sequence, **change), **PHONE
    )

    assert answer.status_code == 422
    assert words.replace("’", "'") in answer.json()["refused"].replace("’", "'")
    assert StopProgress.objects.count() == 0


def test_a_phone_hears_the_same_answer_to_the_same_fact(road: OnTheRoad) -> None:
    client, stop = signed_in(road.joe), dropping(road.route)[0]
    form, address = form_of(road, stop.sequence), f"{page_of(road)}stops/{stop.sequence}/done/"

    first, second = client.post(address, form, **PHONE), client.post(address, form, **PHONE)

    assert first.json() == second.json() == {"key": form["client_key"], "counted": True, "remark": ""}
    assert StopProgress.objects.count() == 1


def test_a_stop_that_the_route_does_not_have_is_not_found(road: OnTheRoad) -> None:
    assert signed_in(road.joe).post(f"{page_of(road)}stops/99/arrive/", form_of(road, 1)).status_code == 404


def test_a_form_without_a_token_is_not_taken_and_the_token_page_helps(road: OnTheRoad) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(road.joe)
    form, address = form_of(road, 1), page_of(road) + "stops/1/arrive/"

    assert client.post(address, form, **PHONE).status_code == 403
    told = client.get("/drive/token/").json()
    answer = client.post(address, form, headers={"Accept": "application/json", "X-CSRFToken": told["token"]})

    assert told["person"] == road.joe.pk
    assert answer.status_code == 200
    assert Client().get("/drive/token/").json()["person"] is None


def test_the_worker_names_the_shell_and_is_never_kept() -> None:
    answer = Client().get("/drive/sw.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "importScripts" in answer.text
    assert "foodshed/driving/queue" in answer.text
    assert Client().get("/drive/no-signal/").status_code == 200


def test_what_the_packhouse_packed_short_is_expected_short(road: OnTheRoad) -> None:
    stop = dropping(road.route)[0]
    line = next(
        each for task in stop.tasks.filter(kind="drop") for each in task.shipment.lines.select_related("confirmation")
    )
    packed = line.confirmation.packs - 1
    Packed.objects.create(
        confirmation=line.confirmation,
        number=1,
        packs_packed=packed,
        packs_short=1,
        fault="short from the grower",
        at=stop.arrives_at,
        key="pack-1",
    )

    sheet = route_sheet(Route.objects.select_related("vehicle", "driver").get(pk=road.route.pk))

    (found,) = [
        each
        for one in sheet.stops
        for task in one.drops
        for each in task.lines
        if each.name.endswith(f"c{line.confirmation_id}")
    ]
    assert (found.missing, found.accepted, found.fault) == (1, found.packs - 1, "short from the grower")


def test_my_routes_stand_in_their_order_with_todays_first(road: OnTheRoad, time_machine: Any) -> None:
    time_machine.move_to(road.routes[0].starts_at - timedelta(hours=1))

    text = signed_in(road.joe).get("/drive/").text

    today, past = text.index("<h2>Today</h2>"), text.index("<h2>Before today</h2>")
    assert today < text.index(page_of(road)) < past


def test_the_route_tells_what_happened_on_it(road: OnTheRoad) -> None:
    client = signed_in(road.joe)
    client.post(page_of(road) + "start/", {"client_key": str(uuid4())})
    client.post(page_of(road) + "stops/1/arrive/", {"client_key": str(uuid4())})

    logged = client.get(page_of(road)).context["logged"]

    assert [each.what for each in logged] == ["planned routes", "started the route", "arrived"]
    assert [each.who for each in logged[1:]] == [str(road.joe)] * 2


def test_a_longer_route_asks_no_more_queries(road: OnTheRoad) -> None:
    client = signed_in(road.joe)
    short, long = sorted(road.plan.routes.all(), key=lambda route: route.stops.count())[
        :: len(road.plan.routes.all()) - 1
    ]
    assert short.stops.count() < long.stops.count()
    counts = []
    for route in (short, long):
        client.get(f"/drive/routes/{route.pk}/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(f"/drive/routes/{route.pk}/")
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert counts[0] <= 24

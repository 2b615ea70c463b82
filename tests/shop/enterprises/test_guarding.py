"""Coordinators and staff are led to a second factor where it is required; colleagues reset one that was lost."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from accounts.second_factor import has_factor
from shop.enterprises.actions import join
from shop.enterprises.actions.guarding import require_second_factor, reset_second_factor
from shop.enterprises.errors import CannotReset
from shop.enterprises.models import Enterprise, Hub
from shop.enterprises.standing import Standing, standing_of
from shop.journal.models import LogLine
from tests.cast import NOW, a_hub, a_hub_base, a_member, a_person
from tests.site.factors import with_factor
from tests.site.test_sign_in import is_signed_in

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)
SET_UP = "/account/second-factor/"


@pytest.fixture
def base() -> Enterprise:
    hub = a_hub()
    a_hub_base(hub)
    found: Enterprise = Enterprise.objects.get(hub=hub, kind="hub")
    return found


def browser_of(person: User) -> Client:
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.force_login(person)
    return client


def where(client: Client, path: str) -> str:
    with time_machine.travel(NOW, tick=False):
        return str(client.get(path).headers.get("Location", ""))


@pytest.mark.parametrize(
    ("role", "server", "since", "needs"),
    [
        ("coordinator", "offered", None, False),
        ("coordinator", "required", None, True),
        ("coordinator", "offered", TODAY, True),
        ("coordinator", "offered", TODAY + timedelta(days=1), False),
        ("coordinator", "required", TODAY + timedelta(days=1), True),
        ("driver", "required", TODAY, False),
        ("packer", "required", TODAY, False),
    ],
)
def test_who_needs_a_second_factor(
    base: Enterprise, settings: Any, role: str, server: str, since: date | None, needs: bool
) -> None:
    settings.SECOND_FACTOR = server
    require_second_factor(hub=base.hub, since=since, by=None, now=NOW)
    person = a_member(base, role=role)

    assert standing_of(person, on=TODAY).needs_factor is needs
    assert (where(browser_of(person), "/hub/") == SET_UP) is needs


def test_one_person_s_roles_add_up_to_the_shortest_session(base: Enterprise) -> None:
    person = a_member(base, role="driver")
    assert standing_of(person, on=TODAY) == Standing("driver", needs_factor=False)

    join(user=person, enterprise=base, role="coordinator", by=None, now=NOW)

    assert standing_of(person, on=TODAY) == Standing("coordinator", needs_factor=False)
    assert standing_of(a_person("x@home.example"), on=TODAY) == Standing("anybody", needs_factor=False)


@pytest.mark.parametrize("path", ["/admin/", "/cms/", "/shop/dashboard/", "/hub/", "/"])
def test_staff_without_one_reach_nothing_but_their_account(settings: Any, path: str) -> None:
    settings.SECOND_FACTOR = "required"
    staff = a_person("staff@hub.example", is_demonstration=False)
    User.objects.filter(pk=staff.pk).update(is_staff=True, is_superuser=True)
    client = browser_of(User.objects.get(pk=staff.pk))

    assert where(client, path) == SET_UP
    with time_machine.travel(NOW, tick=False):
        assert "You need a second factor for your work" in client.get(SET_UP).content.decode()


def test_an_editor_who_is_no_staff_needs_one_for_the_editors_room_only(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    client = browser_of(a_person("editor@hub.example"))

    assert where(client, "/cms/") == SET_UP
    assert where(client, "/account/") == ""


def test_where_it_is_offered_staff_go_in(settings: Any) -> None:
    settings.SECOND_FACTOR = "offered"
    staff = a_person("staff@hub.example")
    User.objects.filter(pk=staff.pk).update(is_staff=True, is_superuser=True)

    assert where(browser_of(User.objects.get(pk=staff.pk)), "/admin/") == ""


def test_who_gave_it_goes_in(base: Enterprise, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    person = a_member(base, role="coordinator")
    app, _ = with_factor(person, NOW - timedelta(minutes=5))
    client = Client()

    with time_machine.travel(NOW, tick=False):
        client.post("/account/sign-in/", {"email": person.email, "password": "a long password"})
        client.post("/account/second-factor/enter/", {"code": app.code(NOW)})

        assert client.get("/hub/").status_code in {200, 302}
        assert client.get("/hub/").headers.get("Location", "") != SET_UP


def test_a_hub_requires_it_once_and_the_log_says_so(base: Enterprise) -> None:
    coordinator = a_member(base, role="coordinator")

    assert require_second_factor(hub=base.hub, since=TODAY, by=coordinator, now=NOW) is True
    assert require_second_factor(hub=base.hub, since=TODAY, by=coordinator, now=NOW) is False

    line = LogLine.objects.get(verb="second factor required")
    assert (line.by, line.detail) == (coordinator, {"since": "2027-03-01"})
    assert Hub.objects.get().second_factor_from == TODAY


def test_a_colleague_resets_a_lost_one_and_the_log_says_so(base: Enterprise) -> None:
    coordinator, packer = a_member(base, role="coordinator"), a_member(base, role="packer")
    with_factor(packer, NOW)
    theirs = browser_of(packer)

    assert reset_second_factor(hub=base.hub, person=packer, by=coordinator, now=NOW) is True
    assert reset_second_factor(hub=base.hub, person=packer, by=coordinator, now=NOW) is False

    assert not has_factor(packer)
    assert not is_signed_in(theirs)
    line = LogLine.objects.get(verb="second factor reset")
    assert (line.by, line.subject_id, line.detail) == (coordinator, packer.pk, {})


def test_nobody_resets_their_own_staff_s_or_another_hub_s(base: Enterprise) -> None:
    coordinator, other = a_member(base, role="coordinator"), a_member(base, "second@hub.example", role="coordinator")
    staff = a_member(base, "staff@hub.example", role="packer")
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    vale = a_hub("Vale Food Hub", "vale")
    a_hub_base(vale)
    join(user=other, enterprise=Enterprise.objects.get(hub=vale, kind="hub"), role="coordinator", by=None, now=NOW)
    people = [coordinator, other, User.objects.get(pk=staff.pk)]
    for person in people:
        with_factor(person, NOW)

    for person in people:
        with pytest.raises(CannotReset):
            reset_second_factor(hub=base.hub, person=person, by=coordinator, now=NOW)

    assert all(has_factor(person) for person in people)
    assert not LogLine.objects.filter(verb="second factor reset").exists()


def test_the_page_shows_who_has_one_and_resets_it_after_asking_again(base: Enterprise) -> None:
    coordinator, packer = a_member(base, role="coordinator"), a_member(base, role="packer")
    stranger = a_person("else@home.example")
    with_factor(packer, NOW)
    client, page = Client(), f"/account/hubs/{base.hub_id}/people/"

    with time_machine.travel(NOW, tick=False):
        client.force_login(coordinator)
        assert client.post(f"{page}{packer.pk}/reset/")["Location"].startswith("/account/again/")
        assert has_factor(packer)
        client.post("/account/again/", {"password": "a long password"})
        words = client.get(page).content.decode()
        assert words.count(">second factor<") == 1
        assert words.count(">no second factor<") == 1
        assert client.post(f"{page}{stranger.pk}/reset/").status_code == 404
        client.post(f"{page}{packer.pk}/reset/")
        client.post(page, {"since": "2027-04-01"})
        refused = client.post(page, {"since": "soon"})

    assert not has_factor(packer)
    assert Hub.objects.get().second_factor_from == date(2027, 4, 1)
    assert refused.status_code == 422

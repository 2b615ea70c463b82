"""Where a person is signed in, for how long, and signing them out there."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.browsers import browser_called
from accounts.models import Session
from accounts.models.session import handle_of
from shop.enterprises.models import Enterprise
from tests.cast import a_hub, a_hub_base, a_member
from tests.site.people import NOW, PASSWORD, cook
from tests.site.test_sign_in import is_signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "asha@school.example"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"  # noqa: E501 - one long name
HOUR = 60 * 60
LIMITS = {
    "coordinator": {"idle_s": 4 * HOUR, "absolute_s": 14 * HOUR, "pause_s": 0},
    "driver": {"idle_s": 16 * HOUR, "absolute_s": 48 * HOUR, "pause_s": 4 * HOUR},
    "anybody": {"idle_s": 100 * HOUR, "absolute_s": 1000 * HOUR, "pause_s": 0},
}


def signed_in(agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/account/sign-in/", {"email": ADDRESS, "password": PASSWORD})
    client.get("/account/")
    return client


def test_the_page_shows_each_browser_and_no_key_of_a_session() -> None:
    cook()
    with time_machine.travel(NOW, tick=False):
        here, phone = signed_in(), signed_in(PHONE)

        words = here.get("/account/sessions/").content.decode()

    assert "Firefox on Windows" in words
    assert "Safari on an iPhone" in words
    assert words.count("this one") == 1
    assert "since 2 March 2026, 09:00" in words
    assert str(here.session.session_key) not in words
    assert str(phone.session.session_key) not in words


def test_one_browser_is_signed_out_and_a_second_click_changes_nothing() -> None:
    person = cook()
    here, phone = signed_in(), signed_in(PHONE)
    handle = handle_of(str(phone.session.session_key))

    for _ in range(2):
        here.post("/account/sessions/end/", {"session": handle})

    assert is_signed_in(here)
    assert not is_signed_in(phone)
    assert Session.objects.filter(person=person).count() == 1


def test_nobody_signs_out_somebody_else() -> None:
    cook()
    mine = signed_in()
    handle = handle_of(str(mine.session.session_key))
    stranger = Client()
    stranger.force_login(cook(email="ben@school.example", name="Ben Hale"))

    stranger.post("/account/sessions/end/", {"session": handle})
    stranger.post("/account/sessions/end-others/")

    assert is_signed_in(mine)
    assert is_signed_in(stranger)


def test_everywhere_else_is_signed_out_at_once() -> None:
    cook()
    here, phone, third = signed_in(), signed_in(PHONE), signed_in()

    response = here.post("/account/sessions/end-others/", follow=True)

    assert "2 other browsers are signed out." in response.content.decode()
    assert [is_signed_in(each) for each in (here, phone, third)] == [True, False, False]


@pytest.fixture
def limits(settings: Any) -> None:
    settings.SESSION_LIMITS = LIMITS


def last_visit(role: str, *hours: float) -> bool:
    """Sign in at NOW, come back after each number of hours, and say whether the last visit is let in."""
    hub = a_hub()
    a_hub_base(hub)
    base = Enterprise.objects.get(hub=hub, kind="hub")
    person = a_member(base, role=role) if role in {"coordinator", "driver"} else cook()
    client, status = Client(), 0
    with time_machine.travel(NOW, tick=False):
        client.force_login(person)
        client.get("/account/")
    for each in hours:
        with time_machine.travel(NOW + timedelta(hours=each), tick=False):
            status = client.get("/account/").status_code
    return status == 200


@pytest.mark.parametrize(
    ("role", "hours", "is_in"),
    [
        ("coordinator", [3.9], True),
        ("coordinator", [4.1], False),
        ("coordinator", [3.5, 7, 10.5, 13.9], True),
        ("coordinator", [3.5, 7, 10.5, 14.1], False),
        ("driver", [15.9], True),
        ("driver", [16.1], False),
        ("driver", [15, 30, 45, 48.5, 52], True),
        ("driver", [15, 30, 45, 49.1], False),
        ("cook", [99, 198], True),
        ("cook", [101], False),
    ],
)
def test_a_session_ends_in_time(limits: None, role: str, hours: list[float], is_in: bool) -> None:
    assert last_visit(role, *hours) is is_in


def test_who_is_signed_out_for_it_is_told_why_and_led_back(settings: Any) -> None:
    settings.SESSION_LIMITS = {**LIMITS, "anybody": {"idle_s": 100 * HOUR, "absolute_s": HOUR, "pause_s": 0}}
    cook()
    with time_machine.travel(NOW, tick=False):
        client = signed_in()
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        response = client.get("/account/", follow=True)

    assert response.redirect_chain == [("/account/sign-in/?next=/account/", 302)]
    assert "had not been used for a while" in response.content.decode()


def test_a_session_is_written_only_now_and_then() -> None:
    cook()
    with time_machine.travel(NOW, tick=False):
        client = signed_in()
    for minutes, seen_at in ((4, NOW), (6, NOW + timedelta(minutes=6)), (7, NOW + timedelta(minutes=6))):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            client.get("/account/")
        assert Session.objects.get(pk=client.session.session_key).seen_at == seen_at


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8.5.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_called_as_people_do(agent: str, name: str) -> None:
    assert browser_called(agent) == name

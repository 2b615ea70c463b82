"""A grower with a phone in one hand: twelve crates of carrots in at most 8 taps and 12 keystrokes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from shop.cycles.actions import draft_cycle, list_promise, open_cycle
from shop.cycles.models import Listing
from shop.rows.local_time import local_date
from tests.browser.looking import arrived, fits
from tests.browser.signing_in import signed_in
from tests.cast import a_grower, a_hub, a_member, a_pack, a_specification, carrots, yard_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST_TAPS, MOST_KEYS = 8, 12
COUNT = """
const more = (what) => sessionStorage.setItem(what, 1 + Number(sessionStorage.getItem(what)));
addEventListener("click", (event) => event.detail && more("taps"), true);
addEventListener("keydown", () => more("keys"), true);
"""


@pytest.fixture
def at_home(page: Page, live_server: LiveServer) -> Page:
    """A grower who sold carrots last week, on the page of this week, on a small phone."""
    now = timezone.now()
    hub = a_hub()
    grower = a_grower(hub)
    first = local_date(now, hub.time_zone) + timedelta(days=6)
    cycle = draft_cycle(
        hub=hub,
        name="Weeks",
        days=[first, first + timedelta(days=7)],
        opens_at=now - timedelta(hours=1),
        by=None,
        now=now,
    )
    open_cycle(cycle=cycle, by=None, now=now)
    crate = carrots(hub)
    a_pack(a_specification(hub, "Beetroot"), "5 kg bag", 5_000)
    list_promise(
        delivery_day=cycle.delivery_days.order_by("day")[0],
        grower=grower,
        place=yard_of(grower),
        pack=crate,
        price_pence=925,
        packs_either=7,
        by=None,
        now=now,
    )
    page.set_viewport_size({"width": 375, "height": 812})
    signed_in(page.context, live_server, a_member(grower))
    page.add_init_script(COUNT)
    page.goto(f"{live_server.url}/grow/")
    return page


def counted(page: Page, what: str) -> int:
    return int(page.evaluate(f"Number(sessionStorage.getItem('{what}'))"))


def test_twelve_crates_in_a_few_taps_and_keys(at_home: Page) -> None:
    page = at_home

    page.get_by_role("link", name="List something").last.click()
    arrived(page, "What have you got?")
    page.get_by_role("link", name="Carrots").click()
    arrived(page, "Carrots")
    page.get_by_label("How many packs").click()
    page.keyboard.type("12")
    page.get_by_label("Your price per pack").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("9.50")
    page.get_by_role("button", name="Put on sale").click()

    expect(page.get_by_text("is on sale for")).to_be_visible()
    listing = Listing.objects.order_by("-pk")[0]
    assert (listing.packs_either, listing.price_pence) == (12, 950)
    assert 0 < counted(page, "taps") <= MOST_TAPS
    assert 0 < counted(page, "keys") <= MOST_KEYS


def test_with_the_last_price_three_taps_more_are_enough(at_home: Page) -> None:
    page = at_home

    page.get_by_role("link", name="List something").last.click()
    arrived(page, "What have you got?")
    page.get_by_role("link", name="Carrots").click()
    arrived(page, "Carrots")
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Put on sale").click()

    expect(page.get_by_text("is on sale for")).to_be_visible()
    assert Listing.objects.order_by("-pk")[0].price_pence == 925
    assert (counted(page, "taps"), counted(page, "keys")) == (4, 0)


def test_typing_finds_and_what_was_typed_outlives_a_reload(at_home: Page) -> None:
    page = at_home

    page.get_by_role("link", name="List something").last.click()
    arrived(page, "What have you got?")
    page.get_by_label("Search").fill("beet")
    expect(page.get_by_role("link", name="Carrots")).to_be_hidden()
    page.get_by_role("link", name="Beetroot").click()
    arrived(page, "Beetroot")
    page.get_by_label("How many packs").fill("31")
    page.reload()
    expect(page.get_by_label("How many packs")).to_have_value("31")
    page.get_by_label("Your price per pack").fill("3.20")
    page.get_by_role("button", name="Put on sale").click()

    expect(page.get_by_text("is on sale for")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('foodshed-kept:grow-'))") == []


def test_what_quick_fingers_type_before_the_script_came_outlives_a_reload(at_home: Page) -> None:
    page = at_home
    page.get_by_role("link", name="List something").last.click()
    arrived(page, "What have you got?")
    held: list[Route] = []
    page.route("**/keep-typed*.js", lambda route: held.append(route))

    page.get_by_role("link", name="Carrots").click()
    page.get_by_label("How many packs").fill("31")
    with page.expect_event("load"):
        held[0].continue_()
    page.unroute("**/keep-typed*.js")
    page.reload()

    expect(page.get_by_label("How many packs")).to_have_value("31")


def test_the_pages_fit_a_phone_and_every_target_is_large_enough(at_home: Page) -> None:
    page = at_home
    page.get_by_role("link", name="List something").last.click()
    arrived(page, "What have you got?")
    page.get_by_role("link", name="Carrots").click()
    arrived(page, "Carrots")

    assert fits(page)
    button = page.get_by_role("button", name=re.compile("Put on sale")).bounding_box()
    assert button is not None
    assert button["height"] >= 56

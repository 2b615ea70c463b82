"""A driver's day on a phone whose signal comes and goes: everything arrives, once, right to the pack."""

from collections.abc import Iterator
from typing import Literal

import pytest
from django.db.models import Sum
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Session
from logistics.models import HandoverLine, Proof, Route, RouteProgress, StopProgress
from shop.cycles.models import DeliveryDay
from shop.procurement.models import DeliveredLine, LineConfirmation
from tests.browser.conftest import NewWindow
from tests.browser.looking import faults_of
from tests.browser.signing_in import PASSWORD, through_the_door
from tests.cast import a_member
from tests.logistics.driving.scene import OnTheRoad, dropping, on_the_road, published_anew, stops_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SMALL_PHONE = {"width": 360, "height": 640}
NO_SIGNAL = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def phone(new_window: NewWindow) -> Iterator[BrowserContext]:
    """A phone 360 px wide. Without signal it may fail to load; nothing else may go wrong in it."""
    context = new_window(at_full_speed=True, viewport=SMALL_PHONE, has_touch=True)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on(
        "console",
        lambda said: wrong.append(said.text) if said.type == "error" and NO_SIGNAL not in said.text else None,
    )
    yield context
    for page in context.pages:
        at_rest(page)
    context.close()
    assert wrong == []


def at_rest(page: Page) -> None:
    """Wait until the page asks the hub for nothing any more, so that nobody meets the next test's empty tables."""
    if page.locator("body[data-worker]").count() and page.evaluate("navigator.onLine"):
        expect(page.locator("body")).to_have_attribute("data-kept", "yes")
        expect(page.locator("[data-signal]")).not_to_contain_text("sending")


def sign_in(page: Page, server: LiveServer, email: str, goal: str) -> None:
    """Sign in and land at `goal`, kept by the phone."""
    through_the_door(page, server, email, goal)
    is_kept(page)


def is_kept(page: Page) -> None:
    """Wait until the phone has kept the page and what it is made of, and its worker stands in for the hub."""
    expect(page.locator("body")).to_have_attribute("data-kept", "yes")
    page.evaluate(
        """() => new Promise((resolve) => {
          if (navigator.serviceWorker.controller) resolve();
          else navigator.serviceWorker.addEventListener("controllerchange", () => resolve());
        })"""
    )


def signal(page: Page, words: str) -> None:
    """The line on top says `words`."""
    expect(page.locator("[data-signal]")).to_contain_text(words)


def on(page: Page, sequence: int) -> str:
    """Where the stop stands on the page."""
    return f"#stop-{sequence}"


def do_stop(page: Page, sequence: int, by: str = "") -> None:
    """Arrive, and hand everything over."""
    stop = page.locator(on(page, sequence))
    stop.get_by_role("button", name="Arrived").click()
    if by:
        stop.get_by_label("Who received it?").fill(by)
    stop.get_by_role("button", name="Done here").click()
    expect(stop).to_have_attribute("data-state", "done")


def drive_by_phone(page: Page, route: Route) -> None:
    """The rest of a route, from its first open stop on."""
    kitchens = {stop.pk for stop in dropping(route)}
    for stop in stops_of(route):
        if page.locator(on(page, stop.sequence)).get_attribute("data-state") == "ahead":
            do_stop(page, stop.sequence, by="Mrs Hall" if stop.pk in kitchens else "")
    page.get_by_role("button", name="Finish route").click()
    expect(page.get_by_text("Route finished.")).to_be_visible()


def test_the_signal_goes_in_the_middle_and_everything_arrives_once(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    road = on_the_road()
    page, route = phone.new_page(), road.route
    goal = f"/drive/routes/{route.pk}/"
    sign_in(page, live_server, road.joe.email, goal)
    stops = stops_of(route)
    signal(page, "All sent")
    page.get_by_role("button", name="Start route").click()
    signal(page, "All sent")
    do_stop(page, stops[0].sequence)
    signal(page, "All sent")
    assert StopProgress.objects.ends().count() == 1

    phone.set_offline(True)
    short = page.locator(on(page, stops[1].sequence))
    short.get_by_role("button", name="Arrived").click()
    signal(page, "1 waiting, no signal")
    short.locator("[data-line] summary").first.click()
    short.get_by_role("button", name="One less").first.click()
    short.get_by_role("button", name="Done here").click()
    expect(short.get_by_role("alert")).to_contain_text("choose why 1 of")
    short.get_by_label("Why?").first.select_option("not on the van")
    short.get_by_label("Who received it?").fill("Mrs Hall")
    short.get_by_role("button", name="Done here").click()
    signal(page, "2 waiting, no signal")

    page.reload()
    signal(page, "2 waiting, no signal")
    expect(page.locator(on(page, stops[1].sequence))).to_have_attribute("data-state", "done")
    page.close()
    page = phone.new_page()
    page.goto(f"{live_server.url}{goal}")
    signal(page, "2 waiting, no signal")
    drive_by_phone(page, route)
    assert StopProgress.objects.ends().count() == 1

    phone.set_offline(False)
    signal(page, "All sent")
    page.reload()
    expect(page.get_by_text("Route finished.")).to_be_visible()

    assert StopProgress.objects.ends().count() == len(stops)
    assert RouteProgress.objects.count() == 2
    short_line = HandoverLine.objects.get(packs_short=1)
    assert short_line.fault == "not on the van"
    delivered = DeliveredLine.objects.get(confirmation=short_line.confirmation)
    assert delivered.packs_accepted == delivered.confirmation.packs - 1
    for stop in dropping(route):
        assert Proof.objects.get(progress__stop=stop).received_by == "Mrs Hall"

    for other in road.routes:
        if other.pk != route.pk:
            page.goto(f"{live_server.url}/drive/routes/{other.pk}/")
            page.get_by_role("button", name="Start route").click()
            drive_by_phone(page, other)
            signal(page, "All sent")
    assert DeliveryDay.objects.get().status == "delivered"
    confirmed = LineConfirmation.objects.aggregate(packs=Sum("packs"))["packs"]
    assert DeliveredLine.objects.aggregate(packs=Sum("packs_accepted"))["packs"] == confirmed - 1


def test_who_was_signed_out_signs_in_again_and_nothing_is_lost(phone: BrowserContext, live_server: LiveServer) -> None:
    road = on_the_road()
    page, goal = phone.new_page(), f"/drive/routes/{road.route.pk}/"
    sign_in(page, live_server, road.joe.email, goal)
    Session.objects.all().delete()

    page.get_by_role("button", name="Start route").click()
    signal(page, "1 waiting. Sign in again to send.")
    assert RouteProgress.objects.count() == 0
    page.get_by_role("link", name="Sign in again to send.").click()
    page.get_by_label("E-mail address").fill(road.joe.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    signal(page, "All sent")
    assert RouteProgress.objects.count() == 1


def test_what_never_left_the_phone_can_be_taken_back_and_corrected(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    road = on_the_road()
    page, goal = phone.new_page(), f"/drive/routes/{road.route.pk}/"
    sign_in(page, live_server, road.joe.email, goal)
    stop = page.locator(on(page, 1))
    page.get_by_role("button", name="Start route").click()
    signal(page, "All sent")
    phone.set_offline(True)
    stop.get_by_role("button", name="Arrived").click()
    stop.get_by_role("button", name="Not there yet").click()
    expect(stop).to_have_attribute("data-state", "ahead")
    stop.get_by_role("button", name="Arrived").click()
    stop.get_by_label("Note for the hub (optional)").fill("By the back door")
    stop.get_by_role("button", name="Done here").click()

    stop.get_by_role("button", name="Not sent yet: take back and correct").click()

    expect(stop).to_have_attribute("data-state", "arrived")
    expect(stop.get_by_label("Note for the hub (optional)")).to_have_value("By the back door")
    phone.set_offline(False)
    signal(page, "All sent")
    facts = StopProgress.objects.order_by("id").values_list("fact", flat=True)
    assert list(facts) == ["arrived", "undone", "arrived"]


def test_signing_out_warns_while_something_waits_and_leaves_nothing_when_all_is_sent(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    road = on_the_road()
    page, goal = phone.new_page(), f"/drive/routes/{road.route.pk}/"
    sign_in(page, live_server, road.joe.email, goal)
    phone.set_offline(True)
    page.get_by_role("button", name="Start route").click()
    signal(page, "1 waiting, no signal")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("1 not sent yet.")).to_be_visible()

    phone.set_offline(False)
    signal(page, "All sent")
    page.reload()
    signal(page, "All sent")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in/")

    assert page.evaluate("caches.keys().then(names => names.filter(name => name.startsWith('drive-pages-')))") == []
    assert page.evaluate("indexedDB.databases().then(all => all.map(each => each.name))") == []


def test_what_was_told_of_a_superseded_route_counts_and_the_driver_hears_of_the_new_one(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    road, page = road_page(phone, live_server)
    page.get_by_role("button", name="Start route").click()
    signal(page, "All sent")
    phone.set_offline(True)
    do_stop(page, 1)
    anew = published_anew(road)

    phone.set_offline(False)

    signal(page, "All sent")
    expect(page.get_by_text("Stop 1: New routes were published.")).to_be_visible()
    assert StopProgress.objects.ends().get().counted
    page.goto(f"{live_server.url}/drive/routes/{anew.route.pk}/")
    expect(page.locator(on(page, 1))).to_have_attribute("data-state", "done")


def test_the_next_person_on_the_phone_finds_nothing_of_the_last(phone: BrowserContext, live_server: LiveServer) -> None:
    road, page = road_page(phone, live_server)
    ann = a_member(road.small.packhouse.enterprise, "ann@rutland.example", role="driver")
    page.goto(f"{live_server.url}/account/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in/")
    sign_in(page, live_server, ann.email, "/drive/")

    phone.set_offline(True)
    page.goto(f"{live_server.url}/drive/routes/{road.route.pk}/")

    expect(page.get_by_role("heading", level=1)).to_have_text("No signal")


def road_page(phone: BrowserContext, live_server: LiveServer) -> tuple[OnTheRoad, Page]:
    """A started route on a small phone."""
    road = on_the_road()
    page = phone.new_page()
    sign_in(page, live_server, road.joe.email, f"/drive/routes/{road.route.pk}/")
    return road, page


def test_fingers_find_every_target_and_nothing_runs_off_a_small_phone(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    road, page = road_page(phone, live_server)
    page.get_by_role("button", name="Start route").click()
    page.locator(on(page, 1)).get_by_role("button", name="Arrived").click()
    page.locator("#stop-1 [data-line] summary").first.click()

    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main a, main summary, main select, main input')]
          .filter(each => each.checkVisibility() && each.type !== 'hidden')
          .map(each => [each.textContent.trim().slice(0, 30) || each.name, each.getBoundingClientRect()])
          .filter(([, box]) => box.width && box.height < 43.5).map(([name, box]) => `${name}: ${box.height}`)"""
    )
    big = page.evaluate(
        """() => [...document.querySelectorAll('main .button.big')].filter(each => each.checkVisibility())
          .every(each => each.getBoundingClientRect().height >= 56)"""
    )

    assert small == []
    assert big
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]
    assert road.small.day.pk


def test_a_stop_is_done_by_the_keyboard_alone(phone: BrowserContext, live_server: LiveServer) -> None:
    _, page = road_page(phone, live_server)
    page.get_by_role("button", name="Start route").focus()
    page.keyboard.press("Enter")
    page.locator(on(page, 1)).get_by_role("button", name="Arrived").focus()
    page.keyboard.press("Space")
    page.locator(on(page, 1)).get_by_role("button", name="Done here").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#stop-2 summary").first).to_be_focused()
    signal(page, "All sent")
    assert StopProgress.objects.ends().count() == 1


def test_without_scripts_the_plain_forms_lead_through_a_stop(new_window: NewWindow, live_server: LiveServer) -> None:
    road = on_the_road()
    page, stop = new_window(viewport=SMALL_PHONE, java_script_enabled=False).new_page(), "#stop-1"
    through_the_door(page, live_server, road.joe.email, f"/drive/routes/{road.route.pk}/")

    page.get_by_role("button", name="Start route").click()
    expect(page.get_by_role("button", name="Start route")).to_have_count(0)
    page.locator(stop).get_by_role("button", name="Arrived").click()
    expect(page.locator(stop)).to_have_attribute("data-state", "arrived")
    page.locator(stop).get_by_role("button", name="Done here").click()

    expect(page.locator(stop)).to_have_attribute("data-state", "done")
    expect(page.get_by_text(f"1 of {len(road.stops())} stops done")).to_be_visible()
    assert StopProgress.objects.ends().count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_shuts_a_driver_out(
    new_window: NewWindow, live_server: LiveServer, scheme: Literal["light", "dark"]
) -> None:
    road = on_the_road()
    page = new_window(viewport=SMALL_PHONE, color_scheme=scheme).new_page()
    sign_in(page, live_server, road.joe.email, f"/drive/routes/{road.route.pk}/")
    found = faults_of(page)
    page.get_by_role("button", name="Start route").click()
    do_stop(page, 1)
    page.locator("#stop-2").get_by_role("button", name="Arrived").click()
    page.locator("#stop-2 [data-line] summary").first.click()
    page.locator("#stop-2 [data-signature] summary").click()

    found += faults_of(page)

    at_rest(page)
    assert found == []

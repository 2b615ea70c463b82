"""A coordinator at the desk: chooses a stop, sees what moving it costs, keeps it, publishes; by mouse and by keys."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from logistics.models import PlanRun, Publication, Stop
from tests.browser.looking import fits
from tests.browser.signing_in import signed_in
from tests.cast import a_member
from tests.logistics.dispatching.desk import a_routed_day, current, places
from tests.logistics.small_day import SmallDay

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_the_desk(page: Page, server: LiveServer) -> tuple[SmallDay, Stop]:
    """Sign in and open the desk; the last stop of a route with two kitchens is what will be moved."""
    small = a_routed_day()
    person = a_member(small.packhouse.enterprise, role="coordinator")
    signed_in(page.context, server, person)
    page.goto(f"{server.url}/hub/cycles/{small.day.cycle_id}/{small.day.day.isoformat()}/dispatch/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dispatch")
    page.wait_for_load_state("load")
    stop = Stop.objects.filter(route__plan_run=current(small), route__day=small.day.day, sequence=3).first()
    assert stop is not None
    return small, stop


def test_a_stop_is_moved_its_price_seen_and_the_routes_published(page: Page, live_server: LiveServer) -> None:
    small, stop = at_the_desk(page, live_server)
    order = places(small, stop.route.vehicle.name)

    expect(page.get_by_role("region", name="Map of the routes, north up")).to_be_visible()
    page.locator(f"#stop-{stop.pk} .stop-name").click()
    expect(page.locator(f"#stop-{stop.pk}")).to_be_in_viewport()
    expect(page.locator(".mark.chosen")).to_have_count(1)
    page.get_by_role("link", name="Earlier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{stop.place} earlier on route {stop.route.number}")
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    assert PlanRun.objects.count() == 1
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("kept.")).to_be_visible()
    assert places(small, stop.route.vehicle.name) == [order[0], order[2], order[1]]
    page.get_by_role("button", name="Publish routes 2").click()
    expect(page.get_by_text("Routes 2 are published. Drivers see them now.")).to_be_visible()

    assert Publication.objects.get().plan_run == current(small)
    assert Publication.objects.get().at > timezone.now() - timedelta(minutes=5)


def test_the_same_by_keys_alone_on_a_narrow_screen(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    small, stop = at_the_desk(page, live_server)

    assert fits(page)
    tab_to(page, f"#stop-{stop.pk} .stop-name")
    page.keyboard.press("Enter")
    expect(page.locator(f"#stop-{stop.pk}.chosen")).to_be_visible()
    tab_to(page, ".move a")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    assert fits(page)
    tab_to(page, "button.big")
    page.keyboard.press("Enter")
    expect(page.get_by_text("kept.")).to_be_visible()

    assert PlanRun.objects.count() == 2
    assert current(small).why == f"{stop.place} earlier on route {stop.route.number}"


def test_a_stop_that_is_chosen_on_the_map_is_found_in_the_list(page: Page, live_server: LiveServer) -> None:
    _, stop = at_the_desk(page, live_server)

    page.locator(f".mark[alt*='stop {stop.sequence}: {stop.place}'], .mark").last.dispatch_event("click")

    expect(page.locator(".stop.pointed")).to_have_count(1)
    expect(page.locator(".stop.pointed .stop-name")).to_be_focused()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names first has the focus."""
    for _ in range(120):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")

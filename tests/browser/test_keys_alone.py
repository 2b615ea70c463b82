"""A coordinator, a grower and a packer do their day's work without touching a mouse, each from the front page."""

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from cms.actions import ensure_start_page
from logistics.models import Publication
from shop.cycles.models import Listing
from shop.enterprises.models import Enterprise
from shop.procurement.models import Packed
from tests.browser.signing_in import carry, signed_in
from tests.cast import a_member
from tests.logistics.conducting import an_ordered_day
from tests.pages.scene import MOMENT, Scene, a_scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FOCUSED = """() => { const here = document.activeElement;
  return (here.getAttribute("aria-label") || here.innerText || here.closest("label")?.innerText || "").trim(); }"""


@pytest.fixture
def clock() -> Iterator[None]:
    """It is Sunday 7 March 2027, 17:00."""
    with time_machine.travel(MOMENT, tick=False):
        ensure_start_page(now=MOMENT)
        yield


@pytest.fixture
def scene(clock: None, real_servers: None) -> Scene:
    """The hub with its three days."""
    return a_scene()


def reach(page: Page, words: str) -> None:
    """Tab to what begins with the words."""
    for _ in range(150):
        if str(page.evaluate(FOCUSED)).startswith(words):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches “{words}” on {page.url}.")


def follow(page: Page, *words: str) -> None:
    """Tab to each link or button in turn, press Enter, and wait for the next page."""
    for each in words:
        reach(page, each)
        with page.expect_navigation():
            page.keyboard.press("Enter")


def test_a_coordinator_runs_a_day_and_publishes_its_routes(page: Page, live_server: LiveServer, clock: None) -> None:
    small = an_ordered_day()
    base = Enterprise.objects.get(hub=small.hub, kind="hub")
    person: User = a_member(base, "coordinator@hub.example", role="coordinator")
    signed_in(page.context, live_server, person)
    page.goto(live_server.url)

    follow(page, "Hub", "Tuesday 9 March", "Run")
    page.reload()
    expect(page.get_by_text("routed", exact=True).first).to_be_visible()
    follow(page, "Vans", "Publish routes")

    expect(page.get_by_text("Routes 1 are published.")).to_be_visible()
    assert Publication.objects.filter(plan_run__delivery_day=small.day, by=person).count() == 1


def test_a_grower_puts_last_time_s_goods_on_sale(page: Page, live_server: LiveServer, scene: Scene) -> None:
    carry(page.context, live_server, scene.session("grower"))
    page.goto(live_server.url)

    follow(page, "Grow", "Same as last time", "Put all on sale")

    expect(page.get_by_text("1 listing for Tuesday 16 March 2027, as last time.")).to_be_visible()
    farm = scene.small.growers["Manor Farm"]
    assert Listing.objects.filter(grower=farm, delivery_day=scene.open, pack=scene.small.packs["carrots"]).count() == 1


def test_a_packer_ticks_a_line(page: Page, live_server: LiveServer, scene: Scene) -> None:
    carry(page.context, live_server, scene.session("packer"))
    page.goto(live_server.url)

    follow(page, "Pack", "Tuesday 9 March", "Route")
    reach(page, "Carrots")
    page.keyboard.press("Space")
    follow(page, "What is ticked is packed")

    expect(page.get_by_text("packed", exact=True).first).to_be_visible()
    assert Packed.objects.count() == 1

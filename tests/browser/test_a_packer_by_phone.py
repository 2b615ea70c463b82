"""A packer with wet hands: one tap counts a seller in; three crates are missing; the van is packed; packing is done."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from shop.cycles.models import DeliveryDay
from shop.procurement.models import GoodsIn, Packed
from tests.browser.looking import arrived, fits
from tests.browser.signing_in import signed_in
from tests.cast import a_member
from tests.logistics.packing.scene import a_routed_day
from tests.logistics.small_day import SmallDay

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


DAY = "Tuesday 9 March 2027"
VAN = re.compile("^(Route|Without a van)")


@pytest.fixture
def small(page: Page, live_server: LiveServer) -> SmallDay:
    small = a_routed_day()
    packer = a_member(small.packhouse.enterprise, role="packer")
    page.set_viewport_size({"width": 375, "height": 812})
    signed_in(page.context, live_server, packer)
    page.goto(f"{live_server.url}/pack/")
    return small


def pack_all_drops(page: Page) -> None:
    """Press the button of each drop; each time the page comes back with one fewer."""
    buttons = page.get_by_role("button", name="All of this drop is packed")
    for left in reversed(range(buttons.count())):
        buttons.first.click()
        expect(buttons).to_have_count(left)
        expect(page.get_by_role("status")).to_contain_text("packed")


def test_short_at_six_in_the_morning_by_phone(page: Page, small: SmallDay) -> None:
    page.get_by_role("link", name="Tuesday 9 March 2027").click()
    arrived(page, DAY)
    page.get_by_role("link", name="Count goods in").click()
    arrived(page, "Goods in")
    manor = page.locator(".pack-arrival", has=page.get_by_role("heading", name="Manor Farm"))
    manor.get_by_text("Not as expected").click()
    for _ in range(3):
        manor.get_by_role("button", name="One less").first.click()
    manor.get_by_role("button", name="Save the counts").click()
    expect(page.get_by_text("Manor Farm: 3 packs short")).to_be_visible()
    page.wait_for_load_state("load")
    page.get_by_role("button", name="All as expected from Hill Farm").click()
    expect(page.get_by_text("Hill Farm: all there")).to_be_visible()
    for seller in ("Vale Dairy", "Stamford Veg Prep"):
        arrival = page.locator(".pack-arrival", has=page.get_by_role("heading", name=seller))
        arrival.get_by_label("Temperature").fill("4.5")
        arrival.get_by_role("button", name="All as expected").click()
        expect(page.get_by_text(f"{seller}: all there")).to_be_visible()
    assert fits(page)

    page.get_by_role("link", name="To the vans").click()
    arrived(page, DAY)
    assert fits(page)
    vans = page.locator(".item-title a[href*='/routes/']")
    assert vans.count() > 0
    for number in range(vans.count()):
        vans.nth(number).click()
        arrived(page, VAN)
        assert fits(page)
        pack_all_drops(page)
        page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Tuesday").click()
        arrived(page, DAY)
    page.get_by_role("button", name="Packing done").click()
    expect(page.get_by_text("Packing for Tuesday 9 March 2027 is done")).to_be_visible()

    assert DeliveryDay.objects.get(pk=small.day.pk).status == "packed"
    counted = sum(row.packs_accepted for row in GoodsIn.objects.all())
    assert counted == sum(row.packs_packed for row in Packed.objects.all())
    assert sum(row.packs_short for row in Packed.objects.all()) == 3

"""At the collection point, by phone: one press for who comes, two for who does not, and a crate that is missing."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from shop.storefront.models import BoxHandOut, HouseholdOrder
from tests.browser.looking import arrived, faults_of
from tests.browser.signing_in import signed_in
from tests.cast import a_member
from tests.logistics.packing.test_handing_boxes import a_packed_box

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE, LAPTOP = {"width": 375, "height": 812}, {"width": 1440, "height": 900}


def test_a_box_is_handed_over_by_phone(page: Page, live_server: LiveServer) -> None:
    small = a_packed_box()
    signed_in(page.context, live_server, a_member(small.packhouse.enterprise, role="packer"))
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/pack/days/{small.day.pk}/")
    page.get_by_role("link", name="Hand boxes over").click()
    arrived(page, "Households’ boxes")
    assert faults_of(page) == []
    box = page.locator(".pack-arrival", has=page.get_by_role("heading", name="Hetty House"))
    target = box.get_by_role("button", name="Collected by Hetty House").bounding_box()
    assert target is not None
    assert target["height"] >= 48
    assert target["width"] >= 250

    box.get_by_text("Something is missing").click()
    box.get_by_role("button", name="One more").click()
    box.get_by_role("button", name="Note what is missing").click()
    expect(page.get_by_text("Hetty House: 1 pack missing.")).to_be_visible()
    box.get_by_text("Not collected").click()
    box.get_by_role("button", name="We keep it for them").click()
    expect(page.get_by_text("did not come: the box is kept")).to_be_visible()
    box.get_by_role("button", name="Collected by Hetty House").click()
    expect(page.get_by_text("Hetty House has the box.")).to_be_visible()
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    assert faults_of(page) == []

    assert [row.outcome for row in BoxHandOut.objects.order_by("number")] == ["kept", "collected"]
    assert HouseholdOrder.objects.get().charged_pence == 2 * 1188

"""A household reads what is kept of it, asks to be forgotten, and changes its mind; in the dark on a phone, too."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from privacy.models import Erasure
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import arrived, faults_of
from tests.browser.signing_in import signed_in
from tests.cast import NOW
from tests.privacy.scene import harriet, has_come
from tests.shop.storefront.scene import Shop

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_household_asks_to_be_forgotten_and_changes_its_mind(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    shop = Shop()
    person, _ = harriet(shop)
    has_come(shop)
    signed_in(page.context, live_server, person)
    page.set_viewport_size({"width": 375, "height": 740})
    faults = []

    page.goto(f"{live_server.url}/account/data/")
    arrived(page, "Your data")
    faults += faults_of(page)
    page.get_by_role("link", name="See what happens first").click()
    arrived(page, "Is it you?")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Go on").click()
    arrived(page, "Be forgotten")
    faults += faults_of(page)
    page.get_by_label("Type “forget me”").fill("Forget me")
    page.get_by_role("button", name="Forget me").click()
    arrived(page, "Your data")
    expect(page.get_by_role("heading", name="You will be forgotten on Monday 8 March 2027")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    faults += faults_of(page)
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_text("Your account stays as it is.")).to_be_visible()
    assert Erasure.objects.get().status == "withdrawn"

    page.get_by_role("link", name="Why each is kept, and how long").click()
    arrived(page, "What is kept of people")
    faults += faults_of(page)
    assert faults == []

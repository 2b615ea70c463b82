"""Pages render under their content policy, ask nobody outside, and put the focus where it helps."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.actions import create_person
from cms.actions import ensure_start_page
from tests.browser.looking import arrived
from tests.browser.signing_in import PASSWORD, through_the_door

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_visitor_walks_from_the_front_page_through_the_market_to_their_account(
    page: Page, live_server: LiveServer
) -> None:
    ensure_start_page(now=timezone.now())
    create_person(email="asha@school.example", name="Asha Patel", password=PASSWORD, by=None, now=timezone.now())

    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Food from the farms around you")
    page.get_by_role("link", name="I shop").click()
    arrived(page, "The market is closed")
    through_the_door(page, live_server, "asha@school.example", "/account/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Asha Patel")


def test_the_fonts_come_from_us(page: Page, live_server: LiveServer) -> None:
    ensure_start_page(now=timezone.now())

    page.goto(live_server.url)
    page.evaluate("document.fonts.ready")

    assert page.evaluate("[...document.fonts].filter(face => face.status === 'error').map(face => face.family)") == []
    assert page.evaluate("document.fonts.check('600 20px \"Source Serif Pro\"')")


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, live_server: LiveServer) -> None:
    ensure_start_page(now=timezone.now())
    page.goto(live_server.url)

    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()

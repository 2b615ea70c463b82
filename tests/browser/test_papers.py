"""Papers in the hands of a grower on a phone, a buyer on a laptop and the coordinator in the dark; and on A4."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from shop.journal.actions import tell
from shop.journal.models import OutboxMessage
from tests import cast
from tests.browser.looking import arrived, fits
from tests.browser.signing_in import signed_in
from tests.shop.settlement.test_paper_pages import Settled

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_grower_finds_what_is_paid_and_why_on_a_phone(page: Page, live_server: LiveServer) -> None:
    settled = Settled()
    signed_in(page.context, live_server, cast.a_member(settled.growers[0]))
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto(f"{live_server.url}{reverse('papers:door')}")
    page.get_by_role("link", name="ST-00001").click()
    arrived(page, "Statement ST-00001")

    expect(page.get_by_text("£47.50").first).to_be_visible()
    expect(page.get_by_text("refused: damaged")).to_be_visible()
    assert fits(page)
    table = page.get_by_role("link", name="Table (CSV)").get_attribute("href")
    assert "ST-00001" in page.request.get(f"{live_server.url}{table}").text()


def test_an_invoice_fits_one_sheet_of_a4_without_what_is_only_for_the_screen(
    page: Page, live_server: LiveServer
) -> None:
    settled = Settled()
    signed_in(page.context, live_server, cast.a_member(settled.buyer))
    page.goto(f"{live_server.url}{reverse('papers:invoice', args=[settled.invoice.pk])}")

    page.emulate_media(media="print")

    expect(page.get_by_role("link", name="Table (CSV)")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_text("£60.00").first).to_be_visible()
    assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_coordinator_rings_whoever_has_no_address(page: Page, live_server: LiveServer) -> None:
    settled = Settled()
    grower = settled.growers[0]
    grower.email, grower.phone = "", "01572 000 000"
    grower.save()
    tell(hub=settled.hub, key="pick:1", enterprise=grower, subject="Your pick list", body="6 crates.", now=cast.NOW)
    signed_in(page.context, live_server, cast.a_member(settled.base, role="coordinator"))
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}{reverse('papers:outbox', args=[settled.hub.pk])}")

    expect(page.get_by_role("link", name="Ring 01572 000 000")).to_be_visible()
    page.get_by_label("What was said (if anything)").fill("Brings six.")
    page.get_by_role("button", name="I rang them").click()

    expect(page.get_by_text("was told on the telephone")).to_be_visible()
    expect(page.get_by_text("Nobody needs ringing")).to_be_visible()
    assert OutboxMessage.objects.get(key="pick:1").rung_note == "Brings six."

"""A cook rings after the cut-off: the coordinator enters it on a small screen, and what was typed is not lost."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from shop.procurement.models import LateChange, LineConfirmation
from tests.browser.looking import fits
from tests.browser.signing_in import signed_in
from tests.cast import a_member
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import SmallDay

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_the_phone(page: Page, server: LiveServer) -> SmallDay:
    """Sign in on a narrow screen and open the form of Uppingham School's order."""
    page.set_viewport_size({"width": 360, "height": 780})
    small = an_ordered_day()
    conduct(small)
    person = a_member(small.packhouse.enterprise, role="coordinator")
    signed_in(page.context, server, person)
    page.goto(f"{server.url}/hub/cycles/{small.day.cycle_id}/2027-03-09/changes/")
    page.get_by_role("link", name="Change the order of Uppingham School").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Uppingham School")
    page.wait_for_load_state("load")
    return small


def test_two_more_crates_are_entered_with_the_thumb_and_survive_a_reload(page: Page, live_server: LiveServer) -> None:
    small = at_the_phone(page, live_server)
    crates = page.get_by_label("Packs of Carrots, 10 kg crate for Uppingham School kitchen")

    more = page.locator(".stepper", has=crates).get_by_role("button", name="One more")
    more.click()
    more.click()
    page.get_by_label("What they say").fill("Two more classes eat")
    page.reload()

    expect(crates).to_have_value("14")
    expect(page.get_by_label("What they say")).to_have_value("Two more classes eat")
    assert fits(page)
    page.get_by_role("button", name="Enter the change and tell both sides").click()

    expect(page.get_by_text("Entered: 2 packs more. Kitchen and growers are told.")).to_be_visible()
    assert LateChange.objects.get().why == "Two more classes eat"
    line = LineConfirmation.objects.amended().get(
        order_line__drop__kitchen=small.kitchens["Uppingham School"], pack=small.packs["carrots"]
    )
    assert (line.packs, line.packs_standing) == (12, 14)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('late-change'))") == []

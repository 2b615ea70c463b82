"""A household walks from the front page to its order: by clicks, by keyboard alone, and on a small phone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.actions import ensure_start_page
from shop.storefront.models import HouseholdOrder
from tests.browser.conftest import NewWindow
from tests.browser.looking import arrived, faults_of
from tests.browser.signing_in import signed_in
from tests.cast import NOW, a_grower, a_pack, a_specification
from tests.shop.storefront.scene import Shop, a_household, a_point

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Monday 1 March 2027, 09:00, for the server too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def a_full_shop() -> Shop:
    """Carrots of two farms, eggs, a hall and a bicycle."""
    shop = Shop()
    hill = a_grower(shop.hub, "Hill Farm", ("52.700000", "-0.760000"))
    shop.lists(shop.bag, 5, 88, grower=hill)
    shop.lists(a_pack(a_specification(shop.hub, "Eggs", base_unit="each"), "box of 6", 6), 5, 160, grower=hill)
    a_point(shop, "Bicycle round", kind="round", outcodes=["LE15"], fee_pence=250)
    ensure_start_page(now=NOW)
    return shop


def test_from_the_front_page_to_the_order_by_clicks(page: Page, live_server: LiveServer) -> None:
    person = a_household(a_full_shop())
    signed_in(page.context, live_server, person)
    page.goto(live_server.url)

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Market").click()
    arrived(page, "The market")
    page.get_by_label("Find").fill("carrots")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**q=carrots**")
    page.get_by_role("link", name="Carrots").click()
    arrived(page, "Carrots")
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Put in basket").click()
    expect(page.get_by_role("status")).to_contain_text("2 × Carrots, 1 kg bag")
    page.get_by_role("link", name="Order for Tuesday 9 March").click()
    arrived(page, "Order for Tuesday 9 March")
    page.get_by_label("Packhouse door").check()
    page.get_by_label("On account").check()
    page.get_by_role("button", name="Place the order").click()
    arrived(page, "Thank you, Hetty House")
    page.get_by_role("link", name="Your orders").click()
    arrived(page, "Your orders")
    page.get_by_role("link", name="Tuesday 9 March 2027").click()

    order = HouseholdOrder.objects.get()
    arrived(page, f"Order {order.order.number}")
    assert (order.user, order.payment, order.lines.get().packs) == (person, "account", 2)


def test_a_guest_orders_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    a_full_shop()
    page.goto(f"{live_server.url}/shop/catalogue/?q=eggs")

    tab_to(page, "Add Eggs, box of 6 from Hill Farm")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 × Eggs")
    page.goto(f"{live_server.url}/shop/checkout/")
    page.get_by_label("Your name").focus()
    for typed in ("Gus Guest", "gus@rutland.example", ""):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    tab_to(page, "Place the order")
    page.keyboard.press("Enter")

    arrived(page, "Thank you, Gus Guest")
    assert HouseholdOrder.objects.get().payment == "at_handover"


def tab_to(page: Page, words: str) -> None:
    """Press Tab until a button that begins with the words has the focus."""
    for _ in range(60):
        if str(page.evaluate("document.activeElement.textContent.trim()")).startswith(words):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches “{words}”.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_shop_holds_on_a_small_phone(page: Page, live_server: LiveServer, scheme: str) -> None:
    a_full_shop()
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    faults: dict[str, list[str]] = {}

    page.goto(f"{live_server.url}/shop/catalogue/")
    faults["market"] = faults_of(page)
    page.get_by_role("link", name="Carrots").click()
    arrived(page, "Carrots")
    faults["goods"] = faults_of(page)
    page.get_by_role("button", name="Put in basket").click()
    arrived(page, "Your basket")
    expect(page.get_by_role("link", name="Order for Tuesday 9 March")).to_be_visible()
    faults["basket"] = faults_of(page)
    page.get_by_role("link", name="Order for Tuesday 9 March").click()
    arrived(page, "Order for Tuesday 9 March")
    expect(page.get_by_label("Postcode")).to_be_hidden()
    page.get_by_label("Bicycle round").check()
    faults["checkout"] = faults_of(page)
    page.get_by_label("Your name").fill("Gus Guest")
    page.get_by_label("E-mail address").fill("gus@rutland.example")
    page.get_by_label("Street and village").fill("1 High Street, Oakham")
    page.get_by_label("Postcode").fill("LE15 6AA")
    page.get_by_role("button", name="Place the order").click()
    arrived(page, "Thank you, Gus Guest")
    faults["thanks"] = faults_of(page)

    assert {name: wrong for name, wrong in faults.items() if wrong} == {}
    assert HouseholdOrder.objects.get().fee_pence == 250


def test_a_refusal_keeps_what_was_typed_and_takes_the_focus(new_window: NewWindow, live_server: LiveServer) -> None:
    a_full_shop()
    # A page of its own: the browser notes a refusal (422) on its console, which the usual page forgives nobody.
    page = new_window(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{live_server.url}/shop/catalogue/?q=eggs")
    page.get_by_role("button", name="Add Eggs").click()
    expect(page.get_by_role("status")).to_contain_text("1 × Eggs")
    page.goto(f"{live_server.url}/shop/checkout/")
    page.get_by_label("Bicycle round").check()
    page.get_by_label("Your name").fill("Gus Guest")
    page.get_by_role("button", name="Place the order").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Say to which door")
    expect(page.get_by_label("Your name")).to_have_value("Gus Guest")
    expect(page.get_by_label("Bicycle round")).to_be_checked()
    assert faults_of(page) == []
    assert HouseholdOrder.objects.count() == 0

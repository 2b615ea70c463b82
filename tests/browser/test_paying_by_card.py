"""A household pays by card in a real browser, against a stand-in for Stripe that speaks its protocol.

Stripe's own script can't be loaded here: one of ours is served at its address, with the same four functions.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from shop.payments.card_entry import STRIPE_JS
from shop.payments.gateway import IntentStatus, gateway
from shop.payments.models import Payment
from shop.storefront.models import HouseholdOrder
from tests.browser.conftest import NewWindow
from tests.browser.looking import arrived
from tests.cast import NOW
from tests.shop.payments.stand_in import ASKS, DECLINED, GOOD, a_localstripe, card, say_yes_at_the_bank, take_cards
from tests.shop.storefront.scene import Shop

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STAND_IN_JS = """
window.Stripe = () => ({
  elements: () => ({create: () => ({
    mount: (place) => { place.innerHTML = '<input aria-label="Card number" inputmode="numeric">'; },
    on: () => {},
  })}),
  createPaymentMethod: async () => {
    const number = document.querySelector('[aria-label="Card number"]').value;
    const id = CARDS[number];
    return id ? {paymentMethod: {id}} : {error: {message: "Your card number is incomplete."}};
  },
  handleNextAction: async ({clientSecret}) => { await window.askTheBank(clientSecret); return {}; },
});
"""


@pytest.fixture
def stripe(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Cards are taken; the pages' policy is that of an installation with keys; it is Monday 1 March 2027, 09:00."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    policy = configured.CONTENT_SECURITY_POLICY
    settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": {**policy["DIRECTIVES"], **configured.CARD_SOURCES}}
    with a_localstripe(tmp_path) as address:
        take_cards(settings, address)
        yield address


@pytest.fixture
def patient_page(new_window: NewWindow) -> Page:
    """A page on whose console a refusal (422) may stand: the browser writes one by itself."""
    return new_window(viewport={"width": 375, "height": 812}).new_page()


def with_the_stand_in(page: Page, address: str) -> None:
    """Stripe's address answers with our script, which knows three cards."""
    known = {number: card(address, number) for number in (GOOD, DECLINED, ASKS)}
    script = f"const CARDS = {json.dumps(known)};{STAND_IN_JS}"
    page.expose_function("askTheBank", lambda secret: say_yes_at_the_bank(address, secret.split("_secret_")[0], secret))

    def answer(route: Route) -> None:
        route.fulfill(body=script, content_type="text/javascript")

    page.route(STRIPE_JS, answer)


def at_the_till(page: Page, live_server: LiveServer, shop: Shop) -> None:
    """From the market to the filled-in checkout, the card chosen."""
    page.goto(f"{live_server.url}/shop/catalogue/")
    page.goto(f"{live_server.url}/shop/catalogue/goods_{shop.product_of(shop.carrots)}/")
    page.get_by_role("button", name="Put in basket").first.click()
    arrived(page, "Your basket")
    page.goto(f"{live_server.url}/shop/checkout/")
    page.get_by_label("Your name").fill("Hetty House")
    page.get_by_label("E-mail address").fill("hetty@rutland.example")
    page.get_by_label("By card, now").check()


def pay_with(page: Page, number: str) -> None:
    page.get_by_label("Card number").fill(number)
    page.get_by_role("button", name="Place the order").click()


def test_a_household_checks_out_by_card(page: Page, live_server: LiveServer, stripe: str) -> None:
    shop = Shop()
    with_the_stand_in(page, stripe)
    at_the_till(page, live_server, shop)

    pay_with(page, "12")
    expect(page.get_by_text("Your card number is incomplete.")).to_be_visible()
    pay_with(page, GOOD)

    page.wait_for_url("**/thank-you/")
    payment = Payment.objects.get()
    assert (payment.status, payment.order_number) == ("captured", HouseholdOrder.objects.get().order.number)
    assert gateway().look_up(payment.intent_id).status is IntentStatus.TAKEN


def test_a_bank_that_asks_is_answered_and_the_order_stands(
    patient_page: Page, live_server: LiveServer, stripe: str
) -> None:
    with_the_stand_in(patient_page, stripe)
    at_the_till(patient_page, live_server, Shop())

    pay_with(patient_page, ASKS)

    patient_page.wait_for_url("**/thank-you/")
    assert Payment.objects.get().status == "captured"


def test_a_declined_card_keeps_everything_and_another_card_pays(
    patient_page: Page, live_server: LiveServer, stripe: str
) -> None:
    with_the_stand_in(patient_page, stripe)
    at_the_till(patient_page, live_server, Shop())

    pay_with(patient_page, DECLINED)

    expect(patient_page.get_by_text("Your bank declined the card. Nothing was taken")).to_be_visible()
    expect(patient_page.get_by_label("Your name")).to_have_value("Hetty House")
    pay_with(patient_page, GOOD)
    patient_page.wait_for_url("**/thank-you/")
    assert sorted(Payment.objects.values_list("status", "attempt")) == [("captured", 2), ("declined", 1)]


def test_without_the_companys_script_the_page_says_so_and_sends_nothing(
    patient_page: Page, live_server: LiveServer, stripe: str
) -> None:
    patient_page.route(STRIPE_JS, lambda route: route.abort())
    at_the_till(patient_page, live_server, Shop())

    patient_page.get_by_role("button", name="Place the order").click()

    expect(patient_page.get_by_text("The card field could not be loaded")).to_be_visible()
    assert not Payment.objects.exists()
    assert not HouseholdOrder.objects.exists()

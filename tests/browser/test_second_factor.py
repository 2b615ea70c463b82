"""A coordinator sets up a second factor, signs in with it, and signs another browser out."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import SecondFactor
from accounts.second_factor import STEP_S, secret_of
from tests.browser.conftest import NewWindow
from tests.browser.looking import faults_of
from tests.browser.signing_in import PASSWORD, through_the_door
from tests.cast import a_person
from tests.site.factors import App

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EMAIL = "ada@rutland.example"


def test_a_second_factor_from_the_first_picture_to_the_next_sign_in(
    new_window: NewWindow, live_server: LiveServer
) -> None:
    a_person(EMAIL)
    page = new_window(viewport={"width": 360, "height": 740}).new_page()
    through_the_door(page, live_server, EMAIL, "/account/second-factor/")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("img", name="A QR code for your app.")).to_be_visible()
    assert faults_of(page) == []
    app = App(secret_of(SecondFactor.objects.get(person__email=EMAIL)))
    page.get_by_label("Code from your app").fill("000 000")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong")

    page.get_by_label("Code from your app").fill(app.code(timezone.now()))
    page.get_by_role("button", name="Switch it on").click()

    expect(page.get_by_role("heading", name="Your second factor is on")).to_be_visible()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    assert faults_of(page) == []

    other = new_window(viewport={"width": 1280, "height": 900}).new_page()
    other.goto(f"{live_server.url}/account/sign-in/?next=/account/sessions/")
    other.get_by_label("E-mail address").fill(EMAIL)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Your second factor")).to_be_visible()
    assert faults_of(other) == []
    # The code of this half minute is used up; the phone's clock may be ahead by one step.
    other.get_by_label("Code from your app").fill(app.code(timezone.now() + timedelta(seconds=STEP_S)))
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    expect(other.locator(".item")).to_have_count(2)

    other.get_by_role("button", name="Sign out everywhere else").click()

    expect(other.get_by_role("status")).to_contain_text("One other browser is signed out.")
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

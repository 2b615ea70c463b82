"""Two ways of being somebody in a browser: by the session that one has already, or through the door."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

PASSWORD = "a long password"


def signed_in(context: BrowserContext, server: LiveServer, person: User) -> None:
    """Everything in this window is the person's from now on. No page is opened."""
    client = Client()
    client.force_login(person)
    carry(context, server, client.cookies[settings.SESSION_COOKIE_NAME].value)


def carry(context: BrowserContext, server: LiveServer, session: str) -> None:
    """The window carries the session of that key."""
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])


def through_the_door(page: Page, server: LiveServer, email: str, goal: str) -> None:
    """Type address and password at the one door, and wait for the page `goal`, a path, with all that belongs to it."""
    page.goto(f"{server.url}/account/sign-in/?next={goal}")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server.url}{goal}")

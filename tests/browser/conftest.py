"""A real browser that forgives nothing: a refused request or a word on its console fails the test.

FOODSHED_TEST_BROWSER_SLOWNESS=6 makes its pages think six times as slowly, to find what leans on speed.
"""

import os
import threading
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How long a test waits for what must come. On a busy machine a page may take many times its usual second.
PATIENCE_MS = 60_000
SLOWNESS = float(os.environ.get("FOODSHED_TEST_BROWSER_SLOWNESS", "1"))


class NewWindow(Protocol):
    """Opens a window of the one browser, with what Playwright calls a context's options.

    A page that is slowed down forgets at a reload that it has no signal: who takes it away asks for full speed.
    """

    def __call__(self, *, at_full_speed: bool = False, **options: Any) -> BrowserContext: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run. Its loop makes Django fear for its connections; ours are used by one thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=os.environ["FOODSHED_TEST_CHROMIUM"], args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def answered(roots: None) -> Iterator[None]:
    """Before the tables are emptied, the server's threads have ended: none writes into the next test's."""
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE_MS / 1000)


@pytest.fixture
def new_window(answered: None, real_servers: None, request: pytest.FixtureRequest) -> Iterator[NewWindow]:
    """Windows of a British visitor; they are closed at the end, whatever happens."""
    chromium: Browser = request.getfixturevalue("browser")
    opened: list[BrowserContext] = []

    def open_one(*, at_full_speed: bool = False, **options: Any) -> BrowserContext:
        context = chromium.new_context(locale="en-GB", **options)
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if SLOWNESS > 1 and not at_full_speed:
            context.on("page", slow_down)
        return context

    yield open_one
    for context in opened:
        context.close()


def slow_down(page: Page) -> None:
    """The page's processor runs at a fraction of its speed."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWNESS})


@pytest.fixture
def page(new_window: NewWindow) -> Iterator[Page]:
    """A fresh page of a visitor; at the end nothing may have gone wrong in it."""
    context = new_window(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []

    def note_words(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(f"{message.type}: {message.text}")

    def note_failure(asked: Request) -> None:
        # What was still on its way when the page was left is no failure.
        if asked.failure != "net::ERR_ABORTED":
            wrong.append(f"failed: {asked.url}")

    fresh = context.new_page()
    fresh.on("console", note_words)
    fresh.on("requestfailed", note_failure)
    fresh.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    yield fresh
    context.close()
    assert wrong == []

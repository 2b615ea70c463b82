"""A real browser that forgives nothing: a refused request or a word on its console fails the test."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run. Its loop makes Django fear for its connections; ours are used by one thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=os.environ["FOODSHED_TEST_CHROMIUM"], args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(real_servers: None, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page of a British visitor; at the end nothing may have gone wrong in it."""
    chromium: Browser = request.getfixturevalue("browser")
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    wrong: list[str] = []

    def note_words(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(f"{message.type}: {message.text}")

    def note_failure(asked: Request) -> None:
        wrong.append(f"failed: {asked.url}")

    fresh = context.new_page()
    fresh.on("console", note_words)
    fresh.on("requestfailed", note_failure)
    fresh.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    yield fresh
    context.close()
    assert wrong == []

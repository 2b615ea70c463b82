"""Every page of ours in the hands of somebody it is for, on a small phone, and turned into a laptop in the dark.

Nothing grave for axe, nothing too small to hit or wider than the screen, no word on the console.
"""

from collections.abc import Iterator
from typing import Literal

import pytest
import time_machine
from playwright.sync_api import Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from cms.actions import ensure_start_page
from tests.browser.conftest import NewWindow
from tests.browser.looking import faults_of
from tests.browser.signing_in import carry
from tests.pages.roles import ROLES
from tests.pages.scene import MOMENT, Scene, a_scene
from tests.pages.table import NOT_A_PAGE, TABLE
from tests.pages.test_roles import ours, path_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE: ViewportSize = {"width": 360, "height": 740}
LAPTOP: ViewportSize = {"width": 1280, "height": 900}
# What was still on its way when the page was left is no failure.
LEFT = "net::ERR_ABORTED"


# In two halves: they run beside each other.
@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_open_to_everybody_it_is_for(new_window: NewWindow, live_server: LiveServer, half: int) -> None:
    with time_machine.travel(MOMENT, tick=False):
        scene = a_scene()
        ensure_start_page(now=MOMENT)
        wrong = [
            fault
            for role, paths in visits(scene)
            for fault in looked_at(new_window, live_server, scene, role, paths[half::2])
        ]

    assert wrong == [], "\n".join(wrong)


def visits(scene: Scene) -> Iterator[tuple[str, list[str]]]:
    """Each role with the pages that are first of all theirs; the front page is anybody's."""
    pages: dict[str, list[str]] = {"anonymous": ["/"]}
    for address in [each for each in ours() if each.name in TABLE]:
        row = TABLE[address.name]
        if "GET" in row.methods and row.who and address.name not in NOT_A_PAGE:
            first = next(role for role in ROLES if role in row.who)
            pages.setdefault(first, []).append(path_of(scene, address, row))
    yield from pages.items()


def looked_at(
    new_window: NewWindow, live_server: LiveServer, scene: Scene, role: str, paths: list[str]
) -> Iterator[str]:
    """Open each path as the role and say what is wrong with it, first on the phone, then on the laptop."""
    context = new_window(viewport=PHONE)
    if role != "anonymous":
        carry(context, live_server, scene.session(role))
    page = context.new_page()
    heard: list[str] = []
    listen(page, heard)
    for path in paths:
        on_a(page, PHONE, "light")
        response = page.goto(f"{live_server.url}{path}")
        status = [] if response is not None and response.status == 200 else [f"answered {response and response.status}"]
        faults = [f"on the phone: {fault}" for fault in faults_of(page)]
        on_a(page, LAPTOP, "dark")
        faults += [f"on the laptop: {fault}" for fault in faults_of(page)]
        yield from (f"{path} as {role}: {fault}" for fault in [*status, *heard, *faults])
        heard.clear()
    context.close()


def on_a(page: Page, screen: ViewportSize, scheme: Literal["light", "dark"]) -> None:
    """The page is shown on that screen."""
    page.set_viewport_size(screen)
    page.emulate_media(color_scheme=scheme)


def listen(page: Page, heard: list[str]) -> None:
    """Note what the page says on its console, what it could not fetch, and where its scripts broke."""
    page.on("console", lambda said: heard.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("requestfailed", lambda asked: heard.append(f"failed: {asked.url}") if asked.failure != LEFT else None)
    page.on("pageerror", lambda error: heard.append(f"script: {error}"))

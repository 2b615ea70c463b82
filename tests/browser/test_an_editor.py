"""An editor writes a grower's story at /cms/ and publishes it; a visitor finds it by search."""

from pathlib import Path
from typing import Literal

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cms.actions import ensure_start_page
from cms.models import GrowersIndex, GrowerStory
from shop.enterprises.models import Enterprise
from tests.browser.looking import arrived, faults_of
from tests.browser.signing_in import through_the_door
from tests.cast import NOW, a_day, a_grower, a_hub, a_hub_base, a_listing, a_person, carrots
from tests.cms.scene import a_news_item, a_story, an_image

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    # Wagtail leaves the spooled files of new renditions to the collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile.*"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

PUBLIC = ("/", "/growers/", "/growers/manor/", "/guides/", "/guides/how-a-school-starts/", "/money/", "/news/")
ALSO_PUBLIC = ("/news/newest/", "/about/", "/contact/", "/accessibility/", "/privacy/", "/search/?q=carrot")


@pytest.fixture(autouse=True)
def uploads_on_disk(settings: Settings, tmp_path: Path) -> None:
    """The live server shows uploads from a folder."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Monday 1 March 2027, 09:00, for the server too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def a_market() -> None:
    """Manor Farm lists carrots; an editor may sign in."""
    hub = a_hub()
    a_hub_base(hub)
    a_listing(a_day(hub), a_grower(hub), carrots(hub))
    ensure_start_page(now=NOW)
    a_person("editor@rutland.example", "Edda Wright").groups.add(Group.objects.get(name="Editors"))


def test_an_editor_publishes_a_story_and_a_visitor_finds_it(
    page: Page, live_server: LiveServer, settings: Settings
) -> None:
    # Wagtail saves by itself as one types; while a story has no seller yet that is refused, with a word on the console.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    a_market()
    an_image("Manor field")
    through_the_door(page, live_server, "editor@rutland.example", "/cms/")

    index = GrowersIndex.objects.get()
    page.goto(f"{live_server.url}/cms/pages/add/cms/growerstory/{index.pk}/")
    page.locator("#id_title").fill("Manor Farm: early ground")
    page.locator("#id_enterprise").select_option(label="Manor Farm")
    page.locator("#id_summary").fill("Nantes carrots from sandy ground.")
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("link", name="Manor field").click()
    page.locator("#id_picture_description").fill("A green field")
    page.get_by_role("button", name="Insert a block").click()
    page.get_by_role("option", name="Product cards").click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(f"**/cms/pages/{index.pk}/")
    story = GrowerStory.objects.get()
    assert story.live
    assert [block.block_type for block in story.body] == ["products"]

    page.context.clear_cookies()
    page.goto(live_server.url)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    page.wait_for_url("**/search/")
    page.get_by_label("Search pages and products").fill("carrot")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Manor Farm: early ground").click()
    arrived(page, "Manor Farm: early ground")
    expect(page.get_by_role("img", name="A green field")).to_be_visible()
    assert page.get_by_role("img", name="A green field").evaluate("image => image.naturalWidth") > 0
    expect(page.get_by_role("link", name="Carrots")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_public_pages_shut_nobody_out(
    page: Page, live_server: LiveServer, width: int, scheme: Literal["light", "dark"]
) -> None:
    a_market()
    a_story(
        Enterprise.objects.get(slug="manor-farm"),
        "Manor Farm",
        slug="manor",
        picture=an_image(),
        picture_description="A green field",
    )
    a_news_item("Newest", slug="newest", body=[("figure", {"figure": "products"}), ("heading", "More")])
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)

    faults = []
    for path in (*PUBLIC, *ALSO_PUBLIC):
        response = page.goto(f"{live_server.url}{path}")
        assert response is not None
        assert response.status == 200
        faults += [f"{path}: {fault}" for fault in faults_of(page)]

    assert faults == []

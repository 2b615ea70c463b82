"""First pages, search, feeds, the map of the site, the pound: what a stranger and a machine may read."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.actions import ensure_start_page
from cms.demonstration import tell
from cms.finding import beginnings
from cms.first_pages import FIRST_PAGES, blocks_of
from cms.models import GrowerStory, MoneyPage, NewsItem, StandardPage
from shop.settlement.actions import settle_day
from tests.cast import NOW, a_buyer, a_day, a_grower, a_hub, a_kitchen, a_listing, a_member, carrots
from tests.cms.scene import a_news_item, a_story
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, a_price, an_order

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def words_at(client: Client, path: str) -> str:
    """What is answered; it must be there."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_every_first_page_is_there_with_its_words(client: Client) -> None:
    ensure_start_page(now=NOW)

    for first in FIRST_PAGES:
        path = "/" + "/".join(part for part in (first.below, first.slug) if part) + "/"
        page = words_at(client, path)
        assert f"<h1>{first.title}</h1>" in page
        assert page.count("<h1") == 1
        assert f'<link rel="canonical" href="http://testserver{path}">' in page


def test_first_pages_are_made_once_and_never_over_what_editors_did() -> None:
    ensure_start_page(now=NOW)
    about, contact = StandardPage.objects.get(slug="about"), StandardPage.objects.get(slug="contact")
    about.title = "Who we are"
    about.save()
    contact.delete()
    before = Page.objects.count()

    ensure_start_page(now=NOW)

    assert Page.objects.count() == before
    assert StandardPage.objects.get(slug="about").title == "Who we are"


def test_editors_may_write_and_publish_and_no_more() -> None:
    front = ensure_start_page(now=NOW)
    editor = a_member(a_grower(a_hub()))
    assert not front.permissions_for_user(editor).can_edit()

    editor.groups.add(Group.objects.get(name="Editors"))

    may = front.permissions_for_user(type(editor).objects.get(pk=editor.pk))
    assert may.can_edit()
    assert may.can_publish()
    assert may.can_add_subpage()
    assert sorted(each.codename for each in Group.objects.get(name="Editors").permissions.all()) == ["access_admin"]
    assert not editor.is_staff


@pytest.mark.parametrize("words", ["carrot", "carrots", "CARROTS", "sandy carrot"])
def test_search_finds_singular_and_plural_in_pages_and_products(client: Client, words: str) -> None:
    hub = a_hub()
    manor = a_grower(hub)
    carrots(hub)
    a_story(manor, "Manor Farm", body=[("text", "<p>Carrots from sandy ground.</p>")])
    a_story(a_grower(hub, "Hill Farm"), "Hill Farm", body=[("text", "<p>Apples.</p>")])

    page = words_at(client, f"/search/?q={words}")

    assert ">Manor Farm</a>" in page
    assert "Hill Farm" not in page
    assert ("<strong>Carrots</strong>" in page) == ("sandy" not in words)


@pytest.mark.parametrize("words", ["", "   ", "'", '"', "%00", "((", "a" * 500, "*:*", "🥕"])
def test_search_survives_what_is_typed(client: Client, words: str) -> None:
    a_story(a_grower(a_hub()))

    assert client.get("/search/", {"q": words}).status_code == 200


def test_berries_and_berry_begin_alike() -> None:
    assert beginnings("Berries") == beginnings("berry") == ["berr"]
    assert beginnings("day day") == ["day"]


def test_the_feeds_are_xml_with_public_news_only(client: Client) -> None:
    a_news_item("Older & wiser", day=(NOW - timedelta(days=2)).date())
    a_news_item("Newest")
    a_news_item("Not yet", live=False)

    atom = Xml.fromstring(client.get("/feeds/news.atom").content)  # noqa: S314 - our own
    rss = Xml.fromstring(client.get("/feeds/news.rss").content)  # noqa: S314

    assert [each.text for each in atom.findall(f"{ATOM}entry/{ATOM}title")] == ["Newest", "Older & wiser"]
    assert [each.text for each in rss.findall("channel/item/title")] == ["Newest", "Older & wiser"]
    assert rss.findtext("channel/item/link") == "http://testserver/news/newest/"


def test_the_map_names_public_pages_and_robots_names_the_map(client: Client) -> None:
    a_news_item("Newest", slug="newest")
    a_news_item("Not yet", slug="not-yet", live=False)

    tree = Xml.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    places = {each.text for each in tree.findall(f"{MAP}url/{MAP}loc")}
    robots = words_at(client, "/robots.txt")

    assert "http://testserver/news/newest/" in places
    assert not any(place and "not-yet" in place for place in places)
    assert len(places) == 2 + len(FIRST_PAGES)
    assert "Disallow: /hub/\n" in robots
    assert "Sitemap: http://testserver/sitemap.xml\n" in robots


def test_the_pound_is_followed_to_the_penny_or_not_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = a_hub()
    pack, day = carrots(hub), a_day(hub)
    ensure_start_page(now=NOW)
    assert "no figure to show" in words_at(client, "/money/")
    a_price(pack, 1200)
    a_listing(day, a_grower(hub), pack, 6, price_pence=950)
    an_order(day, a_kitchen(a_buyer(hub)), {pack: 8})
    a_delivered_day(day)
    assert "no figure to show" in words_at(client, "/money/")

    settle_day(delivery_day=day, by=None, now=ON_THE_DAY)
    monkeypatch.setattr(timezone, "now", lambda: ON_THE_DAY)

    page = words_at(client, "/money/?period=6-weeks")
    assert "£72.00" in page
    assert "£57.00" in page
    assert "£15.00" in page
    assert "1 invoice to kitchens and 1 statement to sellers" in page
    monkeypatch.setattr(timezone, "now", lambda: ON_THE_DAY + timedelta(days=60))
    assert "no figure to show" in words_at(client, "/money/?period=6-weeks")
    assert "£72.00" in words_at(client, "/money/?period=nonsense")
    assert MoneyPage.objects.count() == 1


def test_a_wrong_address_offers_search(client: Client) -> None:
    ensure_start_page(now=NOW)

    response = client.get("/carots/")

    assert response.status_code == 404
    assert 'action="/search/"' in response.content.decode()


def test_the_demonstration_tells_its_stories_once(tmp_path: Any) -> None:
    hub = a_hub()
    a_grower(hub, "Damson Hill Orchard")
    a_grower(hub, "Somebody Else")

    assert tell(now=NOW) == 1
    assert tell(now=NOW) == 0

    story = GrowerStory.objects.get()
    assert story.picture_description
    assert "invented" in str(story.body)
    assert NewsItem.objects.count() == 1


def test_first_words_are_read_as_blocks() -> None:
    found = list(blocks_of("# One\n<p>\nText.</p>\n> Go\n"))

    assert [kind for kind, _ in found] == ["heading", "text", "call"]
    assert found[1][1].source == "<p>Text.</p>"
    assert found[2][1] == {"words": "Go", "page": None, "address": "/shop/catalogue/"}

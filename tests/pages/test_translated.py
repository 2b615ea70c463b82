"""Whoever translates the messages has translated the public face: what is left comes from the database."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from django.utils.translation import trans_real
from oscar.core.loading import get_model
from wagtail.models import Page

from accounts.models import Session, User
from shop.enterprises.models import Place
from shop.produce.models import Pack, Product
from tests.cast import NOW, a_pack, a_person, a_processor, a_specification
from tests.cms.scene import a_story
from tests.pages.translated import EveryMessageMarked, untranslated
from tests.shop.storefront.scene import Shop

pytestmark = pytest.mark.django_db

PROSE = ("heading", "text", "call")
PUBLIC = (
    "/",
    "/growers/",
    "/growers/manor-farm/",
    "/growers/stamford/",
    "/guides/",
    "/guides/how-a-household-orders/",
    "/news/",
    "/money/",
    "/contact/",
    "/shop/catalogue/",
    "/shop/catalogue/?q=zeppelin",
    "/search/",
    "/search/?q=carrot",
    "/search/?q=zeppelin",
    "/nowhere/",
    "/account/sign-in/",
    "/account/code/",
    "/account/password/forgotten/",
)
OWN = (
    "/account/",
    "/account/again/",
    "/account/password/",
    "/account/second-factor/",
    "/account/sessions/",
    "/account/sign-out/",
)


@pytest.fixture(autouse=True)
def every_message_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the morning of NOW, for whoever asks in this thread."""
    monkeypatch.setattr(trans_real._active, "value", EveryMessageMarked("en-gb"), raising=False)
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_every_word_of_the_public_face_can_be_translated(client: Client) -> None:
    shop = Shop()
    prep = a_processor(shop.hub)
    shop.lists(a_pack(a_specification(shop.hub, "Leeks")), 3, 450, grower=prep)
    a_story(shop.farm, slug="manor-farm")
    a_story(prep, slug="stamford")

    client.get("/shop/catalogue/")
    goods = get_model("catalogue", "Product").objects.first().get_absolute_url()
    rows = [*words_in_rows(), "zeppelin", "carrot"]

    left = {address: left_of(client, address, rows) for address in (*PUBLIC, goods)}
    refused = client.post("/account/sign-in/", {"email": "ada", "password": ""})
    left["what was refused"] = untranslated(refused.content.decode(), ())

    assert {address: words for address, words in left.items() if words} == {}


def test_every_word_of_a_person_s_own_pages_can_be_translated(client: Client) -> None:
    client.force_login(a_person())

    client.get("/account/")
    rows = [*words_in_rows()]

    left = {address: left_of(client, address, rows) for address in OWN}

    assert {address: words for address, words in left.items() if words} == {}


def left_of(client: Client, address: str, rows: list[str]) -> list[str]:
    """What is neither translated nor from a row on the page at the address."""
    page = client.get(address).content.decode()
    assert "⟦Skip to the content⟧" in page
    return untranslated(page, rows)


def test_a_word_outside_every_message_is_found() -> None:
    page = "<title>⟦Market⟧</title><p>⟦Order ⟦<b>until</b>⟧⟧ Carrots, 3 km</p><img alt='A van'><p>Sold out</p>"

    assert untranslated(page, ["Carrots"]) == ["Sold out", "A van"]


def words_in_rows() -> Iterator[str]:
    """What editors wrote, and what sellers, places and goods are called."""
    for page in Page.objects.filter(depth__gt=1).specific():
        yield from (page.title, getattr(page, "summary", ""), getattr(page, "heading", ""), getattr(page, "lead", ""))
        for block in (each for each in getattr(page, "body", ()) if each.block_type in PROSE):
            yield from BeautifulSoup(block.render(), "html.parser").stripped_strings
    for place in Place.objects.select_related("enterprise"):
        yield from (place.name, place.address, place.postcode, place.enterprise.name, place.enterprise.email)
    yield from Product.objects.values_list("name", flat=True)
    yield from Pack.objects.values_list("name", flat=True)
    yield from get_model("catalogue", "Product").objects.values_list("title", flat=True)
    for person in User.objects.all():
        yield from (person.name, person.email)
    yield from Session.objects.values_list("browser", flat=True)

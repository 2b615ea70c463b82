"""The page at /."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import include, path
from pytest_django import Settings
from wagtail.models import Page, Site

from cms.actions import ensure_start_page
from cms.models import HomePage
from tests.site.people import NOW

pytestmark = pytest.mark.django_db


def test_the_front_page_takes_the_place_of_wagtail_s_greeting() -> None:
    page = ensure_start_page(now=NOW)

    assert Site.objects.get(is_default_site=True).root_page.specific == page
    assert [child.title for child in Page.objects.get(depth=1).get_children()] == ["Foodshed"]
    assert page.first_published_at == NOW


def test_a_second_run_leaves_what_editors_wrote() -> None:
    page = ensure_start_page(now=NOW)
    page.heading = "What Rutland grows"
    page.save()

    call_command("ensure_start_page")

    assert [home.heading for home in HomePage.objects.all()] == ["What Rutland grows"]


def test_the_front_page_shows_its_words_and_its_doors(client: Client) -> None:
    ensure_start_page(now=NOW)

    page = client.get("/").content.decode()

    assert "<h1>Food from the farms around you</h1>" in page
    assert '<a href="/shop/">I shop</a>' in page


def test_a_door_without_a_room_behind_it_is_not_shown(client: Client, settings: Settings) -> None:
    ensure_start_page(now=NOW)
    settings.ROOT_URLCONF = "tests.cms.test_front_page"

    page = client.get("/").content.decode()

    assert "I shop" not in page
    assert "I grow" not in page


urlpatterns = [
    path("account/", include("accounts.urls")),
    path("catalogue/", include(([path("", ensure_start_page, name="index")], "catalogue"))),
    path("", include("cms.urls")),
    path("", include("wagtail.urls")),
]

"""Stories show what the rows say of their sellers, and nothing that is not public."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from cms.market import pence_of_a_pound, seller
from cms.models import GrowerStory
from shop.settlement.actions import settle_day
from tests.cast import (
    NOW,
    a_buyer,
    a_day,
    a_grower,
    a_hub,
    a_hub_base,
    a_kitchen,
    a_listing,
    a_pack,
    a_processor,
    a_specification,
    carrots,
)
from tests.cms.scene import a_story, an_image
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, a_price, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of NOW for pages too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def page_at(client: Client, path: str) -> str:
    """The page's HTML; it must be there."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_story_shows_what_its_grower_lists_now_and_how_far_they_are(client: Client) -> None:
    hub = a_hub()
    a_hub_base(hub)
    manor = a_grower(hub)
    a_listing(a_day(hub), manor, carrots(hub))
    a_story(manor, slug="manor-farm", body=[("text", "<p>Sandy ground.</p>")])

    page = page_at(client, "/growers/manor-farm/")

    assert "<strong>Carrots</strong>" in page
    assert "3.9 km" in page
    assert f"?grower={manor.slug}" in page
    assert "Of every pound" not in page


def test_withdrawn_or_closed_listings_are_not_on_sale(client: Client) -> None:
    hub = a_hub()
    manor, day = a_grower(hub), a_day(hub)
    a_listing(day, manor, carrots(hub))

    assert [each.name for each in seller(manor, now=NOW).on_sale] == ["Carrots"]
    assert seller(manor, now=day.orders_close_at).on_sale == ()
    assert seller(manor, now=NOW).distance_m is None


def test_a_draft_is_nowhere(client: Client) -> None:
    manor = a_grower(a_hub())
    a_story(manor, "Secret ground", live=False, slug="manor-farm")

    assert client.get("/growers/manor-farm/").status_code == 404
    for path in ("/growers/", "/", "/sitemap.xml", "/search/?q=secret"):
        page = page_at(client, path)
        assert "Secret ground" not in page
        assert "manor-farm" not in page


def test_the_index_is_filtered_by_kind_and_refuses_nonsense(client: Client) -> None:
    hub = a_hub()
    a_story(a_grower(hub), "Manor’s story")
    a_story(a_processor(hub), "Prep’s story")

    assert "Prep’s story" not in page_at(client, "/growers/?kind=grower")
    assert "Manor’s story" not in page_at(client, "/growers/?kind=processor")
    whole = page_at(client, "/growers/?kind=nonsense")
    assert "Manor’s story" in whole
    assert "Prep’s story" in whole


def test_the_index_s_questions_do_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    hub = a_hub()
    a_story(a_grower(hub, "Farm 0"))
    asked = queries_of(client, "/growers/")
    for number in range(1, 7):
        a_story(a_grower(hub, f"Farm {number}"))

    with django_assert_max_num_queries(asked):
        page = page_at(client, "/growers/")

    assert "Farm 6" in page


def queries_of(client: Client, path: str) -> int:
    """How many queries the second visit asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_a_picture_without_a_description_is_refused() -> None:
    story = a_story(a_grower(a_hub()))
    story.picture = an_image()

    with pytest.raises(ValidationError, match="Say what is on the picture"):
        story.full_clean()

    story.picture_description = "A field"
    story.full_clean()
    assert GrowerStory.objects.get().picture is None


def test_the_share_is_shown_only_where_an_editor_said_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = a_hub()
    manor, pack, day = a_grower(hub), carrots(hub), a_day(hub)
    a_price(pack, 1200)
    a_listing(day, manor, pack, 6, price_pence=950)
    an_order(day, a_kitchen(a_buyer(hub)), {pack: 8})
    a_delivered_day(day)
    settle_day(delivery_day=day, by=None, now=ON_THE_DAY)
    story = a_story(manor, slug="manor-farm")
    monkeypatch.setattr(timezone, "now", lambda: ON_THE_DAY)

    assert pence_of_a_pound(manor, now=ON_THE_DAY) == 79
    assert "79p" not in page_at(client, "/growers/manor-farm/")
    story.shows_share = True
    story.save()
    assert "79p" in page_at(client, "/growers/manor-farm/")


def test_words_are_escaped(client: Client) -> None:
    words = "<script>alert(1)</script>"
    a_story(a_grower(a_hub()), slug="manor-farm", summary=words)

    for path in ("/growers/manor-farm/", "/growers/"):
        page = page_at(client, path)
        assert words not in page
        assert escape(words) in page


def moment(day: int) -> datetime:
    """A day of March."""
    return NOW.replace(day=day)


def test_blocks_show_products_and_growers_from_the_rows(client: Client) -> None:
    hub = a_hub()
    manor, day = a_grower(hub), a_day(hub)
    a_listing(day, manor, carrots(hub))
    a_listing(day, manor, a_pack(a_specification(hub, "Leeks")))
    told = a_story(manor, "Manor’s story", slug="manor-farm")
    told.body = [
        ("heading", "What we grow"),
        ("products", {"heading": "From our field", "category": "vegetables"}),
        ("grower", {"story": told}),
        ("figure", {"figure": "products"}),
        ("figure", {"figure": "pence"}),
        ("call", {"words": "See the market", "page": None, "address": "/shop/"}),
    ]
    told.save()

    page = page_at(client, "/growers/manor-farm/")

    assert "<h2>From our field</h2>" in page
    assert '<span class="figure">2</span><span class="hint">products listed now</span>' in page
    assert "of each pound kitchens were invoiced" not in page
    assert '<a class="button" href="/shop/">See the market</a>' in page

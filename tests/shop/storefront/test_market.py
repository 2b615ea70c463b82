"""The market, a grower's pack and the basket, as a household reads them."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from shop.cycles.models import Listing
from shop.produce.models import Allergen, AllergenStatement
from shop.storefront.actions import tell_story
from shop.storefront.models import ShopFront, ShopGoods
from tests.cast import NOW, a_cycle, a_grower, a_pack, a_specification
from tests.shop.storefront.scene import Shop, put_in


def names(client: Client, **asked: str) -> list[str]:
    """The cards that the market shows."""
    page = client.get("/shop/catalogue/", asked).context["page"]
    return [card.product.name for card in page.cards]


def stock_up(shop: Shop) -> None:
    """Eggs of another farm beside the carrots, and carrots of that farm too."""
    hill = a_grower(shop.hub, "Hill Farm", ("52.700000", "-0.760000"))
    eggs = a_pack(a_specification(shop.hub, "Hens' eggs", base_unit="each"), "box of 6", 6, gross_weight_g=400)
    shop.lists(eggs, 5, 160, grower=hill)
    shop.lists(shop.bag, 5, 88, grower=hill)


@pytest.mark.parametrize("words", ["carrot", "carrots", "Carrots", "carro", "vegetables", "manor carrot", "  "])
def test_words_find_what_people_mean(shop: Shop, client: Client, words: str) -> None:
    assert shop.front.is_open
    assert names(client, q=words) == ["Carrots"]


def test_words_that_nothing_answers_say_when_it_grows(shop: Shop, client: Client) -> None:
    asparagus = a_specification(shop.hub, "Asparagus").product
    asparagus.season_months = [4, 5, 6]
    asparagus.save()

    page = client.get("/shop/catalogue/", {"q": "asparagus"})

    assert page.context["page"].cards == []
    assert "Asparagus: in season april to june" in page.content.decode().replace("April", "april").replace(
        "June", "june"
    )
    assert "Nothing on sale" in client.get("/shop/catalogue/", {"q": "pineapple"}).content.decode()


def test_filters_leave_less(shop: Shop, client: Client) -> None:
    stock_up(shop)

    assert names(client) == ["Carrots", "Hens' eggs"]
    assert names(client, grower="hill-farm", q="egg") == ["Hens' eggs"]
    assert names(client, grower="nobody") == []
    assert names(client, category="fruit") == []
    assert names(client, category="no such") == ["Carrots", "Hens' eggs"]
    assert names(client, season="now") == []


def test_only_what_is_open_to_the_shop_is_on_sale(shop: Shop, client: Client) -> None:
    bulk = a_pack(a_specification(shop.hub, "Swede"), "10 kg net")
    shop.lists(bulk, 5, 600, packs_shop=0, packs_bulk=5)

    assert names(client) == ["Carrots"]
    assert ShopGoods.objects.count() == 1


def test_a_page_puts_on_sale_what_it_sees_first_and_only_then(shop: Shop, client: Client) -> None:
    assert ShopGoods.objects.count() == 0
    client.get("/shop/catalogue/")
    made = set(ShopGoods.objects.values_list("pk", flat=True))
    client.get("/shop/catalogue/")

    assert len(made) == 1
    assert set(ShopGoods.objects.values_list("pk", flat=True)) == made
    goods = ShopGoods.objects.select_related("product__product_class", "stockrecord").get()
    assert (goods.grower, goods.pack) == (shop.farm, shop.bag)
    assert goods.product.product_class.track_stock is False
    assert goods.stockrecord.num_in_stock is None


def test_the_market_asks_the_same_number_of_questions_for_many(
    shop: Shop, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/shop/catalogue/")
    with django_assert_max_num_queries(7):
        client.get("/shop/catalogue/")
    for number in range(12):
        shop.lists(a_pack(a_specification(shop.hub, f"Produce {number}"), "1 kg bag", 1000), 4, 100)
    client.get("/shop/catalogue/")
    with django_assert_max_num_queries(7):
        assert len(names(client)) == 13


def test_the_chosen_day_is_kept_and_a_closed_one_is_not(shop: Shop, client: Client) -> None:
    later = a_cycle(shop.hub, days=(date(2027, 3, 16),), name="Week 11").delivery_days.get()

    answer = client.get("/shop/catalogue/", {"day": "2027-03-16", "q": "egg"})
    assert answer["Location"] == "/shop/catalogue/?q=egg"
    assert client.get("/shop/catalogue/").context["market"].day == later
    client.get("/shop/catalogue/", {"day": "2026-01-01"})
    client.get("/shop/catalogue/", {"day": "nonsense"})
    assert client.get("/shop/catalogue/").context["market"].day == later


def test_the_page_of_a_pack_tells_who_grew_it_and_who_else_sells_it(shop: Shop, client: Client) -> None:
    stock_up(shop)
    tell_story(grower=shop.farm, words="We lift them the day before.", village="Manton", by=None, now=NOW)
    AllergenStatement.objects.create(
        specification=shop.bag.specification, allergen=Allergen.objects.get(code="celery"), presence="may_contain"
    )
    client.get("/shop/catalogue/")

    page = client.get(f"/shop/catalogue/anything_{shop.product_of(shop.carrots)}/")

    said = page.content.decode()
    for words in ("We lift them the day before.", "Manton", "£1.20", "from the packhouse", "£0.96 goes to the grower"):
        assert words in said
    assert page.context["page"].allergens.may_contain == ["Celery"]
    assert len(page.context["page"].allergens.unknown) == 13
    assert [item.listing.grower.name for item in page.context["page"].others] == ["Hill Farm"]


def test_a_pack_that_is_no_longer_listed_says_so(shop: Shop, client: Client) -> None:
    client.get("/shop/catalogue/")
    number = shop.product_of(shop.carrots)
    Listing.objects.update(withdrawn_at=NOW)

    page = client.get(f"/shop/catalogue/carrots_{number}/")

    assert page.status_code == 200
    assert "Not on sale for Tuesday 9 March" in page.content.decode()
    assert client.get("/shop/catalogue/carrots_999999/").status_code == 404


def test_adding_counts_one_click_once_and_never_more_than_is_left(shop: Shop, client: Client) -> None:
    key = uuid4()
    put_in(client, shop, shop.carrots, 4, key)
    put_in(client, shop, shop.carrots, 4, key)
    put_in(client, shop, shop.carrots, 7)

    page = client.get("/shop/basket/")

    assert [row.packs for row in page.context["page"].rows] == [4]
    assert page.context["page"].total_pence == 480
    assert "Only 10 left" in page.content.decode()


@pytest.mark.parametrize("typed", ["", "0", "-1", "1.5", "many", "²"])
def test_a_number_that_is_none_is_not_added(shop: Shop, client: Client, typed: str) -> None:
    client.get("/shop/catalogue/")
    client.post(f"/shop/basket/add/{shop.product_of(shop.carrots)}/", {"quantity": typed, "client_key": uuid4()})

    assert client.get("/shop/basket/").context["page"].rows == []


def test_a_line_is_changed_taken_out_and_nobody_elses_is_touched(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots, 2)
    line = client.get("/shop/basket/").context["page"].rows[0].line.pk
    stranger = Client()

    assert stranger.post(f"/shop/basket/lines/{line}/", {"quantity": "0"}).status_code == 404
    client.post(f"/shop/basket/lines/{line}/", {"quantity": "5"})
    assert client.get("/shop/basket/").context["page"].rows[0].packs == 5
    client.post(f"/shop/basket/lines/{line}/", {"quantity": "five"})
    assert client.get("/shop/basket/").context["page"].rows[0].packs == 5
    client.post(f"/shop/basket/lines/{line}/", {"quantity": "99"})
    assert "Only 10 left." in client.get("/shop/basket/").content.decode()
    client.post(f"/shop/basket/lines/{line}/", {"quantity": "0"})
    assert client.get("/shop/basket/").context["page"].rows == []


def test_next_leads_nowhere_but_here(shop: Shop, client: Client) -> None:
    client.get("/shop/catalogue/")
    typed = {"quantity": "1", "client_key": uuid4(), "next": "https://elsewhere.example/"}

    assert client.post(f"/shop/basket/add/{shop.product_of(shop.carrots)}/", typed)["Location"] == "/shop/basket/"


def test_without_a_shop_or_an_open_day_the_market_is_closed(shop: Shop, client: Client) -> None:
    shop.day.status = "closed"
    shop.day.save()
    assert "The market is closed" in client.get("/shop/catalogue/").content.decode()
    ShopFront.objects.all().delete()
    assert "No hub sells to households" in client.get("/shop/catalogue/").content.decode()
    assert client.get("/shop/basket/").status_code == 200


@pytest.mark.parametrize("address", ["/shop/wishlists/", "/shop/accounts/profile/", "/shop/offers/", "/shop/vouchers/"])
def test_what_nobody_needs_has_no_address(shop: Shop, client: Client, address: str) -> None:
    assert shop.front.is_open
    assert client.get(address).status_code == 404


def test_oscars_search_leads_to_the_market(shop: Shop, client: Client) -> None:
    assert shop.front.is_open
    assert client.get("/shop/search/", {"q": "carrot"})["Location"] == "/shop/catalogue/?q=carrot"

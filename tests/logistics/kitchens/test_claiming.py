"""A cook claims from the order's page while there is time."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from shop.procurement.actions import record_delivery
from shop.procurement.models import BulkOrder, Claim, DeliveredLine, LineConfirmation
from tests.cast import a_buyer, a_member
from tests.logistics.conducting import conduct
from tests.logistics.kitchens.conftest import Clock
from tests.logistics.kitchens.scene import Caterer, signed_in
from tests.shop.procurement.scene import ON_THE_DAY


@pytest.fixture
def taken(caterer: Caterer, clock: Clock) -> DeliveredLine:
    """Five crates of carrots, taken at eight; it is half past."""
    caterer.order({"carrots": 5})
    conduct(caterer.small)
    row = LineConfirmation.objects.get()
    clock.now = ON_THE_DAY + timedelta(minutes=30)
    return record_delivery(confirmation=row, packs_accepted=5, key="k", by=None, now=ON_THE_DAY)


def addresses(caterer: Caterer, taken: DeliveredLine) -> tuple[str, str]:
    """The order's page and the claim's."""
    order = f"{caterer.home}orders/{BulkOrder.objects.get().pk}/"
    return order, f"{order}claims/{taken.pk}/"


def test_a_claim_is_sent_once_and_stands_on_the_orders_page(
    client: Client, caterer: Caterer, taken: DeliveredLine
) -> None:
    order, page = addresses(caterer, taken)
    assert f'href="{page}"' in client.get(order).text
    found = re.search(r'name="client_key" value="([^"]*)"', client.get(page).text)
    assert found is not None
    form = {"client_key": found[1], "packs": "2", "fault": "poor quality", "note": "soft"}

    first, second = client.post(page, form), client.post(page, form)

    assert first["Location"] == second["Location"] == order
    assert Claim.objects.count() == 1
    text = client.get(order).text
    assert "2 claimed: poor quality" in text
    assert "Claimed: 2 packs of Carrots, 10 kg crate, poor quality" in text


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"packs": "6"}, "Claim between 1 and 5 packs"),
        ({"packs": "two"}, "“two” is not a number of packs."),
        ({"fault": ""}, "Say what was wrong."),
        ({"client_key": "old"}, "This page was too old to be answered."),
    ],
)
def test_what_is_refused_is_told_and_everything_typed_is_kept(
    client: Client, caterer: Caterer, taken: DeliveredLine, more: dict[str, str], why: str
) -> None:
    key = "1b4e28ba-2fa1-4d2b-883f-0016d3cca427"
    form = {"client_key": key, "packs": "2", "fault": "too warm", "note": "it was 9 degrees", **more}

    answer = client.post(addresses(caterer, taken)[1], form)

    assert answer.status_code == 422
    assert why in answer.text
    assert "it was 9 degrees" in answer.text
    assert Claim.objects.count() == 0


def test_after_the_window_the_page_says_so_and_offers_no_claim(
    client: Client, caterer: Caterer, taken: DeliveredLine, clock: Clock
) -> None:
    order, page = addresses(caterer, taken)
    clock.now = ON_THE_DAY + timedelta(hours=2, minutes=31)

    assert "Something was wrong" not in client.get(order).text
    assert "Claims were taken until 10:30 on Tuesday 9 March." in client.get(page).text


def test_a_stranger_finds_no_claim_page(caterer: Caterer, taken: DeliveredLine) -> None:
    other = signed_in(a_member(a_buyer(caterer.small.hub, "Other school")))

    assert other.get(addresses(caterer, taken)[1]).status_code == 404

"""The coordinator's what-if: before and after beside each other, and nothing written."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.procurement.models import AllocationRun
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.hub_desk import page, plain
from tests.logistics.small_day import SmallDay
from tests.logistics.test_pages import coordinator, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> SmallDay:
    """Shared out: four boxes of milk more are wanted than the dairy has."""
    small = an_ordered_day()
    conduct(small, until="allocate")
    return small


def asked(small: SmallDay, client: Client | None = None, **typed: object) -> str:
    return plain((client or signed_in(coordinator(small))).get(page(small, "what-if"), typed))


def test_before_anything_is_shared_out_there_is_nothing_to_compare_with() -> None:
    assert "Nothing is shared out yet" in asked(an_ordered_day())


def test_the_forms_offer_the_days_listings_and_the_hubs_farms(shared: SmallDay) -> None:
    text = asked(shared)

    assert "10 litre box from Vale Dairy, £8.00" in text
    assert text.count("<option value") == 3 * 2 + 3 + 2
    assert "Nothing is written" in text


def test_a_dearer_listing_costs_more_and_nobody_gets_less(shared: SmallDay) -> None:
    text = asked(shared, kind="price", listing=shared.listings["milk"].pk, price="9.00")

    assert "+£6.00" in text
    assert "Vale Dairy" in text
    assert "Every kitchen gets as many packs as before." in text


def test_another_farm_with_milk_ends_the_shortage(shared: SmallDay) -> None:
    place = shared.growers["Hill Farm"].places.get()
    typed = {"goods": shared.listings["milk"].pk, "place": place.pk, "packs": "20", "own_price": "8.00"}

    text = asked(shared, kind="grower", **typed)

    assert "−4, from 4" in text
    assert "Hill Farm sells" in text
    assert "+£32.00" in text


def test_another_rule_changes_who_goes_short(shared: SmallDay) -> None:
    text = asked(shared, kind="rule", shortage_rule="pro_rata", split="1.00", most_sellers="")

    assert "Uppingham School kitchen gets 16 packs instead of 15." in text
    assert "Oakham School kitchen gets 11 packs instead of 12." in text


REFUSED = (
    ({"kind": "price", "listing": "999999", "price": "9"}, "Choose one of the day’s listings."),
    ({"kind": "price", "listing": "milk", "price": "cheap"}, "“cheap” is not an amount of money"),
    ({"kind": "price", "listing": "milk", "price": "-1"}, "Give a price from £0.00 to £10,000.00."),
    ({"kind": "grower", "goods": "milk", "place": "0", "packs": "5", "own_price": "8"}, "Choose a farm of this hub"),
    ({"kind": "grower", "goods": "milk", "place": "hill", "packs": "no", "own_price": "8"}, "no number of packs"),
    ({"kind": "rule", "shortage_rule": "classes", "split": "1"}, "Choose one of the rules"),
    ({"kind": "magic"}, "Choose what changes"),
)


def test_what_is_no_change_is_refused_in_words_and_stays_typed(shared: SmallDay) -> None:
    client = signed_in(coordinator(shared))
    rows = {"milk": shared.listings["milk"].pk, "hill": shared.growers["Hill Farm"].places.get().pk}

    for typed, message in REFUSED:
        text = asked(shared, client, **{name: str(rows.get(given, given)) for name, given in typed.items()})

        assert message in text
        assert f'value="{typed.get("price", "")}"' in text


def test_nothing_is_written(shared: SmallDay) -> None:
    client = signed_in(coordinator(shared))
    sent = {"kind": "price", "listing": shared.listings["milk"].pk, "price": "9.00"}

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(page(shared, "what-if"), sent).status_code == 200

    ours = [each["sql"] for each in queries if "session" not in each["sql"]]
    assert [sql for sql in ours if sql.startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert AllocationRun.objects.filter(delivery_day=shared.day).count() == 1
    assert client.post(page(shared, "what-if"), sent).status_code == 405

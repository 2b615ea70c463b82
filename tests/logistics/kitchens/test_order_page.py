"""The order's page and the kitchen's home say what came of an order, in figures that add up."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from logistics.dispatching.publishing import publish
from logistics.kitchens.home import home_of, time_left
from logistics.kitchens.order_page import order_page_of
from logistics.models import CurrentPlan
from shop.procurement.actions import record_delivery
from shop.procurement.models import BulkOrder, LineConfirmation
from shop.produce.models import AllergenStatement, Product
from shop.settlement.actions import settle_day
from shop.settlement.models import Invoice
from tests.cast import a_hub
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.kitchens.conftest import Clock
from tests.logistics.kitchens.scene import AFTER_CUT_OFF, Caterer, a_caterer, signed_in
from tests.logistics.small_day import ANSWERS_DUE, a_small_day
from tests.logistics.test_pages import coordinator
from tests.shop.procurement.scene import ON_THE_DAY, move_to


@pytest.fixture
def shared(caterer: Caterer, clock: Clock) -> BulkOrder:
    """Ten crates of carrots and eight boxes of milk, of which the dairy has six; conducted up to its routes."""
    order = caterer.order({"carrots": 10, "milk": 8, "diced": 2}, po_number="PO 7")
    conduct(caterer.small)
    clock.now = ANSWERS_DUE + timedelta(hours=1)
    order.refresh_from_db()
    return BulkOrder.objects.select_related("hub", "delivery_day__cycle").get(pk=order.pk)


def address(order: BulkOrder) -> str:
    return f"/kitchen/{order.buyer_id}/orders/{order.pk}/"


def test_the_page_says_who_supplies_it_how_far_it_comes_and_why(client: Client, shared: BulkOrder) -> None:
    page = order_page_of(shared, now=ANSWERS_DUE)
    lines = {line.line.pack.specification.product.name: line for part in page.kitchens for line in part.lines}
    text = client.get(address(shared)).text

    assert [source.seller for source in lines["Milk"].sources] == ["Vale Dairy"]
    assert (lines["Milk"].packs_confirmed, lines["Milk"].shortages[0].packs) == (6, 2)
    assert lines["Milk"].net_pence == 6000
    assert all(source.distance_m > 0 and source.reason for line in lines.values() for source in line.sources)
    assert "2 of 20 packs do not come." in text
    assert "Stamford Veg Prep" in text
    assert "made of what" in text
    assert lines["Milk"].shortages[0].reason_text in text
    assert "Confirmed with the growers" in text
    assert "Distances are estimated" in text


def test_allergens_stand_as_they_were_confirmed(client: Client, shared: BulkOrder, caterer: Caterer) -> None:
    milk = caterer.small.packs["milk"].specification
    AllergenStatement.objects.create(specification=milk, allergen_id="milk", presence="contains")

    assert "As confirmed: contains milk" not in client.get(address(shared)).text
    assert "As confirmed: allergens unknown" in client.get(address(shared)).text


def test_the_sum_is_what_stands_at_each_step_with_vat_once_per_rate(shared: BulkOrder, caterer: Caterer) -> None:
    assert order_page_of(shared, now=ANSWERS_DUE).bill_words == "For what is promised"
    promised = order_page_of(shared, now=ANSWERS_DUE).total
    row = LineConfirmation.objects.get(pack=caterer.small.packs["milk"])

    record_delivery(
        confirmation=row,
        packs_accepted=3,
        packs_short=2,
        packs_refused=1,
        fault="not_fresh",
        key="k",
        by=None,
        now=ON_THE_DAY,
    )
    page = order_page_of(shared, now=ON_THE_DAY)

    assert (promised.net_pence, promised.vat_pence) == (10 * 1200 + 6 * 1000 + 2 * 1100, 0)
    assert page.total.net_pence == promised.net_pence - 3 * 1000
    assert page.bill_words == "For what you accepted"


def test_what_was_short_or_refused_at_the_door_is_on_the_page(
    client: Client, shared: BulkOrder, caterer: Caterer
) -> None:
    row = LineConfirmation.objects.get(pack=caterer.small.packs["milk"])
    record_delivery(
        confirmation=row,
        packs_accepted=3,
        packs_short=2,
        packs_refused=1,
        fault="not_fresh",
        key="k",
        by=None,
        now=ON_THE_DAY,
    )

    text = client.get(address(shared)).text

    assert "2 short at the door. 1 refused. Not fresh." in text
    assert 'data-label="Accepted">3<' in text


def test_vat_is_shown_before_confirmation_too(client: Client, caterer: Caterer) -> None:
    Product.objects.filter(name="Milk").update(vat_code="S")
    order = caterer.order({"milk": 3, "carrots": 1})

    text = client.get(address(order)).text

    assert "VAT at 20 %" in text
    assert "£48.00" in text
    assert "You can change or cancel it until 12:00 on Sunday 7 March." in text


def test_the_van_is_told_once_routes_are_published_and_not_before(
    client: Client, shared: BulkOrder, caterer: Caterer, clock: Clock
) -> None:
    assert "The time of the van is told once routes are published." in client.get(address(shared)).text

    run = CurrentPlan.objects.get(delivery_day=caterer.small.day).run
    publish(plan_run=run, by=None, now=clock.now)
    text, home = client.get(address(shared)).text, client.get(caterer.home).text

    assert "is due at <strong>" in text
    assert "It keeps your window on 100 of 100 mornings." in text
    assert "How often a van is on time" in text
    assert "The van is due at <strong>" in home


def test_a_shortage_stands_on_the_home_page_with_its_reason(
    client: Client, shared: BulkOrder, caterer: Caterer
) -> None:
    text = client.get(caterer.home).text

    assert "2 packs short." in text
    assert "There may still be time to buy elsewhere" in text
    assert "2 × Milk, 10 litre box" in text


def test_home_shows_open_days_with_their_cut_off_and_orders_then_what_is_coming_then_history(
    client: Client, caterer: Caterer, clock: Clock
) -> None:
    order = caterer.order({"carrots": 5})
    text = client.get(caterer.home).text
    assert "Order until <strong>12:00 on Sunday 7 March 2027</strong>" in text
    assert "6 days left" in text
    assert "placed, can be changed" in text
    assert f"Change {order.number}" in text

    clock.now = AFTER_CUT_OFF
    later = client.get(caterer.home).text
    assert "No delivery day is open for orders." in later
    assert "ordering has closed" in later
    home = home_of(caterer.buyer, caterer.cook, now=ON_THE_DAY + timedelta(days=1), page=1)
    assert (len(home.days), len(home.coming), len(home.past)) == (0, 0, 1)


def test_one_buyer_is_opened_at_once_and_a_coordinator_chooses(caterer: Caterer, client: Client) -> None:
    assert client.get("/kitchen/")["Location"] == caterer.home
    text = signed_in(coordinator(caterer.small)).get("/kitchen/").text
    assert "Rutland school meals" in text
    assert "Uppingham School" in text


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=5), "3 days left"),
        (timedelta(days=1), "1 day left"),
        (timedelta(hours=5, minutes=59), "5 hours left"),
        (timedelta(minutes=20), "20 minutes left"),
        (timedelta(seconds=5), "1 minute left"),
    ],
)
def test_the_time_left_is_said_in_the_largest_unit(left: timedelta, words: str) -> None:
    assert time_left(left) == words


def test_the_pages_ask_the_database_no_more_for_more_rows(
    clock: Clock, db: None, django_assert_max_num_queries: Any
) -> None:
    few, many = a_caterer(a_small_day()), a_caterer(an_ordered_day(a_hub("Fenland Food Hub", "fenland")))
    orders = [few.order({"milk": 1}), many.order({"milk": 7, "carrots": 9, "diced": 1})]
    many.order({"carrots": 1})
    for caterer in (few, many):
        conduct(caterer.small)
    clock.now = ANSWERS_DUE

    asked = []
    for caterer, order in zip((few, many), orders, strict=True):
        client = signed_in(caterer.cook)
        for page in (address(order), caterer.home):
            with django_assert_max_num_queries(30) as seen:
                assert client.get(page).status_code == 200
            asked.append(len(seen))

    assert asked[:2] == asked[2:]


def test_a_billed_order_leads_to_its_invoice(client: Client, shared: BulkOrder, caterer: Caterer) -> None:
    for number, row in enumerate(LineConfirmation.objects.all()):
        record_delivery(confirmation=row, packs_accepted=row.packs, key=f"k{number}", by=None, now=ON_THE_DAY)
    move_to(caterer.small.day, "out", "delivered")
    settle_day(delivery_day=caterer.small.day, by=None, now=ON_THE_DAY)

    text = client.get(address(shared)).text

    invoice = Invoice.objects.get(order=shared)
    assert f'href="/papers/invoices/{invoice.pk}/">{invoice.number}</a>' in text
    assert "delivered and billed" in text
    assert client.get(f"/papers/invoices/{invoice.pk}/").status_code == 200

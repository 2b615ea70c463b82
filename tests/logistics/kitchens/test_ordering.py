"""Checking the sheet and ordering from it: once, as seen, or refused with everything kept."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from logistics.models import OrderSheet
from shop.enterprises.models import Enterprise
from shop.journal.models import LogLine
from shop.procurement.actions import agree_basis, change_bulk_order
from shop.procurement.models import BulkOrder, BulkOrderLine, PublishedPrice
from shop.procurement.wanted import WantedDrop, WantedLine
from shop.produce.models import AllergenStatement
from tests.cast import NOW, a_member
from tests.logistics.kitchens.conftest import Clock
from tests.logistics.kitchens.scene import AFTER_CUT_OFF, WHILE_OPEN, Caterer, signed_in
from tests.logistics.small_day import DAY


def typed(client: Client, caterer: Caterer, **more: str) -> str:
    """Four crates of carrots for the north, two boxes of milk for the south; the check page's address."""
    cells = {caterer.cell(caterer.north, "carrots"): "4", caterer.cell(caterer.south, "milk"): "2"}
    answer = client.post(caterer.grid, {**cells, "go": "check", **more})
    return str(answer["Location"])


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the check page's form would send."""
    text = client.get(address).text
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', text) for name in ("client_key", "seen")}
    return {name: value[1] for name, value in found.items() if value}


def counts() -> tuple[int, int, int]:
    return BulkOrder.objects.count(), BulkOrderLine.objects.count(), OrderSheet.objects.count()


def test_an_order_for_two_kitchens_is_placed_once_however_often_it_is_clicked(client: Client, caterer: Caterer) -> None:
    check = typed(client, caterer, po_number="PO 7")
    page = client.get(check)
    assert "£68.00" in page.text
    assert "Place order" in page.text
    form = form_of(client, check)

    first = client.post(check, form)
    second = client.post(check, form)

    order = BulkOrder.objects.get()
    assert first["Location"] == second["Location"] == f"{caterer.home}orders/{order.pk}/"
    assert counts() == (1, 2, 0)
    assert (order.po_number, order.placed_by, order.entered_on_behalf) == ("PO 7", caterer.cook, False)
    assert order.placed_at == WHILE_OPEN
    assert [line.verb for line in LogLine.objects.about(order)] == ["place bulk order"]
    lines = order.drops.order_by("kitchen__name").values_list("kitchen__name", "lines__pack", "lines__packs")
    assert list(lines) == [
        ("North primary", caterer.small.packs["carrots"].pk, 4),
        ("South primary", caterer.small.packs["milk"].pk, 2),
    ]
    assert "Order BO-00001 is placed." in client.get(first["Location"]).text


def test_the_rule_the_ceiling_and_the_times_typed_go_into_the_order(client: Client, caterer: Caterer) -> None:
    carrots = caterer.small.packs["carrots"].pk
    check = typed(
        client,
        caterer,
        **{
            f"rule-{carrots}": "listed",
            f"ceiling-{carrots}": "£13",
            f"opens-{caterer.north.pk}": "07:15",
            f"closes-{caterer.north.pk}": "8.30",
        },
    )

    client.post(check, form_of(client, check))

    line = BulkOrderLine.objects.get(pack=carrots)
    assert (line.substitution_rule, line.ceiling_pence, line.price_pence) == ("listed", 1300, 1200)
    assert f"{line.drop.opens_at:%H:%M}-{line.drop.closes_at:%H:%M}" == "07:15-08:30"


def test_a_coordinator_orders_on_behalf_and_the_log_says_so(caterer: Caterer) -> None:
    hub = Enterprise.objects.get(hub=caterer.small.hub, kind="hub")
    coordinator = a_member(hub, role="coordinator")
    client = signed_in(coordinator)
    check = typed(client, caterer)
    assert "You act for" in client.get(check).text

    client.post(check, form_of(client, check))

    order = BulkOrder.objects.get()
    assert order.entered_on_behalf
    assert [(line.by, line.on_behalf_of) for line in LogLine.objects.about(order)] == [(coordinator, caterer.buyer)]


def test_a_price_that_changed_after_the_look_is_refused_and_shown(client: Client, caterer: Caterer) -> None:
    check = typed(client, caterer)
    form = form_of(client, check)
    PublishedPrice.objects.filter(pack=caterer.small.packs["milk"]).update(price_pence=1500)

    refused = client.post(check, form)

    assert refused.status_code == 422
    assert "The sheet or a price changed after you looked." in refused.text
    assert "£78.00" in refused.text
    assert counts() == (0, 0, 1)
    client.post(check, form_of(client, check))
    assert counts() == (1, 2, 0)


def test_ordering_that_closed_meanwhile_is_refused_and_everything_typed_is_kept(
    client: Client, caterer: Caterer, clock: Clock
) -> None:
    check = typed(client, caterer)
    form = form_of(client, check)
    clock.now = AFTER_CUT_OFF

    refused = client.post(check, form)

    assert refused.status_code == 422
    assert "closed on 07/03/2027 at 12:00. Ring the hub." in refused.text
    assert "Ring Rutland Food Hub" in refused.text or "Write to Rutland Food Hub" in refused.text
    assert caterer.sheet().cells[caterer.cell(caterer.north, "carrots")] == "4"
    assert counts() == (0, 0, 1)


def test_an_order_above_the_basis_ceiling_is_refused_and_kept(client: Client, caterer: Caterer) -> None:
    basis = agree_basis(
        hub=caterer.small.hub,
        buyer=caterer.buyer,
        kind="contract",
        reference="C-1",
        estimated_value_pence_inc_vat=6000,
        starts=DAY,
        ends=DAY,
        by=None,
        now=NOW,
        ceiling_pence=6000,
    )
    check = typed(client, caterer, basis=str(basis.pk))
    assert "£8.00 over" in client.get(check).text

    refused = client.post(check, form_of(client, check))

    assert refused.status_code == 422
    assert "This order comes to £68.00. contract C-1 has £60.00 left of its ceiling of £60.00." in refused.text
    assert counts() == (0, 0, 1)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"cell": "a few"}, "Carrots for North primary: “a few” is not a number of packs."),
        ({"ceiling": "£11"}, "Carrots, 10 kg crate costs £12.00, above your ceiling of £11.00."),
        ({"ceiling": "cheap"}, "“cheap” is not an amount of money."),
        ({"opens": "noon"}, "“noon” is not a time. Write it like 06:30."),
        ({"opens": "11:00"}, "the time until comes before the time from."),
    ],
)
def test_what_is_wrong_is_named_and_can_not_be_ordered(
    client: Client, caterer: Caterer, more: dict[str, str], why: str
) -> None:
    names = {
        "cell": caterer.cell(caterer.north, "carrots"),
        "ceiling": f"ceiling-{caterer.small.packs['carrots'].pk}",
        "opens": f"opens-{caterer.north.pk}",
    }
    fields = {names[name]: text for name, text in more.items()}
    if "opens" in more:
        fields[f"closes-{caterer.north.pk}"] = "10:30"
    check = typed(client, caterer, **fields)

    answer = client.get(check)
    forced = client.post(check, {"client_key": str(caterer.sheet().key), "seen": ""})

    assert why in answer.text
    assert "Place order" not in answer.text
    assert forced.status_code == 422
    assert counts() == (0, 0, 1)


def test_a_good_that_lost_its_price_is_named_and_stays_on_the_sheet(client: Client, caterer: Caterer) -> None:
    check = typed(client, caterer)
    PublishedPrice.objects.filter(pack=caterer.small.packs["milk"]).delete()

    assert "Milk, 10 litre box for South primary: it has no published price." in client.get(check).text
    assert "no price any more" in client.get(caterer.grid).text


def test_allergens_of_what_is_ordered_are_listed_and_unknown_is_not_none(client: Client, caterer: Caterer) -> None:
    milk = caterer.small.packs["milk"].specification
    for code, presence in (("milk", "contains"), ("nuts", "may_contain")):
        AllergenStatement.objects.create(specification=milk, allergen_id=code, presence=presence)

    text = client.get(typed(client, caterer)).text

    assert "Nobody has stated any allergen for: Carrots. Unknown is not none." in text
    assert "<dt>Milk</dt><dd><strong>Contains:</strong> Milk." in text
    assert "<strong>May contain:</strong> Milk." in text


def test_a_change_shows_the_order_and_puts_the_new_lines_in_its_place(client: Client, caterer: Caterer) -> None:
    order = caterer.order({"carrots": 5}, po_number="PO 1")
    address = f"{caterer.home}orders/{order.pk}/change/"
    assert f'name="{caterer.cell(caterer.north, "carrots")}" value="5"' in client.get(address).text
    cells = {caterer.cell(caterer.north, "carrots"): "", caterer.cell(caterer.south, "milk"): "3"}

    check = client.post(address, {**cells, "po_number": "PO 2", "go": "check"})["Location"]
    form = form_of(client, check)
    first, second = client.post(check, form), client.post(check, form)

    assert first["Location"] == second["Location"] == f"{caterer.home}orders/{order.pk}/"
    changed = BulkOrder.objects.get()
    assert (changed.number, changed.po_number) == ("BO-00001", "PO 2")
    assert list(changed.drops.values_list("kitchen", "lines__packs")) == [(caterer.south.pk, 3)]
    assert [line.verb for line in LogLine.objects.about(order)] == ["place bulk order", "change bulk order"]
    assert counts() == (1, 1, 0)


def test_a_change_of_an_order_that_somebody_else_changed_meanwhile_is_refused(client: Client, caterer: Caterer) -> None:
    order = caterer.order({"carrots": 5})
    address = f"{caterer.home}orders/{order.pk}/change/"
    check = client.post(address, {caterer.cell(caterer.north, "carrots"): "6", "go": "check"})["Location"]
    form = form_of(client, check)
    drops = [WantedDrop(caterer.north, [WantedLine(caterer.small.packs["carrots"], 9)])]
    change_bulk_order(order=order, drops=drops, by=None, now=WHILE_OPEN)

    refused = client.post(check, form)

    assert refused.status_code == 422
    assert "Order BO-00001 was changed by somebody else while you were at it." in refused.text
    assert BulkOrderLine.objects.get().packs == 9
    assert caterer.sheet().cells[caterer.cell(caterer.north, "carrots")] == "6"


def test_an_order_is_cancelled_after_asking_and_only_until_the_cut_off(
    client: Client, caterer: Caterer, clock: Clock
) -> None:
    gone, stays = caterer.order({"carrots": 5}), caterer.order({"milk": 1})
    address = f"{caterer.home}orders/{gone.pk}/cancel/"
    assert "Nothing of BO-00001 for Tuesday 9 March 2027 will come." in client.get(address).text
    assert BulkOrder.objects.get(pk=gone.pk).status == "placed"

    client.post(address)
    client.post(address)
    clock.now = AFTER_CUT_OFF
    refused = client.post(f"{caterer.home}orders/{stays.pk}/cancel/")

    assert BulkOrder.objects.get(pk=gone.pk).status == "cancelled"
    assert [line.verb for line in LogLine.objects.about(gone)] == ["place bulk order", "cancel bulk order"]
    assert refused.status_code == 422
    assert BulkOrder.objects.get(pk=stays.pk).status == "placed"


def test_what_was_typed_is_thrown_away_when_asked(client: Client, caterer: Caterer) -> None:
    check = typed(client, caterer)
    form = form_of(client, check)

    client.post(check, {"go": "throw-away"})
    answer = client.post(check, form, follow=True)

    assert "Nothing was ordered." in answer.text
    assert counts() == (0, 0, 0)


def test_another_persons_sheet_can_not_be_ordered(client: Client, caterer: Caterer) -> None:
    check = typed(client, caterer)
    form = form_of(client, check)
    colleague = signed_in(a_member(caterer.buyer, "second@school.example"))

    colleague.post(check, form)
    colleague.post(check, {"client_key": "no key", "seen": ""})
    colleague.post(check, {"client_key": str(uuid4()), "seen": form["seen"]})

    assert counts() == (0, 0, 1)


def test_a_kitchen_that_takes_no_deliveries_on_the_day_needs_times(client: Client, caterer: Caterer) -> None:
    caterer.south.windows.all().delete()
    check = typed(client, caterer)
    assert "South primary takes no deliveries on a Tuesday. Give a time from and until." in client.get(check).text

    client.post(
        caterer.grid, {f"opens-{caterer.south.pk}": "09:00", f"closes-{caterer.south.pk}": "10:00", "go": "check"}
    )
    client.post(check, form_of(client, check))

    assert counts() == (1, 2, 0)


def test_the_check_page_asks_the_database_no_more_for_more_lines(
    client: Client, caterer: Caterer, django_assert_max_num_queries: Any
) -> None:
    check = typed(client, caterer)
    with django_assert_max_num_queries(24) as few:
        client.get(check)
    client.post(caterer.grid, {caterer.cell(kitchen, "diced"): "3" for kitchen in (caterer.north, caterer.south)})
    with django_assert_max_num_queries(24) as many:
        client.get(check)

    assert len(few) == len(many)


def test_a_sheet_begun_long_ago_is_still_there(client: Client, caterer: Caterer, clock: Clock) -> None:
    typed(client, caterer)
    clock.now = WHILE_OPEN + timedelta(days=3)

    assert f'name="{caterer.cell(caterer.north, "carrots")}" value="4"' in client.get(caterer.grid).text
    assert "Go on with your sheet" in client.get(caterer.home).text

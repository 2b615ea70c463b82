"""The order sheet: what is typed is kept, shown again and added up, whatever it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from logistics.kitchens.grid import Wanted, grid_of
from logistics.kitchens.sheets import sheet_of
from logistics.models import OrderSheet
from shop.enterprises.models import Enterprise
from shop.journal.models import LogLine
from shop.procurement.actions import agree_basis
from shop.procurement.models import BulkOrder
from tests.cast import NOW, a_buyer, a_cycle, a_grower, a_hub, a_hub_base, a_kitchen, a_member, a_pack, a_specification
from tests.logistics.kitchens.conftest import Clock
from tests.logistics.kitchens.scene import AFTER_CUT_OFF, Caterer, signed_in
from tests.logistics.small_day import DAY
from tests.shop.procurement.scene import a_price


def grid(caterer: Caterer, **wanted: Any) -> Any:
    """The grid as the cook sees it."""
    sheet = sheet_of(
        buyer=caterer.buyer, day=caterer.small.day, person=caterer.cook, order=None, now=NOW + timedelta(hours=1)
    )
    return grid_of(sheet, Wanted(**wanted))


def test_the_sheet_has_a_row_for_each_good_with_a_price_and_a_column_for_each_kitchen(
    client: Client, caterer: Caterer
) -> None:
    a_pack(a_specification(caterer.small.hub, "Parsnips"))

    answer = client.get(caterer.grid)

    assert answer.status_code == 200
    for pack in ("carrots", "diced", "milk"):
        for kitchen in (caterer.north, caterer.south):
            assert f'name="{caterer.cell(kitchen, pack)}"' in answer.text
    assert "Parsnips" not in answer.text
    assert "30 listed" in answer.text
    assert "made to order" in answer.text
    assert "allergens unknown" in answer.text
    assert OrderSheet.objects.count() == 0


def test_what_is_typed_is_kept_and_added_up_and_nothing_is_ordered(client: Client, caterer: Caterer) -> None:
    log = LogLine.objects.count()

    client.post(caterer.grid, {caterer.cell(caterer.north, "carrots"): "4", "po_number": "PO 7", "go": "keep"})
    answer = client.post(
        caterer.grid, {caterer.cell(caterer.south, "milk"): "2", caterer.cell(caterer.north, "milk"): "", "go": "save"}
    )

    assert answer.status_code == 302
    assert caterer.sheet().cells == {
        caterer.cell(caterer.north, "carrots"): "4",
        caterer.cell(caterer.south, "milk"): "2",
    }
    assert caterer.sheet().po_number == "PO 7"
    shown = grid(caterer)
    assert (shown.asked.sum.packs, shown.asked.sum.pence) == (6, 4 * 1200 + 2 * 1000)
    assert [column.sum.pence for column in shown.columns] == [4800, 2000]
    assert (BulkOrder.objects.count(), LogLine.objects.count()) == (0, log)


def test_what_can_not_be_read_stays_in_its_cell_and_is_marked(client: Client, caterer: Caterer) -> None:
    name = caterer.cell(caterer.north, "carrots")

    client.post(caterer.grid, {name: "a few", "go": "save"})
    answer = client.get(caterer.grid)

    assert f'name="{name}" value="a few"' in answer.text
    assert f'id="cell-{name}" aria-invalid="true"' in answer.text
    assert "“a few” is not a number of packs." in client.get(f"{caterer.grid}check/").text


def test_cells_of_other_kitchens_and_other_names_are_left_alone(client: Client, caterer: Caterer) -> None:
    foreign = a_kitchen(a_buyer(caterer.small.hub, "Other school"))

    client.post(caterer.grid, {f"{foreign.pk}-{caterer.small.packs['milk'].pk}": "9", "evil": "1", "1-x": "2"})

    assert grid(caterer).asked.sum.packs == 0
    assert set(caterer.sheet().cells) == {f"{foreign.pk}-{caterer.small.packs['milk'].pk}"}


def test_last_times_packs_stand_faintly_and_are_copied_into_empty_cells_only(client: Client, caterer: Caterer) -> None:
    later = a_cycle(caterer.small.hub, days=(DAY + timedelta(days=6), DAY + timedelta(days=7)), name="Week 11")
    day_before, day = later.delivery_days.order_by("day")
    caterer.order({"carrots": 5, "milk": 2})
    caterer.order({"carrots": 99}, day=day_before)
    address = f"{caterer.home}days/{day.pk}/"

    answer = client.get(address)
    assert 'placeholder="5"' in answer.text
    assert 'placeholder="99"' not in answer.text
    assert "Copy Tuesday 9 March" in answer.text
    copied = client.post(address, {caterer.cell(caterer.north, "milk"): "7", "go": "copy"}, follow=True)

    assert "1 amount copied. What you had typed stays." in copied.text
    assert caterer.sheet().cells == {
        caterer.cell(caterer.north, "carrots"): "5",
        caterer.cell(caterer.north, "milk"): "7",
    }


def test_categories_find_and_pages_show_a_part_and_keep_the_rest(client: Client, caterer: Caterer) -> None:
    client.post(caterer.grid, {caterer.cell(caterer.north, "carrots"): "4"})

    assert client.post(caterer.grid, {"go": "category:dairy"})["Location"] == f"{caterer.grid}?category=dairy"
    assert client.post(caterer.grid, {"go": "find", "find": "milk"})["Location"] == f"{caterer.grid}?find=milk"
    assert client.post(caterer.grid, {"go": "page:2"})["Location"] == f"{caterer.grid}?page=2"
    found = grid(caterer, find="milk")

    assert [row.good.name for row in found.rows] == ["Milk"]
    assert found.elsewhere[str(caterer.north.pk)] == [4, 4 * caterer.small.packs["carrots"].gross_weight_g, 4800]
    assert [row.good.name for row in grid(caterer, category="yours").rows] == ["Carrots"]
    assert "Nothing here is called “saffron”" in client.get(f"{caterer.grid}?find=saffron").text


def test_the_budget_counts_other_orders_under_the_basis_and_the_sheet(client: Client, caterer: Caterer) -> None:
    basis = agree_basis(
        hub=caterer.small.hub,
        buyer=caterer.buyer,
        kind="contract",
        reference="C-1",
        estimated_value_pence_inc_vat=100_000,
        starts=DAY.replace(day=1),
        ends=DAY,
        by=None,
        now=NOW,
        ceiling_pence=10_000,
    )
    caterer.order({"milk": 3}, basis=basis)

    client.post(caterer.grid, {caterer.cell(caterer.north, "carrots"): "6", "basis": str(basis.pk)})
    budget = grid(caterer).budget

    assert (budget.others_pence, budget.sheet_pence, budget.left_pence, budget.over_pence) == (3000, 7200, -200, 200)
    assert "£2.00 above the ceiling" in client.get(caterer.grid).text


@pytest.mark.parametrize("who", ["nobody", "stranger", "grower", "packer", "another hub's coordinator"])
@pytest.mark.parametrize("path", ["", "days/{day}/", "days/{day}/check/", "orders/{order}/", "orders/{order}/change/"])
def test_to_everybody_else_the_pages_are_not_there(caterer: Caterer, who: str, path: str) -> None:
    order = caterer.order({"milk": 1})
    address = caterer.home + path.format(day=caterer.small.day.pk, order=order.pk)
    client = Client() if who == "nobody" else signed_in(outsider(caterer, who))

    answer = client.get(address)

    assert answer.status_code == (302 if who == "nobody" else 404)
    if who != "nobody":
        assert client.post(address, {caterer.cell(caterer.north, "milk"): "5"}).status_code in (404, 405)
    assert OrderSheet.objects.count() == 0


def outsider(caterer: Caterer, who: str) -> Any:
    """Somebody who has no business here."""
    if who == "stranger":
        return a_member(a_buyer(caterer.small.hub, "Other school"))
    if who == "grower":
        return a_member(a_grower(caterer.small.hub, "Bottom Farm"))
    if who == "packer":
        return a_member(Enterprise.objects.get(hub=caterer.small.hub, kind="hub"), role="packer")
    fens = a_hub("Fenland Food Hub", "fenland")
    return a_member(a_hub_base(fens).enterprise, "fens@rutland.example", role="coordinator")


def test_a_day_of_another_hub_is_not_there(client: Client, caterer: Caterer) -> None:
    other = a_cycle(a_hub("Fenland Food Hub", "fenland")).delivery_days.get()

    assert client.get(f"/kitchen/{caterer.buyer.pk}/days/{other.pk}/").status_code == 404


def test_after_the_cut_off_the_sheet_is_shown_with_what_to_do_and_keeps_all(
    client: Client, caterer: Caterer, clock: Clock
) -> None:
    client.post(caterer.grid, {caterer.cell(caterer.north, "carrots"): "4"})
    clock.now = AFTER_CUT_OFF

    client.post(caterer.grid, {caterer.cell(caterer.south, "carrots"): "2", "go": "keep"})
    answer = client.get(caterer.grid, follow=True)

    assert answer.redirect_chain == [(f"{caterer.grid}check/", 302)]
    assert "Ordering for Tuesday 9 March 2027 closed at 12:00 on Sunday 7 March 2027." in answer.text
    assert "Late changes are taken until 12:00 on Monday 8 March" in answer.text
    assert "Place order" not in answer.text
    assert len(caterer.sheet().cells) == 2


def test_a_buyer_without_kitchens_or_prices_is_told_what_is_missing(caterer: Caterer) -> None:
    small = caterer.small
    bare = a_buyer(small.hub, "Bare school")
    bare_client = signed_in(a_member(bare, "bare@school.example"))
    assert "No kitchen is on file yet" in bare_client.get(f"/kitchen/{bare.pk}/").text
    assert "No kitchen is on file yet" in bare_client.get(f"/kitchen/{bare.pk}/days/{small.day.pk}/").text

    fens = a_hub("Fenland Food Hub", "fenland")
    poor = a_buyer(fens, "Poor school")
    a_kitchen(poor)
    day = a_cycle(fens).delivery_days.get()
    poor_client = signed_in(a_member(poor, "poor@school.example"))
    assert "No prices are published yet" in poor_client.get(f"/kitchen/{poor.pk}/").text
    assert "No prices are published for this day" in poor_client.get(f"/kitchen/{poor.pk}/days/{day.pk}/").text


def test_the_sheet_asks_the_database_no_more_for_more_goods_and_kitchens(
    client: Client, caterer: Caterer, django_assert_max_num_queries: Any
) -> None:
    client.post(caterer.grid, {caterer.cell(caterer.north, "carrots"): "4"})
    with django_assert_max_num_queries(28) as few:
        client.get(caterer.grid)
    for number in range(8):
        a_kitchen(caterer.buyer, f"Kitchen {number}")
        a_price(a_pack(a_specification(caterer.small.hub, f"Beans {number}")))
    with django_assert_max_num_queries(28) as many:
        client.get(caterer.grid)

    assert len(few) == len(many)


def test_a_large_sheet_comes_in_pages(client: Client, caterer: Caterer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logistics.kitchens.grid.CELLS_AT_ONCE", 2)
    monkeypatch.setattr("logistics.kitchens.grid.FEWEST_ROWS", 1)

    shown = grid(caterer, page=2)

    assert (shown.pages, len(shown.rows)) == (3, 1)
    assert "Page 2 of 3" in client.get(f"{caterer.grid}?page=2").text
    assert grid(caterer, page=99).wanted.page == 3

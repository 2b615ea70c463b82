"""A cook orders in a real browser: by clicks, by keyboard, on a small screen, by pasting; and nothing typed is lost."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from cms.actions import ensure_start_page
from logistics.models import OrderSheet
from shop.procurement.models import BulkOrder
from tests.browser.looking import arrived, fits
from tests.browser.signing_in import signed_in
from tests.cast import NOW
from tests.logistics.kitchens.scene import WHILE_OPEN, Caterer, a_caterer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def caterer(monkeypatch: pytest.MonkeyPatch) -> Caterer:
    def while_open() -> datetime:
        return WHILE_OPEN

    monkeypatch.setattr("django.utils.timezone.now", while_open)
    ensure_start_page(now=NOW)
    return a_caterer()


@pytest.fixture
def at_the_sheet(page: Page, live_server: LiveServer, caterer: Caterer) -> Page:
    """The cook has signed in and has the sheet of the delivery day before them."""
    signed_in(page.context, live_server, caterer.cook)
    page.goto(f"{live_server.url}{caterer.grid}")
    return page


def cell_of(page: Page, caterer: Caterer) -> Callable[[str, str], Locator]:
    """Finds a cell by the names of its kitchen and its pack."""

    def cell(kitchen: str, pack: str) -> Locator:
        return page.locator(f'input[name="{caterer.cell(getattr(caterer, kitchen), pack)}"]')

    return cell


def lines() -> list[tuple[str, str, int]]:
    """What was ordered: kitchen, product, packs."""
    order = BulkOrder.objects.get()
    names = ("kitchen__name", "lines__pack__specification__product__name", "lines__packs")
    return list(order.drops.order_by("kitchen__name", "lines__id").values_list(*names))


ORDERED = [("North primary", "Carrots", 4), ("South primary", "Milk", 2)]


def test_a_cook_orders_for_two_kitchens_from_the_front_page(
    page: Page, live_server: LiveServer, caterer: Caterer
) -> None:
    cell = cell_of(page, caterer)
    signed_in(page.context, live_server, caterer.cook)
    page.goto(live_server.url)
    page.get_by_role("link", name="Kitchen", exact=True).first.click()
    page.get_by_role("link", name="Order for Tuesday 9 March").click()
    arrived(page, "Order for Tuesday 9 March")

    cell("north", "carrots").fill("4")
    cell("south", "milk").fill("2")
    page.get_by_label("PO number").fill("PO 7")
    expect(page.locator("[data-total-pounds]")).to_have_text("£68.00")
    page.get_by_role("button", name="Check order").click()
    arrived(page, "Check your order")
    page.get_by_role("button", name="Place order, £68.00").click()

    expect(page.get_by_text("Order BO-00001 is placed.")).to_be_visible()
    assert lines() == ORDERED
    assert BulkOrder.objects.get().po_number == "PO 7"


def test_a_cook_orders_by_keyboard_alone(at_the_sheet: Page, caterer: Caterer) -> None:
    page, cell = at_the_sheet, cell_of(at_the_sheet, caterer)
    keys = page.keyboard
    tab_to(page, cell("north", "carrots"))
    keys.type("4")
    keys.press("ArrowRight")
    expect(cell("south", "carrots")).to_be_focused()
    keys.press("Enter")
    expect(cell("south", "diced")).to_be_focused()
    keys.press("ArrowDown")
    expect(cell("south", "milk")).to_be_focused()
    keys.type("2")
    keys.press("ArrowUp")
    keys.press("ArrowLeft")
    expect(cell("north", "diced")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Check order"))
    keys.press("Enter")
    arrived(page, "Check your order")
    tab_to(page, page.get_by_role("button", name="Place order, £68.00"))
    keys.press("Enter")

    expect(page.get_by_text("Order BO-00001 is placed.")).to_be_visible()
    assert lines() == ORDERED


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(80):
        if wanted.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab never came there.")


def test_what_is_typed_before_the_script_has_come_is_kept_too(
    page: Page, live_server: LiveServer, caterer: Caterer
) -> None:
    cell = cell_of(page, caterer)
    signed_in(page.context, live_server, caterer.cook)
    held: list[Route] = []
    page.route("**/quick-order*.js", lambda route: held.append(route))
    page.goto(f"{live_server.url}{caterer.grid}", wait_until="commit")

    cell("north", "carrots").fill("4")
    assert not OrderSheet.objects.exists()
    assert held, "the script is on its way"
    held.pop().continue_()

    expect(page.get_by_text("Kept as typed. Nothing is ordered yet.")).to_be_visible()
    expect(page.locator("[data-total-packs]")).to_have_text("4")
    assert OrderSheet.objects.get().cells == {caterer.cell(caterer.north, "carrots"): "4"}


@pytest.mark.parametrize(("width", "height"), [(640, 450), (360, 640)])
def test_a_cook_orders_at_double_zoom_and_on_a_small_phone(
    at_the_sheet: Page, caterer: Caterer, width: int, height: int
) -> None:
    page, cell = at_the_sheet, cell_of(at_the_sheet, caterer)
    page.set_viewport_size({"width": width, "height": height})
    page.reload()

    expect(cell("south", "milk")).to_be_hidden()
    more = page.locator("[data-stepper]", has=cell("north", "carrots")).get_by_role("button", name="One more")
    for _ in range(4):
        more.click()
    page.get_by_label("Kitchen", exact=True).select_option(label="South primary")
    expect(cell("north", "carrots")).to_be_hidden()
    cell("south", "milk").fill("2")
    assert fits(page)
    page.get_by_role("button", name="Check order").click()
    arrived(page, "Check your order")
    assert fits(page)
    page.get_by_role("button", name="Place order, £68.00").click()

    expect(page.get_by_text("Order BO-00001 is placed.")).to_be_visible()
    assert fits(page)
    assert lines() == ORDERED


def test_a_block_is_pasted_and_what_is_no_number_is_marked_and_kept(at_the_sheet: Page, caterer: Caterer) -> None:
    page, cell = at_the_sheet, cell_of(at_the_sheet, caterer)

    paste(cell("north", "carrots"), "4\t1,200\t9\r\nsome\t\r\n\t2\r\n7\r\n")

    expect(cell("north", "carrots")).to_have_value("4")
    expect(cell("south", "carrots")).to_have_value("1,200")
    expect(cell("north", "diced")).to_have_value("some")
    expect(cell("north", "diced")).to_have_attribute("aria-invalid", "true")
    expect(cell("south", "milk")).to_have_value("2")
    expect(page.locator("[data-total-packs]")).to_have_text("1,206")
    expect(page.get_by_role("status").last).to_contain_text("Kept. 1 cell is not a number of packs.")
    page.reload()
    expect(cell("north", "diced")).to_have_value("some")
    expect(cell("north", "diced")).to_have_attribute("aria-invalid", "true")
    assert BulkOrder.objects.count() == 0


def paste(cell: Locator, text: str) -> None:
    """As if the text had been copied in a spreadsheet."""
    cell.evaluate(
        """(field, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_what_was_typed_outlives_a_reload_even_before_it_has_arrived(at_the_sheet: Page, caterer: Caterer) -> None:
    page, cell = at_the_sheet, cell_of(at_the_sheet, caterer)
    page.context.set_offline(True)
    cell("north", "carrots").fill("4")
    page.get_by_label("PO number").fill("PO 7")
    expect(page.get_by_role("status").last).to_have_text("Not at the hub yet: kept in this browser.")
    assert OrderSheet.objects.count() == 0

    page.context.set_offline(False)
    expect(page.get_by_role("status").last).to_have_text("Kept as typed. Nothing is ordered yet.")
    assert OrderSheet.objects.get().cells == {caterer.cell(caterer.north, "carrots"): "4"}
    cell("south", "milk").fill("2")
    page.reload()

    expect(cell("north", "carrots")).to_have_value("4")
    expect(cell("south", "milk")).to_have_value("2")
    expect(page.get_by_label("PO number")).to_have_value("PO 7")
    page.get_by_role("button", name="Check order").click()
    arrived(page, "Check your order")
    expect(page.get_by_role("button", name="Place order, £68.00")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []

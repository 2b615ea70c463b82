"""Two clicks, two pages, two cooks at once. Seen on PostgreSQL, with a connection for each."""

from functools import partial
from typing import Any

import pytest

from logistics.kitchens.asked_for import asked_for
from logistics.kitchens.sheets import Typed, order_from, sheet_of, take_up
from logistics.models import OrderSheet
from shop.journal.models import LogLine
from shop.procurement.errors import OrderRefused
from shop.procurement.models import BulkOrder, BulkOrderLine
from tests.cast import a_member
from tests.logistics.kitchens.scene import WHILE_OPEN, Caterer, a_caterer
from tests.shop.meeting import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CLICKS = 4


def fresh(caterer: Caterer, person: Any = None, order: BulkOrder | None = None) -> OrderSheet:
    """A person's sheet as it stands."""
    person = person or caterer.cook
    return sheet_of(buyer=caterer.buyer, day=caterer.small.day, person=person, order=order, now=WHILE_OPEN)


def written(caterer: Caterer, person: Any = None, order: BulkOrder | None = None, packs: str = "4") -> OrderSheet:
    """A stored sheet with carrots for the north."""
    typed = Typed(cells={caterer.cell(caterer.north, "carrots"): packs})
    take_up(sheet=fresh(caterer, person, order), typed=typed, now=WHILE_OPEN)
    return fresh(caterer, person, order)


def click(sheet: OrderSheet) -> Any:
    """Order from the sheet as it was seen; what was refused is said."""
    seen = asked_for(sheet).digest
    try:
        return order_from(buyer=sheet.buyer, key=sheet.key, seen=seen, person=sheet.person, now=WHILE_OPEN)
    except OrderRefused as error:
        return str(error)


def test_of_several_clicks_at_once_one_orders_and_the_others_are_shown_the_same() -> None:
    caterer = a_caterer()
    sheet = written(caterer)

    orders = all_at_once([partial(click, sheet)] * CLICKS)

    assert {order.pk for order in orders} == {BulkOrder.objects.get().pk}
    assert (BulkOrderLine.objects.count(), OrderSheet.objects.count()) == (1, 0)
    assert LogLine.objects.filter(verb="place bulk order").count() == 1


def test_cells_that_are_typed_on_two_pages_at_once_are_all_kept() -> None:
    caterer = a_caterer()
    packs = ("carrots", "diced", "milk")
    names = [caterer.cell(kitchen, pack) for kitchen in (caterer.north, caterer.south) for pack in packs]

    all_at_once(
        [
            partial(take_up, sheet=fresh(caterer), typed=Typed(cells={name: str(number)}), now=WHILE_OPEN)
            for number, name in enumerate(names, start=1)
        ]
    )

    assert OrderSheet.objects.get().cells == {name: str(number) for number, name in enumerate(names, start=1)}


def test_of_two_cooks_who_change_one_order_at_once_the_second_is_told() -> None:
    caterer = a_caterer()
    order = caterer.order({"carrots": 5})
    second = a_member(caterer.buyer, "second@school.example")
    sheets = [written(caterer, person, order, packs) for person, packs in ((caterer.cook, "6"), (second, "7"))]

    answers = all_at_once([partial(click, sheet) for sheet in sheets])

    refused = [answer for answer in answers if isinstance(answer, str)]
    assert len(refused) == 1
    assert "was changed by somebody else" in refused[0]
    assert BulkOrderLine.objects.get().packs in (6, 7)
    assert OrderSheet.objects.count() == 1
    assert LogLine.objects.filter(verb="change bulk order").count() == 1

"""Goods that nobody counted: packing done names them and asks; what is taken as said is noted with who said so."""

from typing import Any

import pytest
from django.test import Client

from logistics.packing.actions import AS_SAID, finish_day
from logistics.packing.arrivals import arrivals_of
from logistics.packing.rows import rows_of
from shop.journal.models import LogLine
from shop.procurement.actions import record_goods_in
from shop.procurement.at_the_packhouse import Counted
from shop.procurement.errors import GoodsInRefused, NotAllCounted
from shop.procurement.models import GoodsIn
from tests.logistics.packing.scene import a_routed_day, at_work, bought_of, words
from tests.logistics.small_day import ANSWERS_DUE, SmallDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    return a_routed_day()


@pytest.fixture
def client(small: SmallDay) -> Client:
    return at_work(small)


def count_the_cold(small: SmallDay) -> None:
    """All chilled goods are counted as expected, at four degrees."""
    rows = rows_of(small.day)
    lines = [line for each in arrivals_of(rows) for line in each.lines if line.limit]
    counts = [
        Counted(
            purchase=rows.purchases[line.purchase],
            packs_expected=line.expected,
            packs_counted=line.expected,
            temperature_tenths_c=40,
            key=f"cold{line.purchase}",
        )
        for line in lines
    ]
    record_goods_in(delivery_day=small.day, counts=counts, by=None, now=ANSWERS_DUE)


def done(client: Client, small: SmallDay, **form: str) -> Any:
    return client.post(f"/pack/days/{small.day.pk}/done/", {"rest_fault": "poor quality", **form})


def test_the_page_names_what_nobody_counted_and_nothing_is_silent(small: SmallDay, client: Client) -> None:
    count_the_cold(small)
    name = next(line.name for each in arrivals_of(rows_of(small.day)) for line in each.lines if not line.limit)

    asked = done(client, small)

    page = words(asked)
    assert asked.status_code == 422
    assert f"{name} from Manor Farm" in page
    assert "Nobody has counted" in page
    assert "Count now, or take it as said by the grower." in page
    assert "Take these as said by the grower" in page
    assert "<option selected>poor quality</option>" in page
    assert not GoodsIn.objects.filter(is_as_said=True).exists()
    small.day.refresh_from_db()
    assert small.day.status == "routed"


def test_taken_as_said_is_noted_with_who_and_when_and_once(small: SmallDay, client: Client) -> None:
    count_the_cold(small)
    expected = {line.purchase: line.expected for each in arrivals_of(rows_of(small.day)) for line in each.lines}

    for _ in range(2):
        done(client, small, uncounted=AS_SAID)

    small.day.refresh_from_db()
    assert small.day.status == "packed"
    said = GoodsIn.objects.filter(is_as_said=True)
    assert {row.purchase_id for row in said} == {
        pk for pk, row in GoodsIn.objects.latest_for(small.day).items() if row.temperature_tenths_c is None
    }
    assert all(row.packs_counted == expected[row.purchase_id] and row.by and row.at for row in said)
    assert LogLine.objects.filter(verb="goods in").latest("id").detail["lines_as_said"] == said.count()
    assert "taken as said by the grower, the rest counted." in words(client.get(f"/pack/days/{small.day.pk}/"))
    assert "taken as said, not counted," in words(client.get(f"/pack/days/{small.day.pk}/in/"))


def test_cold_goods_are_never_taken_as_said(small: SmallDay) -> None:
    with pytest.raises(GoodsInRefused, match="never taken as said"):
        finish_day(delivery_day=small.day, rest_fault="x", uncounted=AS_SAID, by=None, now=ANSWERS_DUE)

    assert not GoodsIn.objects.exists()


def test_what_was_short_before_more_was_asked_for_stays_short(small: SmallDay) -> None:
    count_the_cold(small)
    manor = bought_of(small, "manor")
    expected = rows_of(small.day).expected(manor.pk)
    first = Counted(purchase=manor, packs_expected=expected - 1, packs_counted=expected - 3, key="first")
    record_goods_in(delivery_day=small.day, counts=[first], by=None, now=ANSWERS_DUE)
    with pytest.raises(NotAllCounted, match="Manor Farm"):
        finish_day(delivery_day=small.day, rest_fault="x", by=None, now=ANSWERS_DUE)

    finish_day(delivery_day=small.day, rest_fault="x", uncounted=AS_SAID, by=None, now=ANSWERS_DUE)

    last = GoodsIn.objects.latest_for(small.day)[manor.pk]
    assert (last.number, last.packs_expected, last.packs_counted) == (2, expected, expected - 2)

"""Whatever was ordered, missing and refused: the books sum to zero and the papers add up to the penny."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.procurement.actions import agree_fault_bearer
from shop.procurement.models import DeliveredLine, LineConfirmation, PurchaseLine
from shop.settlement.actions import settle_day
from shop.settlement.models import Invoice, LedgerEntry, LedgerTransaction, Statement
from tests import cast
from tests.shop.procurement.scene import (
    JANUARY,
    ON_THE_DAY,
    a_price,
    allocate,
    an_order,
    close,
    confirm,
    greedy,
    hand_over,
    move_to,
)

PENCE = st.integers(1, 5_000)
PACKS = st.integers(1, 12)
PRODUCTS = ("Carrots", "Crisps", "Leeks")
# Per product: VAT code, published price, and each grower's packs and price.
ON_SALE = st.fixed_dictionaries(
    {name: st.tuples(st.sampled_from("ZS"), PENCE, st.lists(st.tuples(PACKS, PENCE), max_size=3)) for name in PRODUCTS}
)
ORDERS = st.lists(st.dictionaries(st.sampled_from(PRODUCTS), st.integers(1, 20), min_size=1), min_size=1, max_size=3)
# Of every hundred packs so many are missing, through this fault.
FATES = st.lists(st.tuples(st.integers(0, 100), st.sampled_from(["mouldy", "late"])), min_size=1, max_size=5)


@contextmanager
def rolled_back() -> Iterator[None]:
    """One example's rows, gone when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_settled_day(on_sale: dict[str, Any], orders: list[dict[str, int]], fates: list[tuple[int, str]]) -> Any:
    """List, order, share out, confirm, deliver with the fates in turn, settle."""
    hub = cast.a_hub()
    day, packs = cast.a_day(hub), {}
    agree_fault_bearer(hub=hub, fault="mouldy", bearer="seller", valid_from=JANUARY, by=None, now=cast.NOW)
    growers = [cast.a_grower(hub, f"Farm {number}") for number in range(3)]
    for name, (vat_code, price_pence, listings) in on_sale.items():
        specification = cast.a_specification(hub, name)
        specification.product.vat_code = vat_code
        specification.product.save()
        packs[name] = cast.a_pack(specification)
        a_price(packs[name], price_pence)
        for grower, (number, own_pence) in zip(growers, listings, strict=False):
            cast.a_listing(day, grower, packs[name], number, price_pence=own_pence)
    for number, wanted in enumerate(orders):
        kitchen = cast.a_kitchen(cast.a_buyer(hub, f"School {number}"))
        an_order(day, kitchen, {packs[name]: count for name, count in wanted.items()})
    close(day)
    deliver_with_fates(day, fates)
    return settle_day(delivery_day=day, by=None, now=ON_THE_DAY)


def deliver_with_fates(day: Any, fates: list[tuple[int, str]]) -> None:
    """Share out, confirm and hand over every line, the fates in turn."""
    confirm(day, allocate(day, greedy(day)))
    for number, row in enumerate(LineConfirmation.objects.order_by("id")):
        per_cent, fault = fates[number % len(fates)]
        missing = row.packs * per_cent // 100
        hand_over(row, short=missing // 2, refused=missing - missing // 2, fault=fault if missing else "")
    move_to(day, "routed", "out", "delivered")


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(on_sale=ON_SALE, orders=ORDERS, fates=FATES)
def test_the_books_sum_to_zero_and_the_papers_add_up(
    on_sale: dict[str, Any], orders: list[dict[str, int]], fates: list[tuple[int, str]]
) -> None:
    with rolled_back():
        done = a_settled_day(on_sale, orders, fates)

        for event in LedgerTransaction.objects.annotate(pence=Sum("entries__amount_pence")):
            assert event.pence == 0
        assert LedgerEntry.objects.sum_pence() == 0
        books = defaultdict(int, LedgerEntry.objects.all().per_kind())
        net = check_invoices(books)
        bought = check_statements(books)
        check_losses(books, on_sale)
        assert done.difference_pence == -books["price_difference"] == net - (bought - books["loss"])


def check_invoices(books: dict[str, int]) -> int:
    """Each order's invoice from what it accepted, worked out apart from the product. Returns the net of all."""
    accepted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in DeliveredLine.objects.select_related("confirmation__order_line__drop"):
        if row.packs_accepted:
            line = row.confirmation
            accepted[line.order_line.drop.order_id].append((row.packs_accepted * line.price_pence, line.vat_permille))
    invoices = {row.order_id: row for row in Invoice.objects.all()}
    assert invoices.keys() == accepted.keys()
    for order_id, lines in accepted.items():
        rates = {rate for _, rate in lines}
        vat = sum(half_up(Fraction(sum(net for net, of in lines if of == rate) * rate, 1000)) for rate in rates)
        net = sum(net for net, _ in lines)
        paper = invoices[order_id]
        assert (paper.net_pence, paper.vat_pence, paper.gross_pence) == (net, vat, net + vat)
        assert sum(line.net_pence for line in paper.lines.all()) == net
    assert books["receivable"] == sum(paper.gross_pence for paper in invoices.values())
    assert books["vat"] == -sum(paper.vat_pence for paper in invoices.values())
    return sum(paper.net_pence for paper in invoices.values())


def check_statements(books: dict[str, int]) -> int:
    """Each seller's statement is its lines less its deductions; together they are what is owed. Returns that."""
    for paper in Statement.objects.all():
        lines = sum(line.amount_pence for line in paper.lines.all())
        assert paper.total_pence == lines - sum(row.amount_pence for row in paper.deductions.all()) >= 0
        assert lines == sum(row.packs * row.price_pence for row in PurchaseLine.objects.filter(seller=paper.seller))
    total = sum(paper.total_pence for paper in Statement.objects.all())
    assert books["payable"] == -total
    return total


def check_losses(books: dict[str, int], on_sale: dict[str, Any]) -> None:
    """Every missing pack is borne by somebody, at a price that some grower of the product asked."""
    missing: dict[str, int] = defaultdict(int)
    for row in DeliveredLine.objects.all():
        missing[row.fault] += row.packs_short + row.packs_refused
    deducted = sum(row.packs for paper in Statement.objects.all() for row in paper.deductions.all())
    assert deducted == missing["mouldy"]
    prices = [own for _, _, listings in on_sale.values() for _, own in listings]
    if missing["late"]:
        assert missing["late"] * min(prices) <= books["loss"] <= missing["late"] * max(prices)
    else:
        assert books["loss"] == 0

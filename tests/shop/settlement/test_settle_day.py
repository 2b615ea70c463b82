"""A delivered day becomes papers and bookings, once."""

from datetime import date
from typing import Any

import pytest

from shop.journal.models import LogLine, OutboxMessage
from shop.procurement.actions import agree_fault_bearer
from shop.procurement.models import LineConfirmation
from shop.rows.append_only import AppendOnly
from shop.settlement.actions import SettledDay, set_terms, settle_day
from shop.settlement.errors import NotDelivered, SettlementRefused
from shop.settlement.models import (
    Invoice,
    InvoiceLine,
    LedgerEntry,
    LedgerTransaction,
    Statement,
    StatementDeduction,
    StatementLine,
)
from tests.cast import (
    NOW,
    a_buyer,
    a_day,
    a_grower,
    a_hub,
    a_kitchen,
    a_listing,
    a_pack,
    a_processor,
    a_recipe,
    a_specification,
    carrots,
)
from tests.shop.procurement.scene import (
    ON_THE_DAY,
    a_confirmed_day,
    a_delivered_day,
    a_price,
    an_order,
    from_recipe,
    line_of,
    move_to,
    shares,
    taken_in,
)

pytestmark = pytest.mark.django_db


class School:
    """Eight crates wanted at £12.00; Manor Farm lists six at £9.50."""

    def __init__(self, listed: int = 6) -> None:
        self.hub = a_hub()
        self.pack, self.day = carrots(self.hub), a_day(self.hub)
        a_price(self.pack, 1200)
        self.grower = a_grower(self.hub)
        self.listing = a_listing(self.day, self.grower, self.pack, listed, price_pence=950)
        self.buyer = a_buyer(self.hub)
        self.order = an_order(self.day, a_kitchen(self.buyer), {self.pack: 8}, po_number="PO 7")

    def settle(self) -> SettledDay:
        return settle_day(delivery_day=self.day, by=None, now=ON_THE_DAY)

    def borne_by_seller(self, fault: str, since: date = date(2027, 1, 1)) -> None:
        agree_fault_bearer(hub=self.hub, fault=fault, bearer="seller", valid_from=since, by=None, now=NOW)


@pytest.fixture
def school() -> School:
    return School()


def books() -> dict[str, int]:
    return LedgerEntry.objects.all().per_kind()


def test_a_delivered_day_is_invoiced_and_stated_to_the_penny(school: School):
    a_delivered_day(school.day)

    done = school.settle()

    assert done == SettledDay(
        invoices=1,
        statements=1,
        gross_pence=6 * 1200,
        vat_pence=0,
        payable_pence=6 * 950,
        difference_pence=6 * 250,
        loss_pence=0,
    )
    invoice = Invoice.objects.get()
    assert (invoice.number, invoice.order, invoice.po_number) == ("IN-00001", school.order, "PO 7")
    assert (invoice.issued_on, invoice.due_on) == (date(2027, 3, 9), date(2027, 4, 8))
    line = InvoiceLine.objects.get()
    assert (line.packs, line.price_pence, line.net_pence, line.vat_permille) == (6, 1200, 7200, 0)
    statement = Statement.objects.get()
    assert (statement.number, statement.seller, statement.total_pence) == ("ST-00001", school.grower, 5700)
    assert (statement.issued_on, statement.payout_on) == (date(2027, 3, 9), date(2027, 3, 23))
    assert StatementLine.objects.get().amount_pence == 5700
    assert books() == {"payable": -5700, "price_difference": -1500, "receivable": 7200}
    assert school.day.status == "settled"


def test_the_second_settling_changes_nothing(school: School):
    a_delivered_day(school.day, refused=1)
    first = school.settle()
    messages, entries = OutboxMessage.objects.count(), LedgerEntry.objects.count()

    assert school.settle() == first

    assert (Invoice.objects.count(), Statement.objects.count()) == (1, 1)
    assert (OutboxMessage.objects.count(), LedgerEntry.objects.count()) == (messages, entries)
    assert LogLine.objects.filter(verb="settle").count() == 1


def test_a_day_that_is_not_delivered_is_not_settled(school: School):
    a_confirmed_day(school.day)

    with pytest.raises(NotDelivered, match="Tuesday 9 March 2027 is confirmed, not delivered"):
        school.settle()

    assert not LedgerTransaction.objects.exists()


def test_a_line_of_which_nothing_is_recorded_holds_the_day_up(school: School):
    a_confirmed_day(school.day)
    move_to(school.day, "routed", "out", "delivered")

    with pytest.raises(NotDelivered, match="What became of 1 confirmed lines is not recorded yet"):
        school.settle()

    assert not Invoice.objects.exists()
    assert school.day.status == "delivered"


def test_refused_packs_are_not_invoiced_and_the_hub_bears_a_fault_that_nobody_agreed_on(school: School):
    a_delivered_day(school.day, refused=1)

    done = school.settle()

    assert (done.gross_pence, done.payable_pence) == (5 * 1200, 6 * 950)
    assert (done.difference_pence, done.loss_pence) == (5 * 250, 950)
    assert not StatementDeduction.objects.exists()
    assert LedgerTransaction.objects.get(key=f"loss:{school.day.pk}").entries.count() == 2


def test_a_fault_that_the_seller_bears_comes_off_the_statement(school: School):
    school.borne_by_seller("damaged")
    a_delivered_day(school.day, short=1, refused=1)

    done = school.settle()

    assert (done.gross_pence, done.payable_pence) == (4 * 1200, 4 * 950)
    assert (done.difference_pence, done.loss_pence) == (4 * 250, 0)
    off = StatementDeduction.objects.get()
    assert (off.packs, off.price_pence, off.amount_pence) == (2, 950, 1900)
    assert off.delivered.fault == "damaged"
    assert StatementLine.objects.get().amount_pence == 5700


def test_who_bears_a_fault_is_read_as_it_stood_on_the_delivery_day(school: School):
    school.borne_by_seller("damaged", since=date(2027, 3, 10))
    a_delivered_day(school.day, refused=1)

    assert school.settle().loss_pence == 950


def test_missing_packs_of_two_growers_are_spread_in_proportion_to_what_each_gave():
    school = School(listed=6)
    hill = a_grower(school.hub, "Hill Farm")
    a_listing(school.day, hill, school.pack, 2, price_pence=900)
    school.borne_by_seller("damaged")
    a_delivered_day(school.day, refused=4)

    school.settle()

    off = {row.purchase.seller: (row.packs, row.amount_pence) for row in StatementDeduction.objects.all()}
    assert off == {school.grower: (3, 2850), hill: (1, 900)}
    totals = {row.seller: row.total_pence for row in Statement.objects.all()}
    assert totals == {school.grower: 3 * 950, hill: 900}


def test_an_order_of_which_nothing_was_accepted_gets_no_invoice_and_takes_no_number(school: School):
    a_delivered_day(school.day, refused=6)

    done = school.settle()

    assert (done.invoices, done.statements, done.gross_pence, done.loss_pence) == (0, 1, 0, 6 * 950)
    assert not Invoice.objects.exists()


def test_vat_is_charged_per_rate_group_and_booked_apart():
    hub = a_hub()
    day, buyer = a_day(hub), a_buyer(hub)
    wanted = {}
    for name in ("Crisps", "Cordial"):
        pack = a_pack(a_specification(hub, name), "box", 1_000)
        product = pack.specification.product
        product.vat_code = "S"
        product.save()
        a_price(pack, 12)
        a_listing(day, a_grower(hub, f"{name} Farm"), pack, 1, price_pence=10)
        wanted[pack] = 1
    an_order(day, a_kitchen(buyer), wanted)
    a_delivered_day(day)

    done = settle_day(delivery_day=day, by=None, now=ON_THE_DAY)

    assert (done.gross_pence, done.vat_pence, done.difference_pence) == (29, 5, 4)
    assert books() == {"payable": -20, "price_difference": -4, "receivable": 29, "vat": -5}


class Diced:
    """Ten bags diced out of three crates at £9.50 for a fee of £1.20 a bag, sold at £6.00."""

    def __init__(self, borne_by_seller: bool, refused: int) -> None:
        hub = a_hub()
        pack, day = carrots(hub), a_day(hub)
        diced = a_pack(a_specification(hub, cut="diced"), "2.5 kg bag", 2_500)
        a_price(diced, 600)
        self.processor = a_processor(hub)
        recipe = a_recipe(self.processor, pack.specification, diced)
        listing = a_listing(day, a_grower(hub), pack, 3, price_pence=950)
        line = line_of(an_order(day, a_kitchen(a_buyer(hub)), {diced: 10}))
        if borne_by_seller:
            agree_fault_bearer(hub=hub, fault="damaged", bearer="seller", valid_from=date(2027, 1, 1), by=None, now=NOW)
        a_delivered_day(day, shares(from_recipe(line, recipe, 10), taken_in(recipe, listing, 3)), refused=refused)
        self.done = settle_day(delivery_day=day, by=None, now=ON_THE_DAY)


def test_a_processed_line_pays_growers_and_processor():
    done = Diced(borne_by_seller=False, refused=0).done

    assert (done.gross_pence, done.payable_pence, done.statements) == (6000, 2850 + 1200, 2)
    assert books() == {"payable": -4050, "price_difference": -(6000 - 2850), "processing": 1200, "receivable": 6000}


def test_refused_bags_take_their_fee_and_their_share_of_the_produce_into_the_losses():
    Diced(borne_by_seller=False, refused=1)

    assert books() == {
        "loss": 285 + 120,
        "payable": -4050,
        "price_difference": -(5400 - (2850 - 285)),
        "processing": 1200 - 120,
        "receivable": 5400,
    }


def test_a_processor_that_bears_a_fault_loses_its_fee_and_the_hub_the_produce():
    scene = Diced(borne_by_seller=True, refused=1)

    assert Statement.objects.get(seller=scene.processor).total_pence == 1080
    assert books()["loss"] == 285
    assert books()["payable"] == -(2850 + 1080)


def test_both_sides_are_told_of_their_papers_once(school: School):
    a_delivered_day(school.day)
    OutboxMessage.objects.all().delete()

    school.settle()
    school.settle()

    told = {row.to_enterprise: (row.subject, row.body) for row in OutboxMessage.objects.all()}
    assert told == {
        school.buyer: (
            "Invoice IN-00001: £72.00",
            (
                "Invoice IN-00001 for order BO-00001 (your PO number PO 7) comes to £72.00. "
                "It counts what you accepted at the door. It is due on 8 April 2027."
            ),
        ),
        school.grower: (
            "Statement ST-00001: £57.00",
            "Statement ST-00001 for Tuesday 9 March 2027 comes to £57.00. It is paid on 23 March 2027.",
        ),
    }


def test_a_hub_chooses_when_papers_are_due(school: School):
    set_terms(hub=school.hub, invoice_due_days=7, payout_days=3, by=None, now=NOW)
    a_delivered_day(school.day)

    school.settle()

    assert Invoice.objects.get().due_on == date(2027, 3, 16)
    assert Statement.objects.get().payout_on == date(2027, 3, 12)


@pytest.mark.parametrize("fields", [{"invoice_due_days": -1}, {"payout_days": 366}])
def test_terms_that_nobody_means_are_refused(school: School, fields: dict[str, Any]):
    with pytest.raises(SettlementRefused, match="between 0 and 365 days"):
        set_terms(**{"hub": school.hub, "invoice_due_days": 30, "payout_days": 14, "by": None, "now": NOW, **fields})


@pytest.mark.parametrize("model", [Invoice, InvoiceLine, Statement, StatementLine, LedgerEntry, LedgerTransaction])
def test_papers_and_books_are_never_edited(school: School, model: Any):
    a_delivered_day(school.day)
    school.settle()

    with pytest.raises(AppendOnly):
        model.objects.first().save()
    with pytest.raises(AppendOnly):
        model.objects.all().delete()


def test_each_hub_sees_its_own_papers(school: School):
    a_delivered_day(school.day)
    school.settle()
    fens = a_hub("Fens Food Hub", "fens")

    for model in (Invoice, InvoiceLine, Statement, StatementLine, LedgerEntry, LedgerTransaction, LineConfirmation):
        assert model.objects.of(school.hub).exists()
        assert not model.objects.of(fens).exists()


def test_a_day_without_any_order_settles_to_nothing():
    day = a_day(a_hub())
    a_delivered_day(day)

    assert settle_day(delivery_day=day, by=None, now=ON_THE_DAY) == SettledDay(0, 0, 0, 0, 0, 0, 0)
    assert day.status == "settled"

"""Papers on the page: to the penny, for whom they are written, and nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shop.procurement.actions import agree_fault_bearer
from shop.settlement.actions import settle_day
from shop.settlement.models import Invoice, Statement
from shop.settlement.reading.breakdown import breakdown_from, breakdown_of
from shop.settlement.reading.day import day_papers, papers_of
from shop.settlement.reading.invoice import InvoicedLine, VatGroup, invoice_page
from shop.settlement.reading.statement import BoughtLine, TakenOff, statement_page
from tests import cast
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, a_price, an_order

pytestmark = pytest.mark.django_db
CRATE = '"Carrots, 10 kg crate"'
WHY = '"refused: damaged, at Uppingham School kitchen"'


class Settled:
    """Six crates at £12.00 to a school, bought at £9.50; one was refused as damaged, which the grower bears."""

    def __init__(self, growers: int = 1) -> None:
        self.hub = cast.a_hub()
        self.base = cast.a_hub_base(self.hub).enterprise
        self.pack, self.day = cast.carrots(self.hub), cast.a_day(self.hub)
        a_price(self.pack, 1200)
        names = ["Manor Farm", "Hill Farm", "Lane Farm", "Mill Farm"][:growers]
        self.growers = [cast.a_grower(self.hub, name) for name in names]
        for grower in self.growers:
            cast.a_listing(self.day, grower, self.pack, 6, price_pence=950)
        self.buyer = cast.a_buyer(self.hub)
        self.kitchen = cast.a_kitchen(self.buyer)
        self.order = an_order(self.day, self.kitchen, {self.pack: 6 * growers}, po_number="=PO 7")
        agree_fault_bearer(
            hub=self.hub, fault="damaged", bearer="seller", valid_from=ON_THE_DAY.date(), by=None, now=cast.NOW
        )
        a_delivered_day(self.day, refused=1)
        settle_day(delivery_day=self.day, by=None, now=ON_THE_DAY)
        self.invoice, self.statement = Invoice.objects.get(), Statement.objects.earliest("id")


@pytest.fixture
def settled() -> Settled:
    return Settled()


def signed_in(enterprise: Any, role: str = "manager", email: str = "") -> Client:
    client = Client()
    client.force_login(cast.a_member(enterprise, role=role, email=email))
    return client


def test_a_statement_says_what_was_bought_and_what_came_off_and_why(settled: Settled) -> None:
    page = statement_page(settled.statement)

    assert page.bought == (BoughtLine(False, "Carrots, 10 kg crate", 6, 950, 5700),)
    assert page.off == (TakenOff("Carrots, 10 kg crate", "Uppingham School kitchen", "refused: damaged", 1, 950, 950),)
    assert (page.bought_pence, page.off_pence, page.total_pence, page.adds_up) == (5700, 950, 4750, True)
    assert (page.payer.name, page.payee.name) == ("Rutland Food Hub", "Manor Farm")


def test_an_invoice_says_what_was_accepted_and_what_is_not_charged(settled: Settled) -> None:
    page = invoice_page(settled.invoice)

    assert page.lines == (
        InvoicedLine("Uppingham School kitchen", "Carrots", "10 kg crate", 5, 0, 1, "damaged", 1200, 6000, 0),
    )
    assert page.vat_groups == (VatGroup(0, 6000, 0),)
    assert (page.net_pence, page.vat_pence, page.gross_pence, page.adds_up) == (6000, 0, 6000, True)
    assert (page.po_number, page.not_charged) == ("=PO 7", 1)


def test_every_pound_went_somewhere(settled: Settled) -> None:
    found = breakdown_of(settled.day)

    assert [(share.code, share.pence) for share in found.shares] == [("growers", 4750), ("hub", 1250)]
    assert found.whole_pence == sum(share.pence for share in found.shares) == 6000
    assert sum(share.width for share in found.shares) == 1000


def test_a_hub_that_paid_in_is_shown_so_and_takes_no_room_on_the_bar() -> None:
    found = breakdown_from(
        [
            ("receivable", "buyer", 1000),
            ("payable", "grower", -1100),
            ("price_difference", None, 250),
            ("vat", None, -150),
        ]
    )

    assert [(share.code, share.pence, share.width) for share in found.shares] == [
        ("growers", 1100, 880), ("hub", -250, 0), ("vat", 150, 120)
    ]  # fmt: skip
    assert sum(share.pence for share in found.shares) == found.whole_pence == 1000


def test_a_day_without_papers_has_no_breakdown() -> None:
    day = cast.a_day(cast.a_hub())

    found = day_papers(day)

    assert (found.is_settled, found.invoices, found.breakdown.shares, found.breakdown.whole_pence) == (False, (), (), 0)


def test_a_days_papers_and_lists_take_a_fixed_number_of_queries(
    django_assert_num_queries: Any, settled: Settled
) -> None:
    with django_assert_num_queries(5):
        day_papers(settled.day)
    with django_assert_num_queries(2):
        papers_of(settled.growers[0])
    with django_assert_num_queries(7):
        statement_page(Statement.objects.select_related("seller", "hub", "delivery_day").get())
    with django_assert_num_queries(7):
        invoice_page(Invoice.objects.select_related("order__buyer", "order__delivery_day", "hub").get())


def test_four_growers_take_as_many_queries_as_one(django_assert_num_queries: Any) -> None:
    settled = Settled(growers=4)
    with django_assert_num_queries(5):
        found = day_papers(settled.day)
    with django_assert_num_queries(7):
        invoice_page(Invoice.objects.select_related("order__buyer", "order__delivery_day", "hub").get())

    assert len(found.statements) == 4
    assert found.stated_pence == 24 * 950 - 950


@pytest.mark.parametrize("name", ["statement", "statement-table"])
def test_a_statement_is_for_its_seller_and_the_coordinator(settled: Settled, name: str) -> None:
    address = reverse(f"papers:{name}", args=[settled.statement.pk])
    other_hub = cast.a_hub("Fenland", "fenland")
    stranger = cast.a_grower(other_hub, "Fen Farm")

    assert signed_in(settled.growers[0]).get(address).status_code == 200
    assert signed_in(settled.base, "coordinator").get(address).status_code == 200
    assert signed_in(settled.buyer).get(address).status_code == 404
    assert signed_in(stranger, email="fen@fen.example").get(address).status_code == 404
    assert signed_in(settled.base, "packer").get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["invoice", "invoice-table"])
def test_an_invoice_is_for_its_buyer_and_the_coordinator(settled: Settled, name: str) -> None:
    address = reverse(f"papers:{name}", args=[settled.invoice.pk])

    assert signed_in(settled.buyer).get(address).status_code == 200
    assert signed_in(settled.base, "coordinator").get(address).status_code == 200
    assert signed_in(settled.growers[0]).get(address).status_code == 404


def test_the_papers_say_their_sums_on_the_page(settled: Settled) -> None:
    statement = signed_in(settled.growers[0]).get(reverse("papers:statement", args=[settled.statement.pk]))
    assert "£47.50" in statement.text
    assert "refused: damaged" in statement.text
    assert "You act for" not in statement.text
    invoice = signed_in(settled.base, "coordinator").get(reverse("papers:invoice", args=[settled.invoice.pk]))
    assert "£60.00" in invoice.text
    assert "1 refused" in invoice.text
    assert "You act for <strong>Uppingham School</strong>" in invoice.text


def test_a_table_adds_up_and_runs_no_formula(settled: Settled) -> None:
    statement = signed_in(settled.growers[0]).get(reverse("papers:statement-table", args=[settled.statement.pk]))
    invoice = signed_in(settled.buyer).get(reverse("papers:invoice-table", args=[settled.invoice.pk]))

    assert statement.headers["Content-Disposition"] == 'attachment; filename="ST-00001.csv"'
    assert statement.text.splitlines()[1:] == [
        f"ST-00001,Tuesday 9 March 2027,Produce,{CRATE},,6,9.50,57.00",
        f"ST-00001,Tuesday 9 March 2027,Taken off,{CRATE},{WHY},-1,9.50,-9.50",
        "ST-00001,Tuesday 9 March 2027,Total,,,,,47.50",
    ]
    assert all(",'=PO 7," in row for row in invoice.text.splitlines()[1:])


def test_the_door_leads_straight_to_the_only_papers(settled: Settled) -> None:
    door = reverse("papers:door")

    assert signed_in(settled.growers[0]).get(door).headers["Location"] == reverse(
        "papers:of", args=[settled.growers[0].pk]
    )
    assert signed_in(settled.base, "coordinator").get(door).headers["Location"] == reverse(
        "papers:hub", args=[settled.hub.pk]
    )
    assert signed_in(settled.base, "driver").get(door).status_code == 404


def test_lists_name_every_paper(settled: Settled) -> None:
    grower = signed_in(settled.growers[0]).get(reverse("papers:of", args=[settled.growers[0].pk]))
    assert "ST-00001" in grower.text
    coordinator = signed_in(settled.base, "coordinator")
    day = coordinator.get(reverse("papers:day", args=[settled.day.pk]))
    assert all(word in day.text for word in ("ST-00001", "IN-00001", "Where the money went", "20.8 %"))
    assert "Tuesday 9 March 2027" in coordinator.get(reverse("papers:hub", args=[settled.hub.pk])).text
    assert coordinator.get(reverse("papers:of", args=[settled.buyer.pk])).status_code == 200


@pytest.mark.parametrize("name", ["day", "hub", "outbox"])
def test_the_hubs_pages_are_for_its_coordinators(settled: Settled, name: str) -> None:
    address = reverse(f"papers:{name}", args=[settled.day.pk if name == "day" else settled.hub.pk])

    assert signed_in(settled.base, "coordinator").get(address).status_code == 200
    assert signed_in(settled.growers[0]).get(address).status_code == 404
    assert signed_in(settled.base, "packer").get(address).status_code == 404

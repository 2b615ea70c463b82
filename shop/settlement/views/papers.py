"""One paper, to read, to print and as a table."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from shop.enterprises.access import Acting, acting_for
from shop.settlement.models import Invoice, Statement
from shop.settlement.reading import invoice as invoices
from shop.settlement.reading import statement as statements
from shop.spreadsheets.writing import comma_separated, pounds_cell

SELLERS = ("grower", "processor", "wholesaler")
BUYERS = ("buyer",)


@login_required
@require_safe
def statement(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A statement. For members of the seller, and for the hub's coordinator."""
    acting, row = statement_or_404(request, paper_id)
    page = statements.statement_page(row)
    return render(request, "settlement/statement.html", {"acting": acting, "paper": page})


@login_required
@require_safe
def statement_table(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A statement for a spreadsheet. For members of the seller, and for the hub's coordinator."""
    _, row = statement_or_404(request, paper_id)
    page = statements.statement_page(row)
    return as_table(page.number, statements.HEADINGS, statements.table_of(page, pounds_cell))


@login_required
@require_safe
def invoice(request: HttpRequest, paper_id: int) -> HttpResponse:
    """An invoice. For members of the buyer, and for the hub's coordinator."""
    acting, row = invoice_or_404(request, paper_id)
    page = invoices.invoice_page(row)
    return render(request, "settlement/invoice.html", {"acting": acting, "paper": page})


@login_required
@require_safe
def invoice_table(request: HttpRequest, paper_id: int) -> HttpResponse:
    """An invoice for a spreadsheet. For members of the buyer, and for the hub's coordinator."""
    _, row = invoice_or_404(request, paper_id)
    page = invoices.invoice_page(row)
    return as_table(page.number, invoices.HEADINGS, invoices.table_of(page, pounds_cell))


def statement_or_404(request: HttpRequest, paper_id: int) -> tuple[Acting, Statement]:
    """The statement, if the person may act for its seller. Raises Http404."""
    rows = Statement.objects.select_related("seller", "hub", "delivery_day")
    row: Statement = get_object_or_404(rows, pk=paper_id)
    return acting_for(request.user, row.seller_id, kinds=SELLERS), row


def invoice_or_404(request: HttpRequest, paper_id: int) -> tuple[Acting, Invoice]:
    """The invoice, if the person may act for its buyer. Raises Http404."""
    rows = Invoice.objects.select_related("order__buyer", "order__delivery_day", "hub")
    row: Invoice = get_object_or_404(rows, pk=paper_id)
    return acting_for(request.user, row.order.buyer_id, kinds=BUYERS), row


def as_table(name: str, headings: Any, rows: Any) -> HttpResponse:
    """A file for a spreadsheet, called by the paper's number."""
    response = HttpResponse(comma_separated(headings, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

"""Credit notes and corrections, to read and to print."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from shop.enterprises.access import acting_for
from shop.settlement.models import CreditNote, StatementCorrection
from shop.settlement.reading.put_right import correction_page, credit_page
from shop.settlement.views.papers import BUYERS, SELLERS


@login_required
@require_safe
def credit(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A credit note. For members of the buyer, and for the hub's coordinator."""
    rows = CreditNote.objects.select_related("invoice__order__buyer", "invoice__order__delivery_day", "hub")
    row: CreditNote = get_object_or_404(rows, pk=paper_id)
    acting = acting_for(request.user, row.invoice.order.buyer_id, kinds=BUYERS)
    return render(request, "settlement/credit.html", {"acting": acting, "paper": credit_page(row)})


@login_required
@require_safe
def correction(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A correction to a statement. For members of the seller, and for the hub's coordinator."""
    rows = StatementCorrection.objects.select_related("statement__seller", "statement__delivery_day", "hub")
    row: StatementCorrection = get_object_or_404(rows, pk=paper_id)
    acting = acting_for(request.user, row.statement.seller_id, kinds=SELLERS)
    return render(request, "settlement/correction.html", {"acting": acting, "paper": correction_page(row)})

"""Where a seller is paid: shown masked, changed by its own members only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts.proof import ask_again
from shop.enterprises.access import acting_for
from shop.rows.local_time import local_date
from shop.settlement.bank_details import change_bank_details, readable_numbers
from shop.settlement.errors import BadBankDetails
from shop.settlement.forms import BankDetailsForm
from shop.settlement.models import BankDetails
from shop.settlement.papers import terms_of
from shop.settlement.views.papers import SELLERS


@never_cache
@login_required
@require_safe
def bank(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Where the enterprise is paid, masked. For its members, and for the hub's coordinator."""
    acting = acting_for(request.user, enterprise_id, kinds=SELLERS)
    rows = list(BankDetails.objects.filter(enterprise=acting.enterprise).order_by("-id"))
    standing = rows[0] if rows else None
    numbers = readable_numbers(standing) if standing else None
    context = {
        "acting": acting,
        "standing": standing,
        "name": numbers.name if numbers else "",
        "masked": numbers.masked if numbers else "",
        "waits": standing is not None
        and standing.payable_from > local_date(timezone.now(), acting.enterprise.hub.time_zone),
        "changes": rows,
    }
    return render(request, "settlement/bank.html", context)


@sensitive_post_parameters("name", "sort_code", "account_number")
@sensitive_variables("form")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Enter where the enterprise is paid from now on. For its members alone, who show again that it is they."""
    acting = acting_for(request.user, enterprise_id, kinds=SELLERS)
    if acting.on_behalf:
        raise Http404
    ask_again(request)
    form = BankDetailsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = change_bank_details(enterprise=acting.enterprise, **form.numbers, by=request.user, now=timezone.now())
        except BadBankDetails as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            day = row.payable_from
            messages.success(request, f"Saved. The first payout goes there on {day.day} {day:%B %Y} at the earliest.")
            return redirect("papers:bank", enterprise_id)
    context = {"acting": acting, "form": form, "cooling_days": terms_of(acting.enterprise.hub).cooling_days}
    return render(request, "settlement/bank_change.html", context, status=422 if form.errors else 200)

"""A hub's payouts, for its coordinators: what is due, each run, the bank's file, what was paid and what failed."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.proof import ask_again
from shop.rows.local_time import local_date
from shop.rows.moves import NotAllowedMove
from shop.settlement.errors import SettlementRefused
from shop.settlement.models import Payout, PayoutRun
from shop.settlement.payouts import make_payouts, note_failed, note_paid, write_bank_file
from shop.settlement.reading.due import due_to_sellers
from shop.settlement.views.lists import hub_or_404

STATUS = Payout.Status
RUNS_A_PAGE = 20


@login_required
@require_safe
def payouts(request: HttpRequest, hub_id: int) -> HttpResponse:
    """What is due today, and the runs so far."""
    hub = hub_or_404(request, hub_id)
    due = due_to_sellers(hub, on=local_date(timezone.now(), hub.time_zone))
    runs = PayoutRun.objects.of(hub).annotate(
        pence=Sum("payouts__amount_pence"),
        number_of=Count("payouts"),
        open_ones=Count("payouts", filter=Q(payouts__status__in=(STATUS.MADE, STATUS.EXPORTED))),
        failed_ones=Count("payouts", filter=Q(payouts__status=STATUS.FAILED)),
    )
    context = {
        "hub": hub,
        "due": due,
        "payable_pence": sum(row.pence for row in due if row.can_be_paid),
        "payable": sum(row.can_be_paid for row in due),
        "runs": Paginator(runs.order_by("-id"), RUNS_A_PAGE).get_page(request.GET.get("page")),
        "client_key": uuid4(),
    }
    return render(request, "settlement/payouts.html", context)


@login_required
@require_POST
def make(request: HttpRequest, hub_id: int) -> HttpResponse:
    """Make a run of what is due."""
    hub = hub_or_404(request, hub_id)
    ask_again(request)
    try:
        key = UUID(request.POST.get("client_key", ""))
        run = make_payouts(hub=hub, client_key=key, by=request.user, now=timezone.now())
    except ValueError:
        messages.warning(request, "This page was too old to be answered. Press once more.")
    except SettlementRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{run} is made. Write the file for the bank next.")
        return redirect("papers:payout-run", run.pk)
    return redirect("papers:payouts", hub.pk)


@login_required
@require_safe
def payout_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run, payout by payout."""
    return page(request, run_or_404(request, run_id))


def page(request: HttpRequest, run: PayoutRun, *, refusal: str = "", typed: Any = None) -> HttpResponse:
    """The run's page; with a refusal it comes with status 422 and what was typed."""
    rows = list(run.payouts.select_related("seller").order_by("seller__name", "id"))
    context = {
        "hub": run.hub,
        "run": run,
        "payouts": rows,
        "total_pence": sum(row.amount_pence for row in rows),
        "can_export": any(row.status in {STATUS.MADE, STATUS.EXPORTED} for row in rows),
        "is_exported": any(row.status == STATUS.EXPORTED for row in rows),
        "refusal": refusal,
        "typed": typed or {},
    }
    return render(request, "settlement/payout_run.html", context, status=422 if refusal else 200)


@never_cache
@login_required
@require_POST
def bank_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """The file for the bank, with whole account numbers: it asks again who is there."""
    run = run_or_404(request, run_id)
    ask_again(request)
    try:
        table = write_bank_file(run=run, by=request.user, now=timezone.now())
    except SettlementRefused as refusal:
        return page(request, run, refusal=str(refusal))
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{run.number}.csv"'
    return response


@login_required
@require_POST
def paid(request: HttpRequest, run_id: int) -> HttpResponse:
    """The bank has paid what was in the file. A second click finds nothing to note."""
    run = run_or_404(request, run_id)
    ask_again(request)
    count = note_paid(run=run, by=request.user, now=timezone.now())
    messages.success(request, f"{count} payouts noted as paid." if count else "Nothing was left to note.")
    return redirect("papers:payout-run", run.pk)


@login_required
@require_POST
def failed(request: HttpRequest, run_id: int, payout_id: int) -> HttpResponse:
    """A payout did not arrive, or came back: the seller is owed it again."""
    run = run_or_404(request, run_id)
    payout: Payout = get_object_or_404(run.payouts, pk=payout_id)
    ask_again(request)
    why = request.POST.get("why", "")
    try:
        note_failed(payout=payout, why=why, by=request.user, now=timezone.now())
    except SettlementRefused as refusal:
        return page(request, run, refusal=str(refusal), typed={"payout": payout.pk, "why": why})
    except NotAllowedMove:
        messages.info(request, "That was noted before; nothing was done twice.")
    else:
        messages.success(request, f"{payout.seller} is owed this again; it is in the next run.")
    return redirect("papers:payout-run", run.pk)


def run_or_404(request: HttpRequest, run_id: int) -> PayoutRun:
    """The run, if the person coordinates its hub. Raises Http404."""
    run: PayoutRun = get_object_or_404(PayoutRun.objects.select_related("hub"), pk=run_id)
    hub_or_404(request, run.hub_id)
    return run

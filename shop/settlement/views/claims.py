"""Claims, and the hub's answer to each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shop.enterprises.models import Hub
from shop.pricing.quantities import counted
from shop.procurement.errors import ClaimRefused
from shop.procurement.models import Claim
from shop.settlement.crediting import settle_claim
from shop.settlement.reading.claims import claims_of
from shop.settlement.views.lists import hub_or_404

MOST_DIGITS = 6


@login_required
@require_safe
def claims(request: HttpRequest, hub_id: int) -> HttpResponse:
    """A hub's open claims, or those that were answered. For its coordinators."""
    return page(request, hub_or_404(request, hub_id), answered=request.GET.get("show") == "answered")


@login_required
@require_POST
def answer(request: HttpRequest, hub_id: int, claim_id: int) -> HttpResponse:
    """Agree to a claim, to a part of it, or not. For the hub's coordinators."""
    hub = hub_or_404(request, hub_id)
    claim: Claim = get_object_or_404(Claim.objects.of(hub), pk=claim_id)
    packs, words = request.POST.get("packs", "").strip(), request.POST.get("words", "")
    typed = {"claim": claim.pk, "packs": packs, "words": words}
    if not packs.isdecimal() or len(packs) > MOST_DIGITS:
        return page(request, hub, refusal="Say how many packs are agreed: a number, 0 for none.", typed=typed)
    try:
        row = settle_claim(claim=claim, packs_agreed=int(packs), words=words, by=request.user, now=timezone.now())
    except ClaimRefused as refusal:
        return page(request, hub, refusal=str(refusal), typed=typed)
    kitchen = claim.delivered.confirmation.order_line.drop.kitchen
    agreed = f"{counted(row.packs_agreed, 'pack')} of {claim.packs} agreed" if row.packs_agreed else "not agreed"
    messages.success(request, f"{kitchen}: {agreed}. They are told.")
    return redirect("papers:claims", hub.pk)


def page(
    request: HttpRequest,
    hub: Hub,
    *,
    answered: bool = False,
    refusal: str = "",
    typed: dict[str, object] | None = None,
) -> HttpResponse:
    """The page; with a refusal it comes with status 422 and what was typed."""
    context = {
        "hub": hub,
        "claims": claims_of(hub, answered=answered),
        "answered": answered,
        "refusal": refusal,
        "typed": typed or {},
    }
    return render(request, "settlement/claims.html", context, status=422 if refusal else 200)

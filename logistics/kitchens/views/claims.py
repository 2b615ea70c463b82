"""Claiming what was taken at the door and found wrong."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from logistics.kitchens.desk import Desk, desk_for_order, phone_of
from logistics.kitchens.typed import BadText, packs_in
from shop.procurement.actions import claim as note_claim
from shop.procurement.actions.claiming import claimable_packs, claims_close_at
from shop.procurement.errors import ClaimRefused
from shop.procurement.models import DeliveredLine

UNPROCESSABLE = 422
FAULTS = ("poor quality", "damaged on the way", "too warm", "wrong goods", "fewer than was signed for")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, buyer_id: int, order_id: int, delivered_id: int) -> HttpResponse:
    """One delivered line of an order, for the buyer's members and, on its behalf, the hub's coordinators."""
    desk = desk_for_order(request, buyer_id, order_id, timezone.now())
    lines = DeliveredLine.objects.select_related("confirmation__order_line__drop__order__hub").select_related(
        "confirmation__order_line__drop__kitchen", "confirmation__order_line__drop__order__buyer"
    )
    delivered = lines.filter(pk=delivered_id, confirmation__order_line__drop__order=desk.order).first()
    if delivered is None:
        raise Http404
    if request.method == "POST":
        return noted(request, desk, delivered)
    return claim_page(request, desk, delivered, {"packs": "", "fault": "", "note": "", "client_key": str(uuid4())})


def noted(request: HttpRequest, desk: Desk, delivered: DeliveredLine) -> HttpResponse:
    """Note the claim; what is refused is told on the page with all that was typed."""
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in ("packs", "fault", "note", "client_key")}
    try:
        row = note_claim(
            delivered=delivered,
            packs=packs_in(typed["packs"]),
            fault=typed["fault"] if typed["fault"] in FAULTS else "",
            note=typed["note"],
            client_key=UUID(typed["client_key"]),
            by=request.user,
            now=desk.now,
            on_behalf=desk.acting.on_behalf,
        )
    except (BadText, ClaimRefused) as error:
        return claim_page(request, desk, delivered, typed, refusal=str(error))
    except ValueError:
        return claim_page(
            request,
            desk,
            delivered,
            {**typed, "client_key": str(uuid4())},
            refusal="This page was too old to be answered. Send it once more.",
        )
    messages.success(request, f"The claim is with the hub: {row.packs} × {delivered.confirmation}, {row.fault}.")
    return redirect("kitchen:order", desk.acting.enterprise.pk, delivered.confirmation.order_line.drop.order_id)


def claim_page(
    request: HttpRequest, desk: Desk, delivered: DeliveredLine, typed: dict[str, str], refusal: str = ""
) -> HttpResponse:
    """The form, or until when claims were taken."""
    context: dict[str, Any] = {
        "acting": desk.acting,
        "buyer": desk.acting.enterprise,
        "order": desk.order,
        "delivered": delivered,
        "closes_at": claims_close_at(delivered),
        "is_open": desk.now <= claims_close_at(delivered),
        "left": claimable_packs(delivered),
        "faults": FAULTS,
        "typed": typed,
        "refusal": refusal,
        "zone": delivered.confirmation.order_line.drop.order.hub.time_zone,
        "hub_to_ring": phone_of(desk.acting.enterprise.hub),
    }
    return render(request, "kitchens/claim.html", context, status=UNPROCESSABLE if refusal else 200)

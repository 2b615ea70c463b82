"""Which papers there are: of an enterprise, of a delivery day, of a hub."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from shop.cycles.models import DeliveryDay
from shop.enterprises.access import acting_for, enterprises_of, hubs_worked_for
from shop.enterprises.models import Hub, Membership
from shop.payments.models import Payment, PaymentEvent
from shop.procurement.models import Claim
from shop.settlement.reading.day import day_papers, papers_of
from shop.settlement.views.papers import BUYERS, SELLERS

DAYS_A_PAGE = 30
SURPRISES = 20
PAYOUTS = 12


@login_required
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Whose papers: straight on where there is only one choice. For members, and for coordinators."""
    hubs = list(hubs_worked_for(request.user, Membership.Role.COORDINATOR))
    own = list(enterprises_of(request.user, kinds=(*SELLERS, *BUYERS)))
    if not hubs and not own:
        raise Http404
    if len(own) == 1 and not hubs:
        return redirect("papers:of", own[0].pk)
    if len(hubs) == 1 and not own:
        return redirect("papers:hub", hubs[0].pk)
    return render(request, "settlement/door.html", {"hubs": hubs, "own": own})


@login_required
@require_safe
def papers_of_enterprise(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """An enterprise's papers, the latest first. For its members, and for the hub's coordinator."""
    acting = acting_for(request.user, enterprise_id, kinds=(*SELLERS, *BUYERS))
    papers = papers_of(acting.enterprise)
    context = {
        "acting": acting,
        "papers": Paginator(papers, DAYS_A_PAGE).get_page(request.GET.get("page")),
        "is_buyer": acting.enterprise.kind in BUYERS,
        "total_pence": sum(row.pence for row in papers),
        "payouts": acting.enterprise.payouts.select_related("run").order_by("-id")[:PAYOUTS],
    }
    return render(request, "settlement/papers_of.html", context)


@login_required
@require_safe
def hub(request: HttpRequest, hub_id: int) -> HttpResponse:
    """A hub's delivery days with papers or to be settled, and cards to look at. For its coordinators."""
    mine = hub_or_404(request, hub_id)
    days = DeliveryDay.objects.of(mine).filter(status__in=("delivered", "settled")).order_by("-day")
    members = mine.enterprises.filter(kind__in=(*SELLERS, *BUYERS))
    context = {
        "hub": mine,
        "days": Paginator(days, DAYS_A_PAGE).get_page(request.GET.get("page")),
        "sellers": members.filter(kind__in=SELLERS),
        "buyers": members.filter(kind__in=BUYERS),
        "open_claims": Claim.objects.of(mine).open().count(),
        "lost": Payment.objects.of(mine).to_look_at(),
        "surprises": PaymentEvent.objects.of(mine).surprising()[:SURPRISES],
    }
    return render(request, "settlement/hub.html", context)


@login_required
@require_safe
def day(request: HttpRequest, day_id: int) -> HttpResponse:
    """All papers of a delivery day, and where the money went. For the hub's coordinators."""
    found: DeliveryDay = get_object_or_404(DeliveryDay.objects.select_related("cycle__hub"), pk=day_id)
    mine = hub_or_404(request, found.cycle.hub_id)
    context = {"hub": mine, "cycle": found.cycle, "papers": day_papers(found)}
    return render(request, "settlement/day.html", context)


def hub_or_404(request: HttpRequest, hub_id: int) -> Hub:
    """The hub, if the person coordinates it. Raises Http404."""
    found: Hub = get_object_or_404(hubs_worked_for(request.user, Membership.Role.COORDINATOR), pk=hub_id)
    return found

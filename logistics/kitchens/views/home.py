"""The doors to the kitchens' pages."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from logistics.kitchens.desk import buyer_for, phone_of
from logistics.kitchens.home import home_of
from logistics.kitchens.posted import number_in
from shop.enterprises.access import enterprises_of, hubs_worked_for
from shop.enterprises.models import Enterprise, Membership


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The buyers that the person is a member of, and those of the hubs they coordinate. One buyer is opened at once."""
    own = list(enterprises_of(request.user, kinds=(Enterprise.Kind.BUYER,)))
    hubs = hubs_worked_for(request.user, Membership.Role.COORDINATOR)
    of_hubs = list(
        Enterprise.objects.buyers().filter(hub__in=hubs).exclude(pk__in=[each.pk for each in own]).select_related("hub")
    )
    if not own and not of_hubs:
        raise Http404
    if len(own) == 1 and not of_hubs:
        return redirect("kitchen:home", own[0].pk)
    return render(request, "kitchens/start.html", {"own": own, "of_hubs": of_hubs})


@login_required
@require_safe
def home(request: HttpRequest, buyer_id: int) -> HttpResponse:
    """A buyer's front page, for its members and, on its behalf, the hub's coordinators."""
    acting = buyer_for(request, buyer_id)
    buyer = acting.enterprise
    shown = home_of(buyer, request.user, now=timezone.now(), page=number_in(request.GET.get("page", "")) or 1)
    context = {"acting": acting, "buyer": buyer, "home": shown, "hub_to_ring": phone_of(buyer.hub)}
    return render(request, "kitchens/home.html", context)

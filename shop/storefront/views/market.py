"""The market: what households can buy for a delivery day. Open to everybody."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.enterprises.access import hubs_worked_for
from shop.enterprises.models import Membership
from shop.produce.models import Product
from shop.storefront.choosing import Market, choose_day, market_of
from shop.storefront.market_page import Wishes, market_page


@require_safe
def market(request: HttpRequest) -> HttpResponse:
    """Everything on sale for the chosen day, by category; `q`, `category`, `grower` and `season` leave less of it."""
    now = timezone.now()
    if "day" in request.GET:
        choose_day(request, request.GET["day"], now=now)
        kept = {name: value for name, value in request.GET.items() if name != "day"}
        return redirect(f"{request.path}?{urlencode(kept)}" if kept else request.path)
    found = market_of(request, now=now)
    if found is None or found.day is None:
        return render(request, "oscar/catalogue/closed.html", {"market": found})
    wishes = wishes_of(request)
    shown = {"market": found, "page": market_page(found, wishes), "wishes": wishes, "keeps": keeps(request, found)}
    return render(request, "oscar/catalogue/browse.html", shown)


def keeps(request: HttpRequest, market: Market) -> bool:
    """Whether the visitor coordinates the hub whose shop it is."""
    if not request.user.is_authenticated:
        return False
    return bool(hubs_worked_for(request.user, Membership.Role.COORDINATOR).filter(pk=market.front.hub_id).exists())


def wishes_of(request: HttpRequest) -> Wishes:
    """What the address asks for; a category that there is none of asks for nothing."""
    category = request.GET.get("category", "")
    return Wishes(
        words=request.GET.get("q", "").strip()[:80],
        category=category if category in Product.Category.values else "",
        grower=request.GET.get("grower", "")[:80],
        in_season=request.GET.get("season") == "now",
    )

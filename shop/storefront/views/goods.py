"""A grower's pack: open to everybody."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.storefront.choosing import market_of
from shop.storefront.goods_page import goods_page


@require_safe
def goods(request: HttpRequest, product_slug: str, pk: int) -> HttpResponse:
    """What it is, who grew it, what it costs for the chosen day, and who else sells the same."""
    del product_slug
    market = market_of(request, now=timezone.now())
    if market is None:
        raise Http404
    page = goods_page(market, int(pk))
    return render(request, "oscar/catalogue/detail.html", {"market": market, "page": page, "client_key": uuid4()})

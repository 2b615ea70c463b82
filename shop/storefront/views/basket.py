"""The basket: everybody their own, by account or by cookie."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from shop.journal.models import AnsweredClick
from shop.storefront.basket_page import basket_page
from shop.storefront.choosing import choose_day, market_of

MOST_PACKS = 999


@require_safe
def summary(request: Any) -> HttpResponse:
    """What is in the basket, what it costs, and what of it can't be had; `day` chooses another day for it."""
    now = timezone.now()
    if "day" in request.GET:
        choose_day(request, request.GET["day"], now=now)
        return redirect("basket:summary")
    market = market_of(request, now=now)
    return render(request, "oscar/basket/basket.html", {"market": market, "page": basket_page(market, request.basket)})


@require_POST
def add(request: Any, pk: int) -> HttpResponse:
    """Put packs of a product in. The form's key makes a second click change nothing."""
    market = market_of(request, now=timezone.now())
    item = market.item(pk) if market else None
    packs, key = packs_in(request), key_in(request)
    if item is None:
        messages.error(request, "This is not on sale for the day you chose.")
    elif not packs or key is None:
        messages.error(request, "Say how many, in whole numbers of one or more.")
    elif packs + packs_of(request, pk) > item.packs_left:
        messages.error(request, f"Only {item.packs_left} left of {item.goods.product.title}.")
    elif put_in(request, item.goods.product, packs, key):
        messages.success(request, f"In your basket: {packs} × {item.goods.product.title}.")
    return redirect(back_to(request))


@require_POST
def change(request: Any, line_id: int) -> HttpResponse:
    """Set a line's packs; 0 takes it out. The same again changes nothing."""
    line = request.basket.lines.filter(pk=line_id).select_related("product").first() if request.basket.id else None
    if line is None:
        raise Http404
    packs = packs_in(request)
    if packs is None:
        messages.error(request, "Say how many, in whole numbers; 0 takes it out.")
    elif packs == 0:
        line.delete()
        messages.success(request, f"{line.product.title} is out of your basket.")
    else:
        line.quantity = packs
        line.save()
    return redirect("basket:summary")


@transaction.atomic
def put_in(request: Any, product: object, packs: int, key: UUID) -> bool:
    """Add once per click. Whether this call did."""
    by = request.user.pk if request.user.is_authenticated else None
    _, is_first = AnsweredClick.objects.get_or_create(key=key, defaults={"by_id": by, "at": timezone.now()})
    if is_first:
        request.basket.add_product(product, packs)
    return bool(is_first)


def packs_of(request: Any, product_id: int) -> int:
    """How many packs of the product are in the basket."""
    if not request.basket.id:
        return 0
    return sum(line.quantity for line in request.basket.lines.filter(product_id=product_id))


def packs_in(request: Any) -> int | None:
    """The number that was typed; None for what is none."""
    text = request.POST.get("quantity", "").strip()
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return MOST_PACKS if len(digits) > len(str(MOST_PACKS)) else min(int(digits), MOST_PACKS)


def key_in(request: Any) -> UUID | None:
    """The form's key; None for what is none."""
    try:
        return UUID(request.POST.get("client_key", ""))
    except ValueError:
        return None


def back_to(request: Any) -> str:
    """The page that the form names, if it is ours, else the basket."""
    page = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return page if ours and page.startswith("/") else reverse("basket:summary")

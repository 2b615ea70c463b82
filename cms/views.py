"""Addresses beside the pages': search, the map of the site for machines, and what machines may read. All are public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page, Site

from cms.finding import pages_found
from cms.market import products_named

LONGEST = 80
WORKING_ROOMS = ("/account/", "/admin/", "/cms/", "/drive/", "/grow/", "/hub/", "/kitchen/", "/pack/", "/papers/")
PERSONAL = ("/search/", "/shop/basket/", "/shop/checkout/", "/shop/accounts/", "/shop/dashboard/")
NOT_FOR_MACHINES = (
    *WORKING_ROOMS,
    "/search/",
    "/shop/basket/",
    "/shop/checkout/",
    "/shop/accounts/",
    "/shop/dashboard/",
)


def front_of(request: HttpRequest) -> Page:
    """The page at /."""
    site: Site | None = Site.find_for_request(request)
    return site.root_page if site is not None else Page.get_first_root_node()


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages and products that the words find. Open to everybody; drafts and private pages are never found."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    pages = pages_found(words, below=front_of(request))
    products = products_named(words, now=timezone.now())
    return render(request, "cms/search.html", {"words": words, "pages": pages, "products": products})


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page for search engines. Open to everybody."""
    response: HttpResponse = wagtail_sitemap(request)
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep machines out of working rooms and tell them where the map is. Open to everybody."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*WORKING_ROOMS, *PERSONAL))]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")

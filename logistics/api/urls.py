"""The API's addresses, under /api/v1/: read only, one hub for each token."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from logistics.api import answers, reading
from logistics.api.serving import Api, Bearer, Page, page_of, problem, teach_problems
from logistics.models import ApiToken

Scope = ApiToken.Scope
ABOUT = """What the hub tells everybody, for programs. Quantities are whole numbers of the product's base unit, money is
whole pence, moments are in UTC. Rows come in the order of their ids; `next` is the address of the page after."""

api = Api(title="Foodshed", version="1", description=ABOUT, urls_namespace="api", docs_url=None)
teach_problems(api)
REFUSALS = dict.fromkeys((401, 403, 422, 429), answers.Problem)


@api.get("/products", response={200: answers.Products, **REFUSALS}, auth=Bearer(Scope.PRODUCTS), url_name="products")
def products(request: HttpRequest, asked: Page) -> answers.Products:
    """What the hub trades in."""
    rows, more = page_of(request, reading.products_of(request.auth.hub), asked)  # type: ignore[attr-defined]
    return answers.Products(items=[reading.product(row) for row in rows], next=more)


@api.get("/listings", response={200: answers.Listings, **REFUSALS}, auth=Bearer(Scope.LISTINGS), url_name="listings")
def listings(request: HttpRequest, asked: Page) -> answers.Listings:
    """What is listed for delivery days that take orders now."""
    open_now = reading.listings_of(request.auth.hub, now=timezone.now())  # type: ignore[attr-defined]
    rows, more = page_of(request, open_now, asked)
    return answers.Listings(items=[reading.listing(row) for row in rows], next=more)


@api.get("/growers", response={200: answers.Growers, **REFUSALS}, auth=Bearer(Scope.GROWERS), url_name="growers")
def growers(request: HttpRequest, asked: Page) -> answers.Growers:
    """Who grows and who prepares, with the certificates they hold today."""
    hub = request.auth.hub  # type: ignore[attr-defined]
    rows, more = page_of(request, reading.growers_of(hub), asked)
    return answers.Growers(items=reading.growers(hub, rows, now=timezone.now()), next=more)


@api.get("/places", response={200: answers.Places, **REFUSALS}, auth=Bearer(Scope.PLACES), url_name="places")
def places(request: HttpRequest, asked: Page) -> answers.Places:
    """Where households may collect."""
    rows, more = page_of(request, reading.places_of(request.auth.hub), asked)  # type: ignore[attr-defined]
    return answers.Places(items=[reading.place(row) for row in rows], next=more)


@api.get("/cycles", response={200: answers.Cycles, **REFUSALS}, auth=Bearer(Scope.CYCLES), url_name="cycles")
def cycles(request: HttpRequest, asked: Page) -> answers.Cycles:
    """Cycles that have been opened, with their delivery days."""
    opened = reading.cycles_of(request.auth.hub, now=timezone.now())  # type: ignore[attr-defined]
    rows, more = page_of(request, opened, asked)
    return answers.Cycles(items=[reading.cycle(row) for row in rows], next=more)


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under /api/v1/."""
    del request, rest
    return problem(404, "There is nothing at this address.")


urlpatterns = [path("", api.urls), path("<path:rest>", nothing, name="api-nothing")]

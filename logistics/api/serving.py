"""How the API answers: who may ask, how often, pages of rows, problems as problem+json, and ETags."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from ninja import NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer
from pydantic import Field

from accounts.attempts import count
from accounts.client import client_address
from accounts.errors import TooManyAttempts
from accounts.models import Attempts
from logistics.api.tokens import token_of
from logistics.models import ApiToken

PROBLEM_TYPE = "application/problem+json"
MOST_A_PAGE = 200
USUAL_A_PAGE = 50
MINUTE_S = 60
LARGEST_ID = 2**63 - 1
TITLES = {
    400: "Bad request",
    401: "No valid token",
    403: "Not in this token's scopes",
    404: "Not found",
    405: "Only GET",
    422: "A parameter can't be used",
    429: "Too many requests",
}


class NotInScope(Exception):
    """The token is good, but not for this."""


class Asked(Schema):
    """Which page of rows: those whose id is larger than `after`."""

    after: int = Field(0, ge=0, le=LARGEST_ID)
    limit: int = Field(USUAL_A_PAGE, ge=1, le=MOST_A_PAGE)


class Bearer(HttpBearer):
    """`Authorization: Bearer foodshed_…`: a standing token whose scopes hold what is asked for."""

    def __init__(self, scope: ApiToken.Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token's row. Raises NotInScope, and TooManyAttempts for a token or a stranger that asks too often."""
        now = timezone.now()
        found = token_of(token, now=now)
        limits = settings.API_LIMITS
        if found is None:
            limit = {f"api:client:{client_address(request)}": limits["refused_per_client"]}
            count(kind=Attempts.Kind.TRY, limits=limit, window_s=MINUTE_S, now=now)
            return None
        limit = {f"api:token:{found.pk}": limits["requests_per_token"]}
        left = count(kind=Attempts.Kind.TRY, limits=limit, window_s=MINUTE_S, now=now)
        request.requests_left = left  # type: ignore[attr-defined]
        if self.scope not in found.scopes:
            raise NotInScope(f"This token may not read {self.scope.label}.")
        return found


class Api(NinjaAPI):
    """Adds to each answer what lets a program keep it."""

    def create_response(self, request: HttpRequest, data: Any, **rest: Any) -> HttpResponse:
        """The answer with its ETag; 304 when the program has it."""
        response = super().create_response(request, data, **rest)
        patch_vary_headers(response, ["Authorization"])
        patch_cache_control(response, private=True, no_cache=True)
        if response.status_code == 200 and request.method in {"GET", "HEAD"}:
            set_response_etag(response)
            answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
            response = answer if isinstance(answer, HttpResponse) else response
        tell_limits(response, getattr(request, "requests_left", None))
        return response


def tell_limits(response: HttpResponse, left: int | None) -> None:
    """How often the token may ask in a minute, how often it still may, and in how many seconds a new minute begins."""
    if left is None:
        return
    response.headers["RateLimit-Limit"] = str(settings.API_LIMITS["requests_per_token"])
    response.headers["RateLimit-Remaining"] = str(left)
    response.headers["RateLimit-Reset"] = str(to_next_minute_s())


def to_next_minute_s() -> int:
    """Requests are counted by the minute of the clock: seconds until the next one, at least 1."""
    return MINUTE_S - timezone.now().second


def problem(status: int, detail: str) -> HttpResponse:
    """An error that a program can read."""
    said = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status, "detail": detail}
    response = HttpResponse(json.dumps(said), content_type=PROBLEM_TYPE, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="foodshed"'
    if status == 429:
        response.headers["Retry-After"] = str(to_next_minute_s())
    return response


def teach_problems(api: NinjaAPI) -> None:
    """Every refusal becomes a problem."""
    told: tuple[tuple[type[Exception], int, Callable[[Any], str]], ...] = (
        (AuthenticationError, 401, lambda _: "Send a token of the hub: Authorization: Bearer foodshed_…"),
        (NotInScope, 403, str),
        (Http404, 404, lambda _: "There is nothing at this address."),
        (TooManyAttempts, 429, lambda _: "Wait a minute, then ask less often."),
        (ValidationError, 422, in_words),
    )
    for kind, status, words in told:
        api.add_exception_handler(kind, answerer(status, words))


def answerer(status: int, words: Callable[[Any], str]) -> Callable[[HttpRequest, Any], HttpResponse]:
    """A handler that says `words` of the error."""
    return lambda _request, error: problem(status, words(error))


def in_words(error: ValidationError) -> str:
    """Each parameter with what is wrong with it."""
    return "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors)


def page_of(request: HttpRequest, rows: Any, asked: Asked) -> tuple[list[Any], str | None]:
    """The rows after `asked.after` in the order of their ids, and the address of the next page if there is one."""
    found = list(rows.filter(pk__gt=asked.after).order_by("pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    if len(found) <= asked.limit:
        return shown, None
    query = urlencode({"after": shown[-1].pk, "limit": asked.limit})
    return shown, request.build_absolute_uri(f"{request.path}?{query}")


Page = Query[Asked]

"""One line in the log for each request, and one id in all lines that it causes. Nothing personal is written."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("config.requests")

HEADER = "X-Request-ID"
# What a proxy of ours may hand in; anything else is replaced, so that nobody writes into our log.
FITS = re.compile(r"[A-Za-z0-9-]{8,64}")

current_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestLine:
    """Middleware: name the request, and say at its end what came of it and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on under an id of the request's own."""
        given = request.headers.get(HEADER, "")
        name = given if FITS.fullmatch(given) else uuid4().hex
        token = current_id.set(name)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = name
            told = {"method": request.method, "route": route_of(request), "status": response.status_code}
            log.info("%(method)s %(route)s %(status)s", told, extra={**told, "ms": since(began)})
            return response
        finally:
            current_id.reset(token)


def route_of(request: HttpRequest) -> str:
    """The pattern that was met, never the address: addresses may carry tokens and names."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None else "(none)"


def since(began: float) -> int:
    """Milliseconds."""
    return round((time.perf_counter() - began) * 1000)


class WithoutAddress(logging.Filter):
    """Django names the address that failed; a guest's or a way back in carries a secret. The pattern says enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never hold a record back."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(route_of(request) if said == request.path else said for said in record.args)
        return True


class WithRequestId(logging.Filter):
    """Adds `request_id` to every record; empty outside requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never hold a record back."""
        record.request_id = current_id.get()
        return True

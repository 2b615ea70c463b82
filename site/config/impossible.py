"""What no row of ours can hold: such an address leads nowhere, such a character is left out of what was typed."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

# What a BIGINT holds. A larger number is an error in the database's driver, not an empty answer.
LARGEST_ID = 2**63 - 1
LONGEST_ID = len(str(LARGEST_ID))
# PostgreSQL keeps no text with this character.
NUL = "\x00"


class ImpossibleAddress:
    """Middleware: 404 for a number in the path that is no id (too large, or 0), and for a zero byte in path or query.

    A form's zero bytes, which nobody types, are left out before a view sees them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The judging is done when the address has been read."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Raise Http404 before anything is looked up."""
        texts = [request.path, *(each for name, values in request.GET.lists() for each in (name, *values))]
        if any(NUL in text for text in texts) or any(is_too_large(each) for each in (*args, *kwargs.values())):
            raise Http404
        if any(is_id(name) and value in {0, "0"} for name, value in kwargs.items()):
            raise Http404
        if request.method == "POST" and any(NUL in text for _, values in request.POST.lists() for text in values):
            request.POST = without_zero_bytes(request.POST)  # type: ignore[assignment]


def without_zero_bytes(posted: QueryDict) -> QueryDict:
    """The same fields, in which every text can be kept."""
    tidy = QueryDict(mutable=True, encoding=posted.encoding)
    for name, values in posted.lists():
        tidy.setlist(name, [str(value).replace(NUL, "") for value in values])
    return tidy


def is_id(name: str) -> bool:
    """Whether a part of the path by that name is a row's id, which is never 0."""
    return name == "pk" or name.endswith("id")


def is_too_large(value: object) -> bool:
    """Whether a part of the path is a number that no id can be."""
    text = str(value)
    if not text.isdecimal():
        return False
    digits = text.lstrip("0") or "0"
    return len(digits) > LONGEST_ID or int(digits) > LARGEST_ID

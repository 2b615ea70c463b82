"""A form carries a key made with its page; what it asks for is done once, however often it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from shop.journal.models import AnsweredClick


def person_of(request: HttpRequest) -> User:
    """Who is signed in; behind login_required it is a person."""
    return cast(User, request.user)


class OldPage(Exception):
    """The form came without a key that can be read; the text is for the person."""


def key_of(request: HttpRequest) -> UUID:
    """The key that the page's form carries. Raises OldPage."""
    try:
        return UUID(request.POST.get("client_key", ""))
    except ValueError as error:
        raise OldPage("This page was too old to be answered, and nothing was changed. Try once more.") from error


@transaction.atomic
def once(request: HttpRequest, key: UUID, work: Callable[[], Any], *, now: datetime) -> bool:
    """Do `work` for the first click with `key`, in one transaction with the note of it. True if this click did it.

    What `work` refuses leaves no note: the person puts it right and sends the same form again. Raises what it raises.
    """
    _, is_first = AnsweredClick.objects.get_or_create(
        key=key, defaults={"by_id": request.user.pk, "at": now, "answer_path": request.path[:400]}
    )
    if is_first:
        work()
    return is_first

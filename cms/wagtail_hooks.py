"""What editors' pages leave to others: a person is never deleted there, since what they did names them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

NOT_HERE = (
    "Nobody is deleted here: what they did would lose its author. Make the account inactive, "
    "or let the person’s data be forgotten from the hub’s page about people."
)


@hooks.register("before_delete_user")  # type: ignore[untyped-decorator]  # wagtail has no types
def keep_the_person(request: HttpRequest, _person: Any) -> HttpResponse:
    """Say so, and go back to the list."""
    messages.error(request, NOT_HERE)
    return redirect("wagtailusers_users:index")


@hooks.register("before_bulk_action")  # type: ignore[untyped-decorator]  # wagtail has no types
def keep_the_people(request: HttpRequest, action: str, _objects: Any, bulk: Any) -> HttpResponse | None:
    """The same for several at once."""
    if action != "delete" or get_user_model() not in bulk.models:
        return None
    messages.error(request, NOT_HERE)
    return redirect("wagtailusers_users:index")

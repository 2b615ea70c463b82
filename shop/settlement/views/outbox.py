"""The outbox: who was told, who waits, whom to ring."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shop.enterprises.models import Hub
from shop.journal.by_hand import note_rung, try_again
from shop.journal.errors import NoAddress, NotGivenUp
from shop.journal.models import OutboxMessage
from shop.settlement.reading.outbox import outbox_page
from shop.settlement.views.lists import hub_or_404

DONE_BEFORE = "That was noted before; nothing was done twice."


@login_required
@require_safe
def outbox(request: HttpRequest, hub_id: int) -> HttpResponse:
    """A hub's messages by state, and by enterprise where one is asked for. For its coordinators."""
    return page(request, hub_or_404(request, hub_id))


def page(request: HttpRequest, hub: Hub, *, refusal: str = "", typed: Any = None) -> HttpResponse:
    """The page; with a refusal it comes with status 422 and the note that was typed."""
    asked = request.GET.get("enterprise", "")
    enterprise_id = int(asked) if asked.isdecimal() and len(asked) < 10 else None
    context = {
        "hub": hub,
        "outbox": outbox_page(hub, state=request.GET.get("state", ""), enterprise_id=enterprise_id),
        "enterprise": hub.enterprises.filter(pk=enterprise_id).first() if enterprise_id else None,
        "refusal": refusal,
        "typed": typed or {},
    }
    return render(request, "settlement/outbox.html", context, status=422 if refusal else 200)


@login_required
@require_POST
def again(request: HttpRequest, hub_id: int, message_id: int) -> HttpResponse:
    """Try a message that was given up once more. For the hub's coordinators."""

    def work(message: OutboxMessage, key: UUID) -> str:
        is_new = try_again(message=message, client_key=key, by=request.user, now=timezone.now())
        return f"“{message.subject}” is tried again now." if is_new else DONE_BEFORE

    return answered(request, hub_id, message_id, work)


@login_required
@require_POST
def rung(request: HttpRequest, hub_id: int, message_id: int) -> HttpResponse:
    """Note that somebody was told on the telephone. For the hub's coordinators."""

    def work(message: OutboxMessage, key: UUID) -> str:
        note = request.POST.get("note", "")
        is_new = note_rung(message=message, note=note, client_key=key, by=request.user, now=timezone.now())
        whom = message.to_enterprise or message.to_address
        return f"Noted: {whom} was told on the telephone." if is_new else DONE_BEFORE

    return answered(request, hub_id, message_id, work)


def answered(
    request: HttpRequest, hub_id: int, message_id: int, work: Callable[[OutboxMessage, UUID], str]
) -> HttpResponse:
    """Do it and say so, or say why not with what was typed kept."""
    hub = hub_or_404(request, hub_id)
    rows = OutboxMessage.objects.of(hub).select_related("to_enterprise")
    message: OutboxMessage = get_object_or_404(rows, pk=message_id)
    typed = {"message": message.pk, "note": request.POST.get("note", "")}
    try:
        done = work(message, UUID(request.POST.get("client_key", "")))
    except ValueError:
        return page(request, hub, refusal="This page was too old to be answered. Press once more.", typed=typed)
    except (NotGivenUp, NoAddress) as refusal:
        return page(request, hub, refusal=str(refusal), typed=typed)
    messages.success(request, done)
    return redirect(f"{reverse('papers:outbox', args=[hub.pk])}?{urlencode({'state': 'given-up'})}")

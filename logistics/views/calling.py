"""The call list: growers who have not answered, with their number, and their answer entered on behalf right there."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from logistics.clicks import OldPage, key_of, once
from logistics.dispatch.call_list import Called, call_list
from logistics.reminding.reading import reminded_of
from logistics.views.day_context import day_context, day_here
from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.actions import record_answer
from shop.procurement.errors import ProcurementRefused
from shop.procurement.models import AllocationRun, GrowerAnswer

ANSWER = GrowerAnswer.Answer
UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """Whom to ring, for the hub's coordinators. A POST is one listing's answer; a second click changes nothing."""
    found = day_here(request, cycle_id, day)
    refusal = ""
    if request.method == "POST":
        try:
            said = answered(request, found)
        except (ProcurementRefused, OldPage) as error:
            refusal = str(error)
        else:
            messages.success(request, said)
            return redirect(reverse("hub:calls", args=[cycle_id, day]))
    run = AllocationRun.objects.current_for(found)
    called = call_list(run) if run else ()
    context = {
        "run": run,
        "is_open": found.status == DeliveryDay.Status.ALLOCATED,
        "silent": [(each, uuid4()) for each in called if each.is_open],
        "answered": [each for each in called if not each.is_open],
        "reminded": reminded_of(found),
        "refusal": refusal,
        "typed": request.POST,
        **day_context(found, "calls"),
    }
    return render(request, "logistics/calls.html", context, status=UNPROCESSABLE if refusal else 200)


def answered(request: HttpRequest, day: DeliveryDay) -> str:
    """Record the answer that was typed; what to say of it. Raises ProcurementRefused, OldPage and Http404."""
    now, key = timezone.now(), key_of(request)
    run = AllocationRun.objects.current_for(day)
    try:
        listing = Listing.objects.named().get(pk=int(request.POST.get("listing", "")), delivery_day=day)
        seen = int(request.POST.get("run", ""))
    except (ValueError, Listing.DoesNotExist) as error:
        raise Http404 from error
    if run is None or run.pk != seen:
        raise ProcurementRefused("The orders were shared out anew since you opened this page. Look at the new numbers.")
    wanted: list[Called] = [each for each in call_list(run) if each.listing == listing.pk]
    asked = wanted[0].packs if wanted else 0
    answer, packs = said_of(request, asked)

    def record() -> None:
        record_answer(run=run, listing=listing, answer=answer, packs=packs, by=request.user, now=now, on_behalf=True)

    once(request, key, record, now=now)
    return f"{listing.grower}: {packs} of {asked} packs of {listing.pack} noted."


def said_of(request: HttpRequest, asked: int) -> tuple[str, int]:
    """Answer and packs of the button that was pressed. Raises ProcurementRefused for a number that is none."""
    answer = request.POST.get("answer", "")
    if answer == ANSWER.ACCEPTED:
        return answer, asked
    if answer == ANSWER.DECLINED:
        return answer, 0
    typed = request.POST.get("packs", "").strip()
    if not typed.isdecimal():
        raise ProcurementRefused(f"“{typed}” is not a number of packs. Say how many of the {asked} will come.")
    packs = int(typed)
    if packs == asked:
        return ANSWER.ACCEPTED, packs
    return (ANSWER.SHORTENED, packs) if packs else (ANSWER.DECLINED, 0)

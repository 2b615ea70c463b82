"""Where an enterprise's people switch its reminders off and on."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from logistics.clicks import OldPage, key_of, once
from logistics.reminding.actions import switch_reminders
from shop.cycles.models import NoReminders
from shop.enterprises.access import acting_for, enterprises_of
from shop.enterprises.models import Enterprise

KIND = Enterprise.Kind
REMINDED = (KIND.GROWER, KIND.PROCESSOR, KIND.BUYER)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """The person's enterprises, each with its switch. A POST switches one, also on behalf of it by a coordinator."""
    if request.method == "POST":
        try:
            messages.success(request, switched(request))
        except OldPage as refusal:
            messages.error(request, str(refusal))
        return redirect("reminders:switch")
    own = enterprises_of(request.user, kinds=REMINDED).order_by("name")
    off = set(NoReminders.objects.filter(enterprise__in=own).values_list("enterprise", flat=True))
    rows = [(each, each.pk not in off, uuid4()) for each in own]
    return render(request, "reminding/switch.html", {"rows": rows})


def switched(request: HttpRequest) -> str:
    """What was done. Raises Http404 for an enterprise that the person may not act for, and OldPage."""
    asked, key, now = request.POST.get("enterprise", ""), key_of(request), timezone.now()
    if not asked.isdecimal() or len(asked) > 10:
        raise Http404
    acting = acting_for(request.user, int(asked), kinds=REMINDED)
    wanted = request.POST.get("wanted") == "yes"

    def work() -> None:
        switch_reminders(
            enterprise=acting.enterprise, wanted=wanted, by=request.user, now=now, on_behalf=acting.on_behalf
        )

    once(request, key, work, now=now)
    return f"{acting.enterprise} {'is reminded again' if wanted else 'gets no reminders any more'}."

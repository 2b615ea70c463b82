"""The pick list, on the phone and on paper."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from logistics.growing.pick_list import pick_list
from logistics.growing.views.access import day_or_404, grower_or_404


@login_required
@require_safe
def pick(request: HttpRequest, enterprise_id: int, day_id: int) -> HttpResponse:
    """What to get ready and when it is fetched. For the grower's members and the hub's coordinator."""
    acting = grower_or_404(request.user, enterprise_id)
    day = day_or_404(acting, day_id)
    context = {
        "acting": acting,
        "grower": acting.enterprise,
        "day": day,
        "list": pick_list(acting.enterprise, day),
        "printed_at": timezone.now(),
    }
    return render(request, "growing/pick.html", context)

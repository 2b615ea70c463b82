"""What is kept of you: to read, to take away, to have forgotten. And the register, for everybody."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.proof import ask_again
from logistics.clicks import OldPage, key_of, once, person_of
from privacy.actions import ask_to_forget, change_of_mind
from privacy.errors import StandsInTheWay
from privacy.export import chapters_of, copy_of
from privacy.forms import ForgetForm
from privacy.models import Erasure
from privacy.standing import in_the_way
from privacy.telling import told
from shop.rows.moves import NotAllowedMove

UNPROCESSABLE = 422


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, how long, and what is left of it. For everybody."""
    return render(request, "privacy/register.html", {"kinds": told(timezone.localdate())})


@login_required
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is kept of the person who asks, by kind and number, and what they can do about it."""
    person, now = person_of(request), timezone.now()
    kinds: dict[str, int] = {}
    for chapter in chapters_of(person, now):
        kinds[chapter.entry.what] = max(kinds.get(chapter.entry.what, 0), len(chapter.lines))
    standing = Erasure.objects.standing().filter(person=person).first()
    return render(request, "privacy/data.html", {"kinds": kinds, "standing": standing})


@login_required
@never_cache
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """The person's own copy, as a ZIP, once they have shown who they are."""
    ask_again(request)
    person, now = person_of(request), timezone.now()
    response = HttpResponse(copy_of(person=person, now=now), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="your-data-{now:%Y-%m-%d}.zip"'
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """What happens, what stands in the way, and a form to ask for it."""
    ask_again(request)
    person, now = person_of(request), timezone.now()
    form = ForgetForm(request.POST if request.method == "POST" else None)
    reasons = in_the_way(person, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            once(
                request,
                key_of(request),
                lambda: ask_to_forget(person=person, reason=Erasure.Reason.THEMSELVES, by=person, now=now),
                now=now,
            )
        except StandsInTheWay as refusal:
            reasons = refusal.reasons
        except OldPage as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "We will forget you. Until then you can change your mind here.")
            return redirect("privacy:data")
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "reasons": reasons, "client_key": uuid4()}
    return render(request, "privacy/forget.html", context, status=status)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """The person changes their mind. Again changes nothing."""
    person, now = person_of(request), timezone.now()
    standing = Erasure.objects.standing().filter(person=person).first()
    try:
        if standing is not None:
            change_of_mind(erasure=standing, by=person, now=now)
    except NotAllowedMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Your account stays as it is.")
    return redirect("privacy:data")

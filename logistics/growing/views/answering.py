"""The grower's answer to what was shared out: accept, shorten, decline, one listing or all at once."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from logistics.clicks import OldPage, key_of, once, person_of
from logistics.growing.views.access import day_or_404, grower_or_404
from logistics.growing.views.week import week_page
from shop.cycles.models import Listing
from shop.enterprises.access import Acting
from shop.procurement.actions import record_answer
from shop.procurement.errors import AnswerRefused, ProcurementRefused
from shop.procurement.models import AllocationRun, GrowerAnswer

ANSWER = GrowerAnswer.Answer
Said = Mapping[int, tuple[str, int]]


@login_required
@require_POST
def answer(request: HttpRequest, enterprise_id: int, day_id: int) -> HttpResponse:
    """Note the answers of the form. For the grower's members and the hub's coordinator on its behalf."""
    acting = grower_or_404(request.user, enterprise_id)
    day = day_or_404(acting, day_id)
    runs = AllocationRun.objects.filter(delivery_day=day).select_related("delivery_day__cycle__hub").defer("problem")
    run_id = request.POST.get("run", "")
    run = get_object_or_404(runs, pk=int(run_id) if run_id.isdigit() else 0)
    try:
        said = said_in(request.POST)
        is_first = once(
            request,
            key_of(request),
            lambda: note_all(request, acting, run, said),
            now=timezone.now(),
        )
    except (ProcurementRefused, OldPage) as refusal:
        return week_page(request, acting, refusal=str(refusal), typed=request.POST)
    if is_first:
        messages.success(request, thanks(said))
    return redirect("grow:week", acting.enterprise.pk)


def said_in(post: Mapping[str, str]) -> dict[int, tuple[str, int]]:
    """Listing id to answer and packs: one listing's, or everything that the page showed as open.

    Raises AnswerRefused for what can't be read.
    """
    try:
        if post.get("answer") == "all":
            asked = {int(name.removeprefix("asked-")): int(post[name]) for name in post if name.startswith("asked-")}
            return {listing: (str(ANSWER.ACCEPTED), packs) for listing, packs in asked.items()}
        listing, asked_packs = int(post.get("listing", "")), int(post.get("asked", ""))
        said = post.get("answer", "")
        if said == ANSWER.SHORTENED:
            packs = int(post.get("packs", ""))
            # Whoever shortens to all or to nothing means the other answer.
            said = ANSWER.ACCEPTED if packs == asked_packs else ANSWER.DECLINED if packs == 0 else said
            return {listing: (str(said), packs)}
        return {listing: (said, asked_packs if said == ANSWER.ACCEPTED else 0)}
    except ValueError as error:
        raise AnswerRefused("Type how many packs you can bring, as a number.") from error


def note_all(request: HttpRequest, acting: Acting, run: AllocationRun, said: Said) -> None:
    """All or none of the answers. Raises AnswerRefused for a listing that is not the grower's."""
    listings = (
        Listing.objects.filter(grower=acting.enterprise, delivery_day=run.delivery_day).named().in_bulk(list(said))
    )
    if not said or len(listings) != len(said):
        raise AnswerRefused("There is nothing to answer any more. Look at the numbers again.")
    for listing_id in sorted(said):
        word, packs = said[listing_id]
        record_answer(
            run=run,
            listing=listings[listing_id],
            answer=word,
            packs=packs,
            by=person_of(request),
            now=timezone.now(),
            on_behalf=acting.on_behalf,
        )


def thanks(said: Said) -> str:
    """What was understood, and what happens next."""
    packs = sum(count for _, count in said.values())
    if all(word == ANSWER.ACCEPTED for word, _ in said.values()):
        return f"Accepted: {packs:,} packs. When all have answered the hub confirms, and your pick list is here."
    if packs == 0:
        return "Declined. The hub shares it out again without you; you need do nothing more."
    return f"Shortened to {packs:,} packs. The hub shares out the rest again; your pick list is here once it confirms."

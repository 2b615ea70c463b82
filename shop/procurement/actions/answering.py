"""Growers' answers to what was shared out to them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from shop.cycles.models import DeliveryDay, Listing
from shop.journal.actions import log
from shop.procurement.errors import AnswerRefused, Superseded
from shop.procurement.locks import lock_day
from shop.procurement.models import AllocationRun, GrowerAnswer
from shop.procurement.queries import asked_of_listings

ACCEPTED = GrowerAnswer.Answer.ACCEPTED
SHORTENED = GrowerAnswer.Answer.SHORTENED
DECLINED = GrowerAnswer.Answer.DECLINED


@transaction.atomic
def record_answer(  # noqa: PLR0913 - an answer is all of these
    *,
    run: AllocationRun,
    listing: Listing,
    answer: str,
    packs: int,
    by: Any,
    now: datetime,
    on_behalf: bool = False,
) -> GrowerAnswer:
    """Note that the grower will deliver `packs` of the listing: all that was asked, fewer, or none.

    The same answer again changes nothing; another one takes the place of the first until the day is confirmed.
    Raises Superseded when the run no longer stands, AnswerRefused when the day is confirmed or the number does not fit.
    """
    day = run.delivery_day
    lock_day(day)
    current = AllocationRun.objects.current_for(day)
    if current is None or current.pk != run.pk:
        raise Superseded(f"What was asked for {day} has changed. Look at the new numbers and answer again.")
    if day.status != DeliveryDay.Status.ALLOCATED:
        raise AnswerRefused(f"{day} is {day.get_status_display()}. Ring the hub.")
    check_fits(answer, packs, asked_of_listings(run).get(listing.pk, 0), listing)
    standing: GrowerAnswer | None = GrowerAnswer.objects.filter(run=run, listing=listing).first()
    if standing is not None and (standing.answer, standing.packs) == (answer, packs):
        return standing
    said: GrowerAnswer
    said, _ = GrowerAnswer.objects.update_or_create(
        run=run,
        listing=listing,
        defaults={"answer": answer, "packs": packs, "at": now, "by": by, "on_behalf": on_behalf},
    )
    log(
        hub=day.cycle.hub,
        verb="answer",
        subject=said,
        by=by,
        now=now,
        on_behalf_of=listing.grower if on_behalf else None,
        answer=answer,
        packs=packs,
        before=f"{standing.answer} {standing.packs}" if standing else "",
    )
    return said


def check_fits(answer: str, packs: int, asked: int, listing: Listing) -> None:
    """Raise AnswerRefused unless the number goes with the answer and with what was asked."""
    if not asked:
        raise AnswerRefused(f"Nothing was asked of {listing}.")
    if packs > asked:
        raise AnswerRefused(f"{listing}: {asked} packs were asked for, {packs} are more than that.")
    fits = {ACCEPTED: packs == asked, SHORTENED: 0 < packs < asked, DECLINED: packs == 0}
    if answer not in fits:
        raise AnswerRefused(f"“{answer}” is not an answer. Say accepted, shortened or declined.")
    if not fits[GrowerAnswer.Answer(answer)]:
        label = GrowerAnswer.Answer(answer).label
        raise AnswerRefused(f"{listing}: {packs} of {asked} packs does not go with “{label}”.")

"""Confirm: growers answer, what changed is shared out anew, and what stands is fixed for both sides."""

from collections.abc import Sequence

from django.db import transaction

from logistics.intake.answers import Asked, asked, caps
from logistics.intake.rules import rules_of
from logistics.models import PlanningRules
from logistics.run_cycle.assignment import Assignment, Outcome
from logistics.run_cycle.errors import NoAgreement
from logistics.run_cycle.sharing import share_out
from logistics.run_cycle.steplog import StepLog
from shop.cycles.models import DeliveryDay
from shop.procurement.actions import confirm_allocation, record_answer
from shop.procurement.actions.confirming import ConfirmedDay, confirmed_day
from shop.procurement.models import AllocationRun, GrowerAnswer
from shop.storefront.demand import bought_by_households
from shop.supply.errors import NotEnoughStock

ROUNDS = 12
BEFORE = (DeliveryDay.Status.ORDERING, DeliveryDay.Status.CLOSED, DeliveryDay.Status.ALLOCATED)


def stands(assignment: Assignment) -> Outcome | None:
    """Whether the day is confirmed."""
    day = assignment.delivery_day
    day.refresh_from_db(fields=["status"])
    if day.status in BEFORE:
        return None
    return Outcome("stood", counted(confirmed_day(AllocationRun.objects.current_for(day))))


def take(assignment: Assignment, log: StepLog) -> Outcome:
    """Bring growers' answers and the allocation together, then confirm; wait while answers may still come.

    Raises NoAgreement when every new sharing out met new refusals or missing stock.
    """
    day, silence = assignment.delivery_day, rules_of(assignment.delivery_day.cycle.hub).silence_means
    for _ in range(ROUNDS):
        run = AllocationRun.objects.current_for(day)
        called = asked(run)
        why = held_back(called, caps(day))
        if why:
            share_out(assignment, log, over=run, why=why)
            continue
        silent = [each for each in called if each.is_open]
        log.say("read", asked=len(called), silent=len(silent), call_list=call_list(silent))
        if silent and assignment.now < day.answers_due_at:
            return Outcome("waiting", {}, f"{number_of_growers(silent)} have not answered yet.")
        if silent and silence == PlanningRules.Silence.DECLINED:
            take_silence_as_no(assignment, run, silent)
            continue
        missing = confirmed(assignment, log, run)
        if missing is None:
            return Outcome("done", counted(confirmed_day(run)))
        share_out(assignment, log, over=run, why=missing)
    raise NoAgreement(f"{day} was shared out {ROUNDS} times and answers or stock changed each time. Try again.")


def held_back(called: Sequence[Asked], limits: dict[int, int]) -> str:
    """Why the run must be shared out anew: who will deliver less than it takes. Empty when nobody does."""
    less = [
        f"{each.listing.grower} delivers {limits[each.listing.pk]} of {each.packs} {each.listing.pack}"
        for each in called
        if limits.get(each.listing.pk, each.packs) < each.packs
    ]
    if not less:
        return ""
    more = f" and {len(less) - 1} more" if len(less) > 1 else ""
    return f"{less[0][: 190 - len(more)]}{more}"


def confirmed(assignment: Assignment, log: StepLog, run: AllocationRun) -> str | None:
    """Confirm the run in one transaction. Returns why that failed when a lot no longer holds enough, else None."""
    log.say("writing")
    try:
        with transaction.atomic():
            log.held.fence()
            confirm_allocation(
                delivery_day=assignment.delivery_day,
                run=run,
                by=assignment.by,
                now=assignment.now,
                beside=bought_by_households(assignment.delivery_day),
            )
    except NotEnoughStock as error:
        return str(error)[:200]
    return None


@transaction.atomic
def take_silence_as_no(assignment: Assignment, run: AllocationRun, silent: Sequence[Asked]) -> None:
    """By the hub's rule, silence at the due hour means no more than what was promised before."""
    for each in silent:
        promised = min(each.promised or 0, each.packs)
        answer = GrowerAnswer.Answer.SHORTENED if promised else GrowerAnswer.Answer.DECLINED
        record_answer(
            run=run, listing=each.listing, answer=answer, packs=promised, by=None, now=assignment.now, on_behalf=True
        )


def call_list(silent: Sequence[Asked]) -> list[dict[str, str | int]]:
    """Whom to ring, what for, and on which number."""
    return [
        {
            "grower": each.listing.grower.name,
            "phone": each.listing.grower.phone,
            "listing": each.listing.pk,
            "goods": str(each.listing.pack),
            "packs": each.packs,
        }
        for each in silent
    ]


def number_of_growers(silent: Sequence[Asked]) -> str:
    """`3 growers`, each counted once."""
    growers = len({each.listing.grower_id for each in silent})
    return f"{growers} grower{'' if growers == 1 else 's'}"


def counted(done: ConfirmedDay) -> dict[str, int]:
    """What stands confirmed."""
    return {
        "orders": done.orders,
        "packs": done.packs,
        "short_lines": done.short_lines,
        "growers": done.growers,
    }

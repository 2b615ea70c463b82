"""Time passes for a day that was entered: growers answer, it is run, vans go out, kitchens receive, it is settled."""

from datetime import datetime, time, timedelta

from django.db.models import Sum

from accounts.models import User
from logistics.demonstration.standing import Standing
from logistics.demonstration.wishes import stream
from logistics.intake.answers import asked
from logistics.models import CurrentPlan, ShipmentLine
from logistics.run_cycle import Budget, run
from logistics.run_cycle.reports import Report, to_nobody
from shop.cycles.actions import move_day
from shop.cycles.models import DeliveryDay
from shop.procurement.actions import record_answer, record_deliveries
from shop.procurement.handed_over import HandedOver
from shop.procurement.models import AllocationRun, GrowerAnswer, LineConfirmation
from shop.settlement.actions import settle_day
from shop.supply.actions import dispatch
from shop.supply.models import Reservation

A_MOMENT = timedelta(minutes=5)
PACKED, LEFT, HOME, SETTLED = time(4, 30), time(5), time(12, 30), time(16)
#: One line in so many comes with something missing, one grower in so many does not answer.
FAULTY_EVERY = 40
SILENT_EVERY = 7
NOT_CARRIED = "no van could take it"
FAULTS = ("damaged on the way", "poor quality", "short from the grower")


def conduct(standing: Standing, day: DeliveryDay, *, budget: Budget, report: Report = to_nobody) -> DeliveryDay:
    """Close, share out, confirm and route the day, when answers are due. Returns it as it stands."""
    run(
        delivery_day=day,
        by=standing.coordinator,
        now=day.answers_due_at + A_MOMENT,
        budget=budget,
        seed=standing.seed,
        report=report,
    )
    return fresh(day)


def conduct_with_answers(
    standing: Standing, day: DeliveryDay, *, budget: Budget, report: Report = to_nobody
) -> DeliveryDay:
    """As conduct, with growers answering in between; a few are silent and stand on the call list."""
    share_out(standing, day, budget=budget, report=report)
    allocation = AllocationRun.objects.current_for(day)
    for number, each in enumerate(asked(allocation)):
        if number % SILENT_EVERY == SILENT_EVERY - 1:
            continue
        record_answer(
            run=allocation,
            listing=each.listing,
            answer=GrowerAnswer.Answer.ACCEPTED,
            packs=each.packs,
            by=standing.people[each.listing.grower.name],
            now=day.orders_close_at + 2 * A_MOMENT,
        )
    return conduct(standing, day, budget=budget, report=report)


def share_out(standing: Standing, day: DeliveryDay, *, budget: Budget, report: Report) -> None:
    """Up to the allocation, just after the cut-off."""
    run(
        delivery_day=day,
        until="allocate",
        by=standing.coordinator,
        now=day.orders_close_at + A_MOMENT,
        budget=budget,
        seed=standing.seed,
        report=report,
    )


def fresh(day: DeliveryDay) -> DeliveryDay:
    """The day as it stands now."""
    found: DeliveryDay = DeliveryDay.objects.select_related("cycle__hub").get(pk=day.pk)
    return found


def deliver_and_settle(standing: Standing, day: DeliveryDay) -> None:
    """Pack, leave, hand over, come home, and settle."""
    driver, packer = standing.people["driver"], standing.people["packer"]
    send_out(standing, day, packer)
    at_home = standing.at(day.day, HOME)
    record_deliveries(delivery_day=day, handed_over=handed_over(standing, day), by=driver, now=at_home)
    move_day(delivery_day=day, to="delivered", by=driver, now=at_home)
    settle_day(delivery_day=day, by=standing.coordinator, now=standing.at(day.day, SETTLED))


def send_out(standing: Standing, day: DeliveryDay, packer: User) -> None:
    """What was held for the day leaves the lots."""
    move_day(delivery_day=day, to="packed", by=packer, now=standing.at(day.day, PACKED))
    leaving: datetime = standing.at(day.day, LEFT)
    move_day(delivery_day=day, to="out", by=packer, now=leaving)
    held = Reservation.objects.filter(key__startswith=f"day:{day.pk}:").held().order_by("lot", "id")
    for key in held.values_list("key", flat=True):
        dispatch(key=key, now=leaving, by=packer)


def handed_over(standing: Standing, day: DeliveryDay) -> list[HandedOver]:
    """All accepted, but for what no van could take and a little that went wrong."""
    left_behind = not_carried(day)
    numbers = stream(standing.seed, "handover", day.day)
    found = []
    lines = (
        LineConfirmation.objects.filter(run__delivery_day=day).standing().select_related("order_line__drop__kitchen")
    )
    for line in lines.order_by("id"):
        short = left_behind.get(line.pk, 0)
        refused = 1 if not short and numbers.randrange(FAULTY_EVERY) == 0 else 0
        fault = NOT_CARRIED if short else numbers.choice(FAULTS) if refused else ""
        found.append(
            HandedOver(
                confirmation=line,
                packs_accepted=line.packs_standing - short - refused,
                packs_short=short,
                packs_refused=refused,
                fault=fault,
                received_by=str(line.order_line.drop.kitchen)[:80],
                key=f"demonstration:{line.pk}",
            )
        )
    return found


def not_carried(day: DeliveryDay) -> dict[int, int]:
    """Packs whose drop is on no route, by confirmed line (id); a large drop may have gone in part."""
    plan = CurrentPlan.objects.get(delivery_day=day).run_id
    left = ShipmentLine.objects.filter(shipment__unserved__plan_run=plan, confirmation__isnull=False)
    return dict(left.order_by().values_list("confirmation").annotate(packs=Sum("packs")))

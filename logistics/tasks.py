"""What a worker does beside the web request."""

import logging

from celery import shared_task
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from logistics.reminding.actions import remind as remind_who_is_late
from logistics.run_cycle import AlreadyConducted, Budget, run
from logistics.run_cycle.refusals import REFUSALS
from logistics.run_cycle.turns import days_whose_turn_it_is
from shop.cycles.models import DeliveryDay

logger = logging.getLogger(__name__)


@shared_task(about="cycles.DeliveryDay")
def conduct(delivery_day_id: int, by_id: int | None = None) -> None:
    """Take one delivery day as far as it can go now. A refusal stands in its step's row, where the page shows it.

    Handed out again after a worker died, it goes on where the day stands.
    """
    day = DeliveryDay.objects.select_related("cycle__hub").get(pk=delivery_day_id)
    by = get_user_model().objects.filter(pk=by_id).first()
    try:
        budget = Budget.repeatable(processes=settings.FOODSHED_PLANNING_PROCESSES)
        run(delivery_day=day, by=by, now=timezone.now(), budget=budget)
    except AlreadyConducted as error:
        logger.info("%s", error)
    except REFUSALS as error:
        logger.warning("%s: %s", day, error)


@shared_task
def hand_out_due_days() -> int:
    """The hub's clock: hand each day whose turn it is to a worker. Returns how many.

    Handed out twice, the second worker finds the day conducted or done and leaves it alone.
    """
    days = days_whose_turn_it_is(now=timezone.now())
    for day in days:
        conduct.delay(day.pk)
    return len(days)


@shared_task
def remind() -> int:
    """Remind growers and kitchens whose hour has struck. Returns how many; nobody is reminded twice."""
    return remind_who_is_late(now=timezone.now())

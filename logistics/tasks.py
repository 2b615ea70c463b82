"""What a worker does beside the web request."""

import logging

from celery import shared_task
from django.contrib.auth import get_user_model
from django.utils import timezone

from logistics.run_cycle import AlreadyConducted, run
from logistics.run_cycle.refusals import REFUSALS
from shop.cycles.models import DeliveryDay

logger = logging.getLogger(__name__)


@shared_task
def conduct(delivery_day_id: int, by_id: int | None = None) -> None:
    """Take one delivery day as far as it can go now. A refusal stands in its step's row, where the page shows it.

    Handed out again after a worker died, it goes on where the day stands.
    """
    day = DeliveryDay.objects.select_related("cycle__hub").get(pk=delivery_day_id)
    by = get_user_model().objects.filter(pk=by_id).first()
    try:
        run(delivery_day=day, by=by, now=timezone.now())
    except AlreadyConducted as error:
        logger.info("%s", error)
    except REFUSALS as error:
        logger.warning("%s: %s", day, error)

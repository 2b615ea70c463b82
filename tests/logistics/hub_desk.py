"""How tests read a day's pages, and the hours at which they do."""

from datetime import datetime, timedelta
from typing import Any

from shop.procurement.models import AllocationRun
from tests.cast import LONDON
from tests.logistics.conducting import conduct
from tests.logistics.small_day import CUT_OFF, SmallDay

IN_THE_AFTERNOON = CUT_OFF + timedelta(hours=1)
ON_MONDAY = datetime(2027, 3, 8, 9, tzinfo=LONDON)
SUB_PAGES = ("shares", "what-if", "orders", "calls", "changes", "handovers", "settle", "log")


def page(small: SmallDay, name: str = "") -> str:
    """The address of one of the day's pages."""
    return f"/hub/cycles/{small.day.cycle_id}/2027-03-09/{name}{'/' if name else ''}"


def plain(answer: Any) -> str:
    """A page without its line breaks."""
    return " ".join(answer.text.split())


def allocated(small: SmallDay) -> AllocationRun:
    """Shared out, growers still to answer."""
    conduct(small, until="confirm", now=IN_THE_AFTERNOON)
    return AllocationRun.objects.current_for(small.day)

"""What a driver told of a stop's goods, held against what should have been there."""

from collections.abc import Iterable, Sequence

from logistics.driving.errors import DrivingRefused
from logistics.driving.goods import GoodsLine
from logistics.driving.values import Handed
from logistics.models import HandoverLine, Task

Goods = Iterable[tuple[Task, Iterable[GoodsLine]]]
LONGEST_FAULT = 60


def accounted(goods: Goods, handed: Sequence[Handed]) -> list[HandoverLine]:
    """One unsaved row for each line of the stop; what is neither accepted nor refused is short.

    Raises DrivingRefused, naming the line: for one that was not told of, numbers that can't be, or no reason.
    """
    told = {each.name: each for each in handed}
    rows = [handover(task, line, told.pop(line.name, None)) for task, lines in goods for line in lines]
    if told:
        raise DrivingRefused("Some of what you entered belongs to another stop. Open the route anew.")
    return rows


def handover(task: Task, line: GoodsLine, told: Handed | None) -> HandoverLine:
    """One row, unsaved. Raises DrivingRefused."""
    if told is None:
        raise DrivingRefused(f"Say what became of {line.packs} × {line.text}.")
    accepted, refused = told.packs_accepted, told.packs_refused
    short = line.packs - accepted - refused
    if min(accepted, refused, short) < 0:
        raise DrivingRefused(
            f"{line.text}: {accepted} accepted and {refused} refused don't go into the {line.packs} on the list."
        )
    fault = " ".join(told.fault.split())
    if (short or refused) and not fault:
        raise DrivingRefused(f"{line.text}: choose why {short + refused} of {line.packs} are missing or refused.")
    if len(fault) > LONGEST_FAULT:
        raise DrivingRefused(f"{line.text}: a reason has at most {LONGEST_FAULT} characters.")
    return row_of(task, line, accepted=accepted, refused=refused, fault=fault if short or refused else "")


def all_short(goods: Goods, reason: str) -> list[HandoverLine]:
    """One unsaved row for each line of the stop: nothing was loaded or handed over."""
    return [row_of(task, line, accepted=0, refused=0, fault=reason) for task, lines in goods for line in lines]


def row_of(task: Task, line: GoodsLine, *, accepted: int, refused: int, fault: str) -> HandoverLine:
    """The row, unsaved and not yet tied to its fact."""
    return HandoverLine(
        task=task,
        confirmation_id=line.confirmation,
        purchase_id=line.purchase,
        packs=line.packs,
        packs_accepted=accepted,
        packs_short=line.packs - accepted - refused,
        packs_refused=refused,
        fault=fault,
    )

"""This room's refusals. Each message is fit for the eyes of the person who asked."""


class ProcurementRefused(Exception):
    """The family: what was asked is not done, and nothing of it was written."""


class PriceRefused(ProcurementRefused):
    """A price or a buying basis does not hold together."""


class OrderRefused(ProcurementRefused):
    """Something in an order is not right; the message names it."""


class OrderingClosed(OrderRefused):
    """The cut-off has passed, or ordering has not opened."""


class NoPublishedPrice(OrderRefused):
    """A pack that is wanted has no price on the delivery day."""


class OverCeiling(OrderRefused):
    """The order would take its buying basis above the ceiling."""


class AllocationRefused(ProcurementRefused):
    """What was shared out does not fit the orders, the listings or the day."""


class Superseded(AllocationRefused):
    """Another run stands for the day by now."""


class AnswerRefused(ProcurementRefused):
    """A grower's answer does not fit what was asked."""


class ConfirmationRefused(ProcurementRefused):
    """The day can't be confirmed as it stands."""


class DeliveryRefused(ProcurementRefused):
    """What was handed over does not fit what was confirmed."""


class GoodsInRefused(ProcurementRefused):
    """What was counted at the door does not fit what was bought."""


class PackingRefused(ProcurementRefused):
    """What was packed does not fit what was confirmed, or packing is over."""


class NotAllCounted(PackingRefused):
    """Packing can't be done while nobody has said what became of goods that were never counted."""


class NotAllPacked(PackingRefused):
    """Packing can't be done while lines are open. `open_lines` are their confirmations' ids."""

    def __init__(self, message: str, open_lines: tuple[int, ...]) -> None:
        self.open_lines = open_lines
        super().__init__(message)


class LateChangeRefused(ProcurementRefused):
    """What was phoned in can't be done any more, or not as it was said."""


class ClaimRefused(ProcurementRefused):
    """A claim comes too late, or is about packs that were never taken."""

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

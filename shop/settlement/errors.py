"""This room's refusals. Each message is fit for the eyes of the person who asked."""


class SettlementRefused(Exception):
    """The family: nothing was settled, and nothing of it was written."""


class NotDelivered(SettlementRefused):
    """The day is not delivered, or what became of some lines is not recorded."""


class Unbalanced(SettlementRefused):
    """Entries of one transaction don't sum to zero: the books would lose money."""

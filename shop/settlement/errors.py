"""This room's refusals. Each message is fit for the eyes of the person who asked."""


class SettlementRefused(Exception):
    """The family: nothing was settled, and nothing of it was written."""


class NotDelivered(SettlementRefused):
    """The day is not delivered, or what became of some lines is not recorded."""


class Unbalanced(SettlementRefused):
    """Entries of one transaction don't sum to zero: the books would lose money."""


class BadBankDetails(SettlementRefused):
    """What was typed can't be a bank account; `field` says which part."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class NotAMember(SettlementRefused):
    """Only an enterprise's own members change where it is paid."""


class NothingToPay(SettlementRefused):
    """Nobody is owed anything that is due and can be paid."""

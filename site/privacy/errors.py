"""What can't be done with people's data, in words for them."""


class PrivacyError(Exception):
    """The room's refusals."""


class NoPeriod(PrivacyError):
    """No period of that name holds on the day."""


class StandsInTheWay(PrivacyError):
    """A person can't be forgotten yet; `reasons` say what to do first."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))

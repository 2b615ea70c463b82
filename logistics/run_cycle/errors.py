"""Everything the conductor refuses. The texts are fit for people's eyes."""

from collections.abc import Sequence


class RunError(Exception):
    """The family."""


class AlreadyConducted(RunError):
    """Another worker conducts this delivery day just now."""


class LeaseLost(RunError):
    """This worker was silent for too long and another one took its place: nothing more may be written."""


class KeptChanging(RunError):
    """What a step rests on changed again and again while it was thinking."""


class BegunAlready(RunError):
    """Drivers are on the routes that the daily run is asked to plan again."""


class Refused(RunError):
    """The judge refused an answer. It was not stored; `faults` says what is wrong with it."""

    def __init__(self, what: str, faults: Sequence[object]) -> None:
        self.faults = tuple(str(fault) for fault in faults)
        super().__init__(f"{what} was refused and not stored: {'; '.join(self.faults)}")


class NoAgreement(RunError):
    """Answers and stock changed with every new sharing out."""

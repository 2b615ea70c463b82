"""What the judge says of an answer that is not true to its problem."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that an answer breaks: a code, and a sentence with the facts."""

    code: str
    text: str


class NotTrue(ValueError):
    """An answer that the judge refuses; `faults` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.text for fault in faults))

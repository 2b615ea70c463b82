"""What a driver tells of a stop, as values."""

import re
from dataclasses import dataclass

from logistics.driving.errors import DrivingRefused
from logistics.models.proof import SIGNATURE_LONGEST

PEN = re.compile(r"M\d{1,3} \d{1,3}(?: ?[ML]\d{1,3} \d{1,3})*")
COLDEST_TENTHS_C, WARMEST_TENTHS_C = -500, 500
MOST_CRATES = 999
LONGEST = {"received_by": 80, "note": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One line of the stop (`name` is the line's own): accepted and refused packs; what is left over is short."""

    name: str
    packs_accepted: int
    packs_refused: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Who took the goods, and what else belongs to the proof."""

    received_by: str = ""
    signature: str = ""
    temperature_tenths_c: int | None = None
    crates_out: int = 0
    crates_in: int = 0
    note: str = ""

    def check(self) -> None:
        """Raise DrivingRefused for what no stop can have."""
        for name, longest in LONGEST.items():
            if len(getattr(self, name)) > longest:
                words = name.replace("_", " ").capitalize()
                raise DrivingRefused(f"{words} has at most {longest} characters.")
        if len(self.signature) > SIGNATURE_LONGEST:
            raise DrivingRefused("The signature is too long. Clear it and sign once more, shorter.")
        if self.signature and not PEN.fullmatch(self.signature):
            raise DrivingRefused("The signature did not arrive whole. Clear it and sign once more.")
        if not (0 <= self.crates_out <= MOST_CRATES and 0 <= self.crates_in <= MOST_CRATES):
            raise DrivingRefused(f"Crates left and taken back are between 0 and {MOST_CRATES}.")
        tenths = self.temperature_tenths_c
        if tenths is not None and not COLDEST_TENTHS_C <= tenths <= WARMEST_TENTHS_C:
            raise DrivingRefused("A temperature is between -50 and 50 °C.")

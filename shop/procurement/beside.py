"""What is bought of growers beside the allocation: sold already, held already, and paid with the rest."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BoughtBeside:
    """Packs of a listing (with its grower and pack) that somebody other than a kitchen has bought."""

    listing: Any
    packs: int

"""What packers hand in, as values."""

from dataclasses import dataclass

from shop.procurement.models import LineConfirmation, PurchaseLine

#: Written where goods came short at the door, so that the hub's table of faults says who bears it.
SHORT_FROM_THE_GROWER = "short from the grower"
#: What every hub can say of goods it refuses or packs short, besides what its own table of faults names.
USUAL_FAULTS = (SHORT_FROM_THE_GROWER, "poor quality", "too warm", "damaged on the way", "wrong goods")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count of one purchase: `packs_refused` are part of `packs_counted`. `seen` is the count that was on the page
    (0: none); grams with crates; tenths of a degree. `is_as_said`: nobody counted."""

    purchase: PurchaseLine
    packs_expected: int
    packs_counted: int
    key: str
    packs_refused: int = 0
    fault: str = ""
    weight_g: int | None = None
    temperature_tenths_c: int | None = None
    seen: int = 0
    is_as_said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedNow:
    """Packs of one confirmed line that were packed and that stay short; `packs_direct` never come to the hub.

    `seen` is the packing that was on the page (0: none).
    """

    confirmation: LineConfirmation
    packs_packed: int
    key: str
    packs_short: int = 0
    packs_direct: int = 0
    fault: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class InBoxes:
    """Packs (of the pack with id `pack`) that went into households' boxes."""

    pack: int
    name: str
    packs: int

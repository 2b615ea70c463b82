"""What packers and those who hand boxes over say of them, as values."""

from dataclasses import dataclass

from shop.storefront.models import HouseholdLine


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxPackedNow:
    """Packs of one household's line that went into its box; the rest is short for `fault`.

    `seen` is the packing that was on the page (0: none). The same `key` again changes nothing.
    """

    line: HouseholdLine
    packs_packed: int
    key: str
    fault: str = ""
    seen: int = 0

    @property
    def packs_short(self) -> int:
        """Packs that stay short."""
        return self.line.packs - self.packs_packed


@dataclass(frozen=True, slots=True)
class Missing:
    """Packs of one household's line that it did not get, and why."""

    line: HouseholdLine
    packs: int
    fault: str

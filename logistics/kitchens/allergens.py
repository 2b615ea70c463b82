"""What is known of the 14 allergens in what is ordered. What nobody stated is unknown, and said to be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from shop.produce.models import Allergen, AllergenStatement

PRESENCE = AllergenStatement.Presence


@dataclass(frozen=True, slots=True)
class AllergenNote:
    """Names of the 14 by what is known of them in one thing."""

    contains: tuple[str, ...]
    may_contain: tuple[str, ...]
    absent: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def in_short(self) -> str:
        """What a cook must see at a glance."""
        parts = []
        if self.contains:
            parts.append(f"contains {', '.join(self.contains).lower()}")
        if self.may_contain:
            parts.append(f"may contain {', '.join(self.may_contain).lower()}")
        if not self.contains and not self.absent and not self.may_contain:
            return "allergens unknown"
        if self.unknown:
            parts.append(f"{len(self.unknown)} unknown")
        return "; ".join(parts) or "none of the 14"


def note_of(presence: Mapping[str, str], names: Mapping[str, str]) -> AllergenNote:
    """Sort the 14 (`names`: code to name) by `presence`: code to contains, may_contain or absent."""

    def having(value: str | None) -> tuple[str, ...]:
        return tuple(name for code, name in names.items() if presence.get(code) == value)

    return AllergenNote(
        having(PRESENCE.CONTAINS), having(PRESENCE.MAY_CONTAIN), having(PRESENCE.CONFIRMED_ABSENT), having(None)
    )


def allergen_names() -> dict[str, str]:
    """Code to name of the 14, in the order of their names."""
    return dict(Allergen.objects.values_list("code", "name"))


def allergen_notes(specifications: Collection[int]) -> dict[int, AllergenNote]:
    """Specification id to what is known of the 14 in it: two queries."""
    stated: dict[int, dict[str, str]] = {each: {} for each in specifications}
    rows = AllergenStatement.objects.filter(specification_id__in=specifications)
    for specification_id, code, presence in rows.values_list("specification_id", "allergen_id", "presence"):
        stated[specification_id][code] = presence
    names = allergen_names()
    return {each: note_of(presence, names) for each, presence in stated.items()}

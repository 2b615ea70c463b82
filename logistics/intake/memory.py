"""What the season owes whom: pure arithmetic over earlier days. Knows no rows.

A buyer's share is weighed by its entitlement, a grower's by one; never by what was asked or offered.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class Share:
    """One party's part in one scarce thing on one day, in packs: what it wanted, what it had, and its weight."""

    party: str
    weight: int
    wanted: int
    had: int


def owed(occasions: Iterable[Sequence[Share]]) -> dict[str, int]:
    """Add up what each party is owed over `occasions`, in thousandths of a pack.

    An occasion is one thing on one day. Where everybody had what they wanted nothing is remembered. Elsewhere the
    packs that were there are shared by weight: who had less than that and wanted more is owed the difference, who had
    more has had it in advance. Who was served in full is owed nothing, so that asking for more never gains.
    """
    total: dict[str, int] = defaultdict(int)
    for shares in occasions:
        if all(share.had >= share.wanted for share in shares):
            continue
        packs = sum(share.had for share in shares)
        weight = sum(share.weight for share in shares)
        for share in shares:
            fair = packs * THOUSANDTHS * share.weight // weight
            difference = fair - share.had * THOUSANDTHS
            total[share.party] += difference if share.had < share.wanted else min(0, difference)
    return dict(total)

"""Room for what no round takes as it is: one other shipment changes vans, where it can go elsewhere. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.engines.insertion import cheapest_in_van, cheapest_insertion

#: Exchanges looked at before the rest is left as it is: about a second's work for twenty vans.
MOST_TRIES = 2_000


@dataclass(slots=True)
class Room:
    """Rounds in which one shipment may make way for another; what is in `fixed` (rows) never does."""

    draft: Draft
    fixed: Collection[int]
    tries: int = MOST_TRIES

    def made_for(self, rows: Sequence[int]) -> list[int]:
        """Place what can be placed; returns the shipments (rows) that still find no room."""
        return [row for row in rows if not self._placed(row)]

    def _placed(self, row: int) -> bool:
        """Try each van that may carry the shipment, and there what needs such a van least."""
        return any(self._exchanged(van, row, other) for van in self._vans(row) for other in self._others(van, row))

    def _vans(self, row: int) -> list[int]:
        return self.draft.compiled.allowed[row]

    def _others(self, van: int, row: int) -> list[int]:
        """What could leave the van: first other classes, then the smallest loads."""
        shipments = self.draft.compiled.shipments
        aboard = {task // 2 for task in self.draft.sequences[van]} - set(self.fixed)
        wanted = shipments[row].temperature_class
        return sorted(aboard, key=lambda s: (shipments[s].temperature_class == wanted, shipments[s].loads, s))

    def _exchanged(self, van: int, row: int, other: int) -> bool:
        """Whether the van takes the shipment once `other` has found a place elsewhere. Nothing is changed if not."""
        if self.tries <= 0:
            return False
        self.tries -= 1
        before = self.draft.sequences[van]
        self.draft.replace(van, [task for task in before if task // 2 != other])
        found = cheapest_in_van(self.draft, van, row)
        if found is not None:
            self.draft.replace(van, found.tasks)
            elsewhere = cheapest_insertion(self.draft, other)
            if elsewhere is not None:
                self.draft.replace(elsewhere.van, elsewhere.tasks)
                return True
        self.draft.replace(van, before)
        return False

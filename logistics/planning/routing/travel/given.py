"""Travel that somebody else measured: a matrix over named places, of which a day needs some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from logistics.planning.routing.problem import IntMatrix, Location, RoutingError, Travel


@dataclass(frozen=True, eq=False, slots=True)
class Given:
    """Seconds and metres between the places named in `ids`, rows and columns in that order."""

    ids: tuple[str, ...]
    travel_s: IntMatrix
    distance_m: IntMatrix

    def between(self, locations: Sequence[Location]) -> Travel:
        """The part of the matrix that these places need; refuses places that it does not know."""
        row = {place: number for number, place in enumerate(self.ids)}
        unknown = [place.label for place in locations if place.id not in row]
        if unknown:
            raise RoutingError(f"the given travel times do not know {', '.join(unknown)}")
        wanted = np.ix_([row[place.id] for place in locations], [row[place.id] for place in locations])
        return Travel(self.travel_s[wanted], self.distance_m[wanted], source="given")

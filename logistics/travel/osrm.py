"""Travel by road, from an OSRM server over HTTP (its table service). Knows nothing of Django or of our rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import OpenerDirector, ProxyHandler, build_opener

import numpy as np

from logistics.planning.routing.problem import NO_ROAD_M, NO_ROAD_S, IntMatrix, Location, Travel
from logistics.travel.errors import OffTheRoad, RoadsUnavailable

#: A point that the engine moves further than this onto a road is not where the map thinks it is.
SNAP_LIMIT_M = 1_000
#: A server with its own settings answers for 100 x 100 places at once.
BLOCK = 100
TIMEOUT_S = 30.0
DEGREE_DIGITS = 6


def direct_opener() -> OpenerDirector:
    """A road engine stands in our own network: no proxy is asked."""
    return build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Osrm:
    """The server at `url`, driving a car by the map that it was given. Seconds are those of an empty car."""

    url: str
    timeout_s: float = TIMEOUT_S
    opener: OpenerDirector = field(default_factory=direct_opener, compare=False)

    def between(self, locations: Sequence[Location]) -> Travel:
        """Seconds and metres by road, rounded half-up; a pair without a road gets NO_ROAD_S and NO_ROAD_M.

        Raises RoadsUnavailable, and OffTheRoad for places further than SNAP_LIMIT_M from a road.
        """
        count = len(locations)
        travel_s, distance_m = np.zeros((count, count), np.int64), np.zeros((count, count), np.int64)
        snapped = np.zeros(count)
        if count > 1:
            for rows in blocks(count):
                for columns in blocks(count):
                    self.fill(locations, rows, columns, (travel_s, distance_m, snapped))
        away = zip(locations, snapped.tolist(), strict=True)
        far = [(place.label, round(metres)) for place, metres in away if metres > SNAP_LIMIT_M]
        if far:
            raise OffTheRoad(far)
        return Travel(travel_s, distance_m, source="by road")

    def map_version(self, somewhere: Location) -> str:
        """The name of the server's map, as `osrm-extract --data_version` was told; empty when it was told none."""
        return str(self.ask(f"nearest/v1/driving/{point(somewhere)}").get("data_version", ""))

    def fill(
        self, locations: Sequence[Location], rows: range, columns: range, into: tuple[IntMatrix, IntMatrix, Any]
    ) -> None:
        """Ask for one block and put it into the matrices and the distances from the road."""
        travel_s, distance_m, snapped = into
        points = ";".join(point(locations[at]) for at in (*rows, *columns))
        sources = ";".join(str(at) for at in range(len(rows)))
        targets = ";".join(str(len(rows) + at) for at in range(len(columns)))
        query = f"annotations=duration,distance&sources={sources}&destinations={targets}"
        answer = self.ask(f"table/v1/driving/{points}?{query}")
        here = np.ix_(rows, columns)
        try:
            travel_s[here] = whole(answer["durations"], NO_ROAD_S)
            distance_m[here] = whole(answer["distances"], NO_ROAD_M)
            snapped[rows.start : rows.stop] = [each["distance"] for each in answer["sources"]]
        except (KeyError, TypeError, ValueError) as error:
            raise RoadsUnavailable(
                f"The road engine at {self.url} answered with something else than a table."
            ) from error

    def ask(self, path: str) -> Mapping[str, Any]:
        """One question. Raises RoadsUnavailable with what the server said."""
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise RoadsUnavailable(f"“{self.url}” is no address of a road engine: it starts with http:// or https://.")
        try:
            with self.opener.open(f"{self.url.rstrip('/')}/{path}", timeout=self.timeout_s) as response:
                answer = json.load(response)
        except HTTPError as error:
            with error:
                said = error.read(200).decode("utf-8", "replace")
            raise RoadsUnavailable(f"The road engine at {self.url} refused: {said}") from error
        except (URLError, OSError, ValueError) as error:
            raise RoadsUnavailable(f"The road engine at {self.url} does not answer: {error}") from error
        if not isinstance(answer, dict) or answer.get("code") != "Ok":
            raise RoadsUnavailable(f"The road engine at {self.url} answered with something else than a table.")
        return answer


def blocks(count: int) -> list[range]:
    """The places in runs that the server takes at once."""
    return [range(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]


def point(location: Location) -> str:
    """A place as OSRM writes it: longitude first."""
    return f"{location.lon:.{DEGREE_DIGITS}f},{location.lat:.{DEGREE_DIGITS}f}"


def whole(table: Sequence[Sequence[float | None]], if_none: int) -> IntMatrix:
    """A table of the answer as whole numbers, rounded half-up."""
    values = np.array(table, dtype=float)
    return np.where(np.isnan(values), if_none, np.floor(values + 0.5)).astype(np.int64)

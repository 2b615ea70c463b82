"""Travel by road, from an OSRM server's table service over HTTP.

Knows nothing of which roads exist; refuses points that the server had to move far to find one. When the server cannot
answer, the whole matrix is estimated and says so: a matrix is never half by road.
"""

from __future__ import annotations

import http.client
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from logistics.planning.routing.problem import NO_ROAD_M, NO_ROAD_S, Location, RoutingError, Travel
from logistics.planning.routing.travel.estimate import Estimate

log = logging.getLogger(__name__)


class FarFromRoad(RoutingError):
    """Places so far from any road that the server's answer would be about somewhere else."""

    def __init__(self, places: Sequence[tuple[str, int]], limit_m: int) -> None:
        named = ", ".join(f"{name} ({metres:,} m)" for name, metres in places)
        super().__init__(f"no road within {limit_m:,} m of {named}: check where they lie on the map")
        self.places = tuple(places)


class RoadsRefused(RoutingError):
    """The server understood the request and refused it; asking again would not help."""


class _NoAnswer(Exception):
    """The server is down, slow, failing or talking nonsense."""


@dataclass(frozen=True, slots=True)
class Osrm:
    """An OSRM server at `url`, such as http://127.0.0.1:5000.

    places_at_once   sources, and destinations, in one request (the server's --max-table-size allows twice as many)
    snap_limit_m     how far a place may lie from its road
    tries            requests made before giving up on a block
    """

    url: str
    profile: str = "driving"
    places_at_once: int = 50
    snap_limit_m: int = 1000
    timeout_s: float = 10.0
    tries: int = 3
    otherwise: Estimate = field(default_factory=Estimate)

    def between(self, locations: Sequence[Location]) -> Travel:
        """Seconds and metres by road; pairs without a road get `NO_ROAD_S`.

        Estimated when the server cannot answer. Raises `FarFromRoad` with the places' names, or `RoadsRefused`.
        """
        try:
            return self._by_road(locations)
        except _NoAnswer as failure:
            log.warning("roads: %s does not answer (%s), travel is estimated", self.url, failure)
            return self.otherwise.between(locations)

    def _by_road(self, locations: Sequence[Location]) -> Travel:
        count = len(locations)
        travel_s, distance_m = np.zeros((2, count, count), dtype=np.int64)
        snapped_m = np.zeros(count)
        for rows, columns in self._blocks(count):
            answer = self._table([locations[at] for at in rows], [locations[at] for at in columns])
            block = np.ix_(rows, columns)
            try:
                travel_s[block] = _whole(answer["durations"], NO_ROAD_S)
                distance_m[block] = _whole(answer["distances"], NO_ROAD_M)
                snapped_m[list(rows)] = [source["distance"] for source in answer["sources"]]
            except (KeyError, TypeError, ValueError) as error:
                raise _NoAnswer(f"its table has not the shape expected: {error}") from error
        far = [(locations[at].label, int(snapped_m[at])) for at in range(count) if snapped_m[at] > self.snap_limit_m]
        if far:
            raise FarFromRoad(far, self.snap_limit_m)
        np.fill_diagonal(travel_s, 0)
        np.fill_diagonal(distance_m, 0)
        return Travel(travel_s, distance_m, source="by road")

    def _blocks(self, count: int) -> Iterator[tuple[range, range]]:
        cuts = [range(first, min(first + self.places_at_once, count)) for first in range(0, count, self.places_at_once)]
        return ((rows, columns) for rows in cuts for columns in cuts)

    def _table(self, rows: Sequence[Location], columns: Sequence[Location]) -> dict[str, Any]:
        points = ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in (*rows, *columns))
        sources = ";".join(str(at) for at in range(len(rows)))
        targets = ";".join(str(at) for at in range(len(rows), len(rows) + len(columns)))
        path = (
            f"/table/v1/{self.profile}/{points}?annotations=duration,distance&sources={sources}&destinations={targets}"
        )
        failure = _NoAnswer("it was never asked")
        for _ in range(self.tries):
            try:
                return self._get(path)
            except _NoAnswer as error:
                failure = error
        raise failure

    def _get(self, path: str) -> dict[str, Any]:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.timeout_s)
        try:
            connection.request("GET", parts.path.rstrip("/") + path)
            response = connection.getresponse()
            status, body = response.status, response.read()
            answer = json.loads(body) if status < 500 else {}
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _NoAnswer(str(error) or type(error).__name__) from error
        finally:
            connection.close()
        if status >= 500 or not isinstance(answer, dict):
            raise _NoAnswer(f"status {status}")
        if status != 200 or answer.get("code") != "Ok":
            raise RoadsRefused(f"the road server refused: {answer.get('message') or answer.get('code') or status}")
        return answer


def _whole(rows: Any, without_road: int) -> Any:
    """Rounded half-up; null, where no road leads, becomes `without_road`."""
    table = np.array(rows, dtype=float)
    return np.where(np.isnan(table), without_road, np.floor(np.nan_to_num(table) + 0.5)).astype(np.int64)

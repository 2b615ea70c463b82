"""Which map a road engine drives by, as it says itself. Knows nothing of Django or of our rows."""

import json
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from logistics.planning.routing.problem import Location
from logistics.travel.errors import RoadsUnavailable

TIMEOUT_S = 10.0


def map_version(url: str, somewhere: Location) -> str:
    """What `osrm-extract --data_version` was told when the map of the server at `url` was made; empty when nothing.

    Raises RoadsUnavailable when nobody answers there.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise RoadsUnavailable(f"“{url}” is no address of a road engine: it starts with http:// or https://")
    question = f"{url.rstrip('/')}/nearest/v1/driving/{somewhere.lon:.6f},{somewhere.lat:.6f}"
    try:
        # A road engine stands in our own network: no proxy is asked.
        with build_opener(ProxyHandler({})).open(question, timeout=TIMEOUT_S) as response:
            answer = json.load(response)
    except (URLError, OSError, ValueError) as error:
        raise RoadsUnavailable(f"the road engine at {url} does not answer: {error}") from error
    return str(answer.get("data_version", "")) if isinstance(answer, dict) else ""

"""A road engine for tests: answers as OSRM does (test_real_roads.py holds the real one to the same shape)."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Engine:
    """What the server knows and was asked. Roads run along parallels and meridians: 111 km a degree, 60 km/h."""

    def __init__(self) -> None:
        self.version = "map one"
        self.off_road_m: dict[str, float] = {}
        self.tables: list[tuple[int, int]] = []
        self.is_ill = False
        self.url = ""

    def answer(self, path: str) -> tuple[int, Any]:
        parts = urlsplit(path)
        service, points = parts.path.split("/")[1], parts.path.rsplit("/", 1)[1].split(";")
        named = {"data_version": self.version} if self.version else {}
        if service == "nearest":
            return 200, {"code": "Ok", "waypoints": [self.waypoint(points[0])], **named}
        if self.is_ill:
            return 500, {}
        query = parse_qs(parts.query)
        rows, columns = ([points[int(at)] for at in query[name][0].split(";")] for name in ("sources", "destinations"))
        self.tables.append((len(rows), len(columns)))
        metres = [[self.metres(start, end) for end in columns] for start in rows]
        return 200, {
            "code": "Ok",
            "sources": [self.waypoint(each) for each in rows],
            "destinations": [self.waypoint(each) for each in columns],
            "distances": metres,
            "durations": [[each * 0.06 for each in row] for row in metres],
            **named,
        }

    def waypoint(self, point: str) -> dict[str, Any]:
        return {"distance": self.off_road_m.get(point, 12.5), "name": "Mill Lane"}

    def metres(self, start: str, end: str) -> float:
        (lon, lat), (to_lon, to_lat) = (map(float, point.split(",")) for point in (start, end))
        return (abs(lat - to_lat) + abs(lon - to_lon)) * 111_000


@contextmanager
def serving(engine: Engine) -> Iterator[Engine]:
    """Serve on a free port of the loopback while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, answer = engine.answer(self.path)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        engine.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield engine
        server.shutdown()
        thread.join()

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import numpy as np
import pytest

from logistics.planning.routing.problem import NO_ROAD_M, NO_ROAD_S, Location, RoutingError
from logistics.planning.routing.travel import TravelMaker
from logistics.planning.routing.travel.estimate import Estimate
from logistics.planning.routing.travel.given import Given
from logistics.planning.routing.travel.osrm import FarFromRoad, Osrm, RoadsRefused

OAKHAM = Location("oakham", 52.6704, -0.7333, "Oakham")
UPPINGHAM = Location("uppingham", 52.5877, -0.7222)
STAMFORD = Location("stamford", 52.6510, -0.4800)
TOWNS = (OAKHAM, UPPINGHAM, STAMFORD)


def test_a_degree_of_latitude_is_estimated_as_the_formula_says():
    travel = Estimate(circuity=1.35, speed_kmh=50).between((Location("a", 0, 0), Location("b", 1, 0)))

    # 6,371,008.8 m x pi / 180 = 111,195.08 m; x 1.35 = 150,113.36 m; at 50 km/h 10,808.16 s
    assert travel.distance_m.tolist() == [[0, 150_113], [150_113, 0]]
    assert travel.travel_s.tolist() == [[0, 10_808], [10_808, 0]]
    assert travel.source == "estimated"


def test_a_region_has_its_own_circuity_and_speed():
    lanes = Estimate(circuity=2.7, speed_kmh=25).between((Location("a", 0, 0), Location("b", 1, 0)))

    assert lanes.distance_m[0, 1] == 300_227
    assert lanes.travel_s[0, 1] == 43_233


def test_many_places_are_estimated_alike_in_blocks_and_in_pairs():
    places = [Location(f"p{n}", 52 + n / 1000, -0.5 + (n * 37 % 100) / 500) for n in range(600)]

    travel = Estimate().between(places)

    for a, b in ((0, 599), (255, 256), (300, 17)):
        pair = Estimate().between((places[a], places[b]))
        assert travel.distance_m[a, b] == pair.distance_m[0, 1]
        assert travel.travel_s[a, b] == pair.travel_s[0, 1]
    assert not travel.distance_m.diagonal().any()
    assert np.array_equal(travel.distance_m, travel.distance_m.T)


def test_no_places_need_no_travel():
    assert Estimate().between(()).travel_s.shape == (0, 0)


def test_a_given_matrix_is_cut_to_the_places_of_the_day():
    whole = Given(("uppingham", "oakham"), np.array([[0, 5], [6, 0]]), np.array([[0, 50], [60, 0]]))

    travel = whole.between((OAKHAM, UPPINGHAM))

    assert travel.travel_s.tolist() == [[0, 6], [5, 0]]
    assert travel.distance_m.tolist() == [[0, 60], [50, 0]]
    assert travel.source == "given"


def test_a_given_matrix_refuses_places_that_it_does_not_know():
    whole = Given(("oakham",), np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1), dtype=np.int64))

    with pytest.raises(RoutingError, match="do not know uppingham, stamford"):
        whole.between(TOWNS)


Reply = tuple[int, Any]


class RoadServer:
    """A table service that answers from a function of (sources, destinations) and remembers what it was asked."""

    def __init__(self, reply: Callable[[list[str], list[str]], Reply | None]) -> None:
        self.asked: list[str] = []
        self.slow = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                path, _, query = self.path.partition("?")
                points = path.rsplit("/", 1)[1].split(";")
                named = dict(part.split("=") for part in query.split("&"))
                rows, columns = (
                    [points[int(at)] for at in named[end].split(";")] for end in ("sources", "destinations")
                )
                answer = reply(rows, columns)
                if answer is None:
                    outer.slow.wait(10)
                    return
                status, content = answer
                self.send_response(status)
                self.end_headers()
                self.wfile.write(content if isinstance(content, bytes) else json.dumps(content).encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.slow.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[..., RoadServer]]:
    running: list[RoadServer] = []

    def start(reply: Callable[[list[str], list[str]], Reply | None]) -> RoadServer:
        running.append(RoadServer(reply))
        return running[-1]

    yield start
    for server in running:
        server.close()


def roads(rows: list[str], columns: list[str], *, snapped_m: float = 3.0) -> Reply:
    """Seconds and metres that tell which points they are between, with halves to round."""
    lon = {point: float(point.split(",")[0]) for point in (*rows, *columns)}
    seconds = [[abs(lon[a] - lon[b]) * 1000 + (0.5 if a != b else 0) for b in columns] for a in rows]
    return 200, {
        "code": "Ok",
        "durations": seconds,
        "distances": [[value * 10 for value in row] for row in seconds],
        "sources": [{"distance": snapped_m} for _ in rows],
    }


def estimated(maker: TravelMaker) -> bool:
    travel = maker.between(TOWNS)
    assert travel == Estimate().between(TOWNS)
    return travel.source == "estimated"


def test_roads_are_asked_for_in_one_table_and_rounded_half_up(serve):
    server = serve(roads)

    travel = Osrm(server.url).between(TOWNS)

    assert travel.source == "by road"
    assert travel.travel_s.tolist() == [[0, 12, 254], [12, 0, 243], [254, 243, 0]]
    assert travel.distance_m.tolist() == [[0, 116, 2538], [116, 0, 2427], [2538, 2427, 0]]
    points = "-0.733300,52.670400;-0.722200,52.587700;-0.480000,52.651000"
    query = "annotations=duration,distance&sources=0;1;2&destinations=3;4;5"
    assert server.asked == [f"/table/v1/driving/{points};{points}?{query}"]


def test_a_large_table_is_put_together_from_blocks(serve):
    server = serve(roads)

    travel = Osrm(server.url, places_at_once=2).between(TOWNS)

    assert len(server.asked) == 4
    assert travel == Osrm(server.url).between(TOWNS)


def test_a_pair_without_a_road_is_out_of_reach_and_the_rest_stays_by_road(serve):
    def island(rows: list[str], columns: list[str]) -> Reply:
        status, table = roads(rows, columns)
        table["durations"][0][2] = table["distances"][0][2] = None
        return status, table

    travel = Osrm(serve(island).url).between(TOWNS)

    assert travel.source == "by road"
    assert (travel.travel_s[0, 2], travel.distance_m[0, 2]) == (NO_ROAD_S, NO_ROAD_M)
    assert travel.travel_s[2, 0] == 254


def test_places_far_from_any_road_are_refused_by_name(serve):
    server = serve(lambda rows, columns: roads(rows, columns, snapped_m=1000.9 if len(rows) > 1 else 2.0))

    with pytest.raises(FarFromRoad) as refusal:
        Osrm(server.url, places_at_once=2).between(TOWNS)

    assert refusal.value.places == (("Oakham", 1000), ("uppingham", 1000))
    assert "no road within 1,000 m of Oakham (1,000 m), uppingham (1,000 m)" in str(refusal.value)


def test_a_failing_server_is_asked_a_bounded_number_of_times_and_then_estimated(serve):
    server = serve(lambda *_: (500, b"broken"))

    assert estimated(Osrm(server.url, tries=3))
    assert len(server.asked) == 3


def test_a_server_that_recovers_is_believed(serve):
    answers = iter([(503, b"")])
    server = serve(lambda rows, columns: next(answers, None) or roads(rows, columns))

    assert Osrm(server.url).between(TOWNS).source == "by road"
    assert len(server.asked) == 2


def test_a_slow_server_is_not_waited_for(serve):
    assert estimated(Osrm(serve(lambda *_: None).url, timeout_s=0.05, tries=1))


@pytest.mark.parametrize(
    "nonsense",
    [b"<html>", b"[1]", {"code": "Ok"}, {"code": "Ok", "durations": [[1]], "distances": [[1]], "sources": []}],
)
def test_an_answer_that_is_no_table_is_not_believed(serve, nonsense):
    assert estimated(Osrm(serve(lambda *_: (200, nonsense)).url))


def test_a_dead_server_means_estimates():
    assert estimated(Osrm("http://127.0.0.1:9", timeout_s=0.5))


def test_a_request_that_the_server_refuses_is_told_and_not_repeated(serve):
    server = serve(lambda *_: (400, {"code": "TooBig", "message": "Too many table coordinates"}))

    with pytest.raises(RoadsRefused, match="Too many table coordinates"):
        Osrm(server.url).between(TOWNS)
    assert len(server.asked) == 1

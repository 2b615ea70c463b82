"""Random small problems for property tests: streets on a grid, times in steps of five minutes."""

import numpy as np
from hypothesis import strategies as st

from logistics.planning.routing.problem import Location, Problem, Shipment, TaskSpec, Travel, Vehicle, Window

STEP_S = 300
SHIFT = (6 * 3600, 10 * 3600)


@st.composite
def worlds(draw: st.DrawFn, *, shipments: int, vans: int) -> Problem:
    """Up to so many shipments and vans around a hub, mostly servable, with every kind of constraint now and then."""
    spots = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=4, max_size=5, unique=True))
    at = np.array(spots, dtype=np.int64)
    blocks = np.abs(at[:, None, :] - at[None, :, :]).sum(axis=2)
    locations = tuple(Location(f"p{n}", 52.0 + y / 100, x / 100) for n, (x, y) in enumerate(spots))
    windows = [draw(_windows()) for _ in spots]
    return Problem(
        locations=locations,
        travel=Travel(blocks * STEP_S, blocks * 3000, source="given"),
        vehicles=tuple(draw(_van(n, len(spots))) for n in range(draw(st.integers(1, vans)))),
        shipments=tuple(draw(_shipment(n, windows)) for n in range(draw(st.integers(1, shipments)))),
    )


@st.composite
def _windows(draw: st.DrawFn) -> tuple[Window, ...]:
    opens = draw(st.integers(0, 20))
    length = draw(st.integers(4, 30))
    one = Window(SHIFT[0] + opens * STEP_S, SHIFT[0] + (opens + length) * STEP_S)
    later = Window(one.closes_s + 4 * STEP_S, one.closes_s + 10 * STEP_S)
    return draw(st.sampled_from([(), (one,), (one,), (one, later)]))


@st.composite
def _van(draw: st.DrawFn, number: int, places: int) -> Vehicle:
    start = draw(st.sampled_from([0, 0, 0, places - 1]))
    return Vehicle(
        id=f"van{number}",
        start=f"p{start}",
        end=f"p{draw(st.sampled_from([start, start, 0]))}",
        capacity=(draw(st.sampled_from([5, 10])) * 1000, 10),
        classes=draw(st.sampled_from([frozenset({"ambient"}), frozenset({"ambient", "chilled"})])),
        earliest_s=SHIFT[0],
        latest_s=SHIFT[1],
        skills=draw(st.sampled_from([frozenset(), frozenset({"tail lift"})])),
        driving_limit_s=draw(st.sampled_from([None, None, 16 * STEP_S])),
        cost_fixed_pence=draw(st.sampled_from([0, 1000])),
        cost_per_km_pence=draw(st.sampled_from([0, 45])),
        cost_per_hour_pence=draw(st.sampled_from([0, 1200])),
        reloads=draw(st.sampled_from([0, 0, 1])),
    )


@st.composite
def _shipment(draw: st.DrawFn, number: int, windows: list[tuple[Window, ...]]) -> Shipment:
    ends = draw(st.permutations(range(len(windows))))
    origin, target = draw(st.sampled_from([(0, ends[0] or ends[1]), (ends[0], ends[1]), (ends[0] or ends[1], 0)]))
    return Shipment(
        id=f"s{number}",
        pickup=TaskSpec(f"p{origin}", windows[origin], STEP_S, draw(st.sampled_from([0, STEP_S]))),
        drop=TaskSpec(f"p{target}", windows[target], STEP_S, draw(st.sampled_from([0, STEP_S]))),
        loads=(draw(st.integers(1, 6)) * 1000, draw(st.integers(1, 5))),
        temperature_class=draw(st.sampled_from(["ambient", "ambient", "chilled"])),
        skills=draw(st.sampled_from([frozenset(), frozenset(), frozenset(), frozenset({"tail lift"})])),
        priority=draw(st.sampled_from([0, 0, 1])),
        price_unserved_pence=draw(st.sampled_from([None, None, 1500])),
        ready_s=draw(st.sampled_from([0, 0, SHIFT[0] + 6 * STEP_S])),
    )

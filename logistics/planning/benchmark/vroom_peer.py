"""VROOM as a yardstick: the compiled problem in its words, its solution as the order of tasks of each van.

Nothing of the product needs it, so it is imported when asked for: `pip install pyvroom pandas` beside the project.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from logistics.planning.benchmark.peers import CannotRace, kinds, loaded_at_the_start, service_s, window
from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Sequences

#: The highest level: it looks longest.
EXPLORATION = 5


def search(compiled: Compiled, *, seconds: float) -> Sequences:
    """Search for so many seconds by the wall's clock, the only one it reads, or until it has nothing more to try.

    Raises `CannotRace`.
    """
    try:
        import vroom  # type: ignore[import-not-found,unused-ignore]
    except ImportError as missing:
        raise CannotRace("VROOM is not installed: pip install pyvroom pandas") from missing
    if any(van.reloads for van in compiled.vehicles):
        raise CannotRace("VROOM is raced without reloads")
    question = _question(vroom, compiled)
    found = question.solve(exploration_level=EXPLORATION, nb_threads=1, timeout=timedelta(seconds=seconds))
    sequences: Sequences = [[] for _ in compiled.vehicles]
    for step in found.routes.to_dict("records"):
        tasks, shipment = sequences[int(step["vehicle_id"])], step["id"]
        if step["type"] == "job":
            tasks[:0] = [2 * int(shipment)]
            tasks.append(2 * int(shipment) + 1)
        elif step["type"] in {"pickup", "delivery"}:
            tasks.append(2 * int(shipment) + int(step["type"] == "delivery"))
    return sequences


def _question(vroom: Any, compiled: Compiled) -> Any:
    classes = sorted(set().union(*(van.classes for van in compiled.vehicles)))
    skill = {name: number for number, name in enumerate(classes)}
    question = vroom.Input()
    question.set_durations_matrix("van", compiled.travel_array[0].astype(np.uint32))
    question.set_distances_matrix("van", compiled.problem.travel.distance_m.astype(np.uint32))
    for vans in kinds(compiled):
        for number in vans:
            van = compiled.vehicles[number]
            question.add_vehicle(
                vroom.Vehicle(
                    number,
                    start=compiled.start[number],
                    end=compiled.end[number],
                    profile="van",
                    capacity=list(van.capacity),
                    skills={skill[name] for name in van.classes},
                    time_window=vroom.TimeWindow(van.earliest_s, van.latest_s),
                    costs=vroom.VehicleCosts(
                        fixed=van.cost_fixed_pence, per_hour=van.cost_per_hour_pence, per_km=van.cost_per_km_pence
                    ),
                )
            )
    started = set(loaded_at_the_start(compiled))
    for s, shipment in enumerate(compiled.shipments):
        amount = vroom.Amount(list(shipment.loads))
        skills = {skill[shipment.temperature_class]} if shipment.temperature_class in skill else {len(skill)}

        def said(task: int, number: int = s) -> dict[str, Any]:
            return {
                "id": number,
                "location": compiled.place[task],
                "default_service": service_s(compiled, task),
                "time_windows": [vroom.TimeWindow(*window(compiled, task))],
            }

        if s in started:
            question.add_job(vroom.Job(**said(2 * s + 1), delivery=amount, skills=skills))
        else:
            question.add_shipment(
                vroom.ShipmentStep(**said(2 * s)), vroom.ShipmentStep(**said(2 * s + 1)), amount=amount, skills=skills
            )
    return question

"""Papers of the packhouse: crate labels, and the pick and load sheets."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from logistics.packing.drops import Drop, Load, PackLine
from logistics.packing.loads import loads_of
from logistics.packing.rows import rows_of
from logistics.packing.views.access import day_or_404


@dataclass(frozen=True, slots=True)
class Label:
    """One crate: of how many, for whom, on which van and drop, and what is in it."""

    load: Load
    drop: Drop
    line: PackLine
    crate: int
    crates: int
    packs: int


@dataclass(slots=True)
class Pick:
    """All of one product to be picked from the floor, van by van."""

    name: str
    packs: int
    lots: dict[str, int]
    vans: dict[str, int]


@login_required
@require_safe
def labels(request: HttpRequest, day_id: int) -> HttpResponse:
    """A label for every crate, in the order of loading. For the hub's packers and coordinators."""
    day = day_or_404(request.user, day_id)
    route = request.GET.get("route", "")
    loads = [each for each in loads_of(rows_of(day)) if each.route and (not route or str(each.route) == route)]
    made = [
        label for load in loads for drop in load.drops for line in drop.lines for label in crates_of(load, drop, line)
    ]
    boxes = [(load, drop, box) for load in loads for drop in load.drops for box in drop.boxes]
    context = {"day": day, "labels": made, "boxes": boxes, "count": len(made) + len(boxes)}
    return render(request, "packing/labels.html", context)


def crates_of(load: Load, drop: Drop, line: PackLine) -> list[Label]:
    """The crates of one line; the last may be part full."""
    left, found = line.going, []
    for crate in range(1, line.crates + 1):
        packs = min(left, line.packs_per_crate)
        left -= packs
        found.append(Label(load, drop, line, crate, line.crates, packs))
    return found


@login_required
@require_safe
def sheets(request: HttpRequest, day_id: int) -> HttpResponse:
    """What to pick from the floor, then a load sheet for each van. For the hub's packers and coordinators."""
    day = day_or_404(request.user, day_id)
    loads = loads_of(rows_of(day))
    context = {"day": day, "loads": loads, "picks": picks_of(loads), "printed_at": timezone.now()}
    return render(request, "packing/sheets.html", context)


def picks_of(loads: tuple[Load, ...]) -> list[Pick]:
    """Packs by product over all vans, households' boxes with them, and the lots they were promised of."""
    found: dict[str, Pick] = {}

    def add(name: str, packs: int, van: str) -> Pick:
        pick = found.setdefault(name, Pick(name, 0, defaultdict(int), defaultdict(int)))
        pick.packs += packs
        pick.vans[van] += packs
        return pick

    for load in loads:
        for line in load.lines:
            pick = add(f"{line.name}, {line.pack}", line.going, load.van)
            for source in line.sources:
                pick.lots[f"{source.lot} {source.seller}"] += source.packs
        for box in (box for drop in load.drops for box in drop.boxes):
            for each in box.lines:
                pick = add(f"{each.name}, {each.pack}", each.going, f"{load.van}, boxes")
                pick.lots[each.source] += each.packs
    for pick in found.values():
        pick.lots, pick.vans = dict(pick.lots), dict(pick.vans)
    return [found[name] for name in sorted(found)]

"""Packs move between growers of equal standing for the vans' sake, where the hub's rules allow it."""

import json
import re

import pytest

from logistics.intake.facts import NotMovable
from logistics.models import PlanningRules
from logistics.outcome.sharing import allocation_of
from logistics.planning.allocation.check import check
from logistics.planning.allocation.codec import problem_from_json
from logistics.run_cycle import meeting
from shop.cycles.actions import change_listing
from shop.journal.models import LogLine
from shop.procurement.models import AllocationRun
from tests.cast import NOW
from tests.logistics.conducting import conduct
from tests.logistics.hub_desk import page, plain
from tests.logistics.small_day import SmallDay, a_small_day
from tests.logistics.test_pages import coordinator, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def equals() -> SmallDay:
    """Two farms with carrots at one price, either of which has enough for both schools."""
    small = a_small_day()
    change_listing(listing=small.listings["hill"], by=None, now=NOW, price_pence=950)
    small.order("Uppingham School", {"carrots": 5})
    small.order("Oakham School", {"carrots": 4, "milk": 2})
    return small


def allowed(small: SmallDay, **rules: int) -> None:
    PlanningRules.objects.create(hub=small.hub, **{"meeting_saving_pence": 100, "meeting_packs": 10, **rules})


def carrots_of(run: AllocationRun) -> dict[str, int]:
    """Packs by grower, the dairy left out."""
    found: dict[str, int] = {}
    for line in run.lines.select_related("listing__grower"):
        name = line.listing.grower.name
        if name != "Vale Dairy":
            found[name] = found.get(name, 0) + line.packs
    return found


def test_by_default_packs_stay_where_fairness_put_them(equals: SmallDay) -> None:
    conduct(equals, until="allocate")

    (run,) = AllocationRun.objects.filter(delivery_day=equals.day)
    assert (set(carrots_of(run)), run.why) == ({"Manor Farm", "Hill Farm"}, "")


def test_where_the_hub_allows_it_one_farm_is_left_out_in_a_run_of_its_own_with_the_gain(equals: SmallDay) -> None:
    allowed(equals)

    conduct(equals, until="allocate")

    first, second = AllocationRun.objects.filter(delivery_day=equals.day).order_by("number")
    assert (set(carrots_of(first)), len(carrots_of(second))) == ({"Manor Farm", "Hill Farm"}, 1)
    assert sum(carrots_of(second).values()) == sum(carrots_of(first).values()) == 9
    assert (second.supersedes, AllocationRun.objects.current_for(equals.day)) == (first, second)
    said = r"Moving [45] packs from (Manor|Hill) Farm to (Manor|Hill) Farm saves £\d+\.\d\d and \d+ km \(estimated\)\."
    assert re.fullmatch(said, second.why)
    assert LogLine.objects.filter(verb="record allocation").count() == 2


def test_both_judges_stand_by_what_moved_and_the_day_goes_on_to_its_routes(equals: SmallDay) -> None:
    allowed(equals)

    assert not conduct(equals).is_waiting

    run = AllocationRun.objects.current_for(equals.day)
    problem = problem_from_json(json.dumps(run.problem))
    faults = {fault.code for fault in check(problem, allocation_of(run))}
    assert faults == {"objective"}  # a stored run keeps its levels beside its rows
    assert equals.day.status == "routed"


def test_a_saving_that_is_not_more_than_the_hub_asks_moves_nothing(equals: SmallDay) -> None:
    allowed(equals, meeting_saving_pence=1_000_000)

    conduct(equals, until="allocate")

    assert AllocationRun.objects.filter(delivery_day=equals.day).count() == 1


def test_a_day_that_cannot_be_driven_is_shared_out_all_the_same(
    equals: SmallDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> None:
        raise NotMovable("No packhouse.")

    monkeypatch.setattr(meeting, "read_tentative", refused)
    allowed(equals)

    conduct(equals, until="allocate")

    assert AllocationRun.objects.filter(delivery_day=equals.day).count() == 1


def test_the_days_shares_say_what_moved_and_each_line_why(equals: SmallDay) -> None:
    allowed(equals)
    conduct(equals, until="allocate")
    run = AllocationRun.objects.current_for(equals.day)

    answer = plain(signed_in(coordinator(equals)).get(page(equals, "shares")))

    assert run.why in answer
    assert re.search(r"packs? of it in place of (Manor|Hill) Farm, who stands as well: the rounds save £", answer)

"""What was shared out becomes a run; one run stands for a day, and a stale one never replaces it."""

from dataclasses import replace
from typing import Any

import pytest

from shop.cycles.actions import withdraw_listing
from shop.journal.models import LogLine
from shop.procurement.actions import cancel_bulk_order
from shop.procurement.errors import AllocationRefused, Superseded
from shop.procurement.models import AllocationLine, AllocationRun, Demand, ProcessingInput, Shortage
from tests.cast import (
    NOW,
    a_day,
    a_grower,
    a_hub,
    a_listing,
    a_pack,
    a_processor,
    a_recipe,
    a_specification,
    carrots,
)
from tests.shop.procurement.scene import (
    a_confirmed_day,
    a_price,
    allocate,
    an_order,
    close,
    from_listing,
    from_recipe,
    greedy,
    line_of,
    shares,
    short,
    taken_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(day: Any, hub: Any, pack: Any) -> Any:
    return a_listing(day, a_grower(hub), pack, 6, price_pence=950)


def test_a_run_holds_lines_shortages_and_the_demand_added_up(day: Any, kitchen: Any, pack: Any, listing: Any):
    order = an_order(day, kitchen, {pack: 8})
    close(day)

    run = allocate(day)

    line = AllocationLine.objects.get()
    assert (line.run, line.order_line, line.listing, line.recipe) == (run, line_of(order), listing, None)
    assert (line.packs, line.fills, line.price_pence, line.reason_text) == (6, 6, 950, "The nearest grower")
    missing = Shortage.objects.get()
    assert (missing.packs, missing.reason_code, missing.reason_numbers) == (2, "listed", {"listed": 6})
    demand = Demand.objects.get()
    assert (demand.pack, demand.packs_wanted, demand.packs_filled) == (pack, 8, 6)
    assert (run.number, run.supersedes, day.status) == (1, None, "allocated")
    assert AllocationRun.objects.current_for(day) == run
    assert LogLine.objects.about(run).get().detail == {"fingerprint": "f1", "packs": 6, "packs_short": 2}


def test_the_same_answer_again_returns_the_run_that_stands(day: Any, kitchen: Any, pack: Any, listing: Any):
    an_order(day, kitchen, {pack: 8})
    close(day)

    assert allocate(day) == allocate(day)

    assert AllocationRun.objects.count() == 1
    assert AllocationLine.objects.count() == 1


def test_a_new_run_says_what_it_supersedes_and_why(day: Any, kitchen: Any, pack: Any, listing: Any):
    order = an_order(day, kitchen, {pack: 8})
    close(day)
    first = allocate(day)
    fewer = shares(from_listing(line_of(order), listing, 5), short(line_of(order), 3), fingerprint="f2")

    second = allocate(day, fewer, supersedes=first, why="Manor Farm shortened")

    assert (second.number, second.supersedes, second.why) == (2, first, "Manor Farm shortened")
    assert AllocationRun.objects.current_for(day) == second
    assert [line.packs for line in first.lines.all()] == [6]
    assert allocate(day, fewer, supersedes=first, why="Manor Farm shortened") == second


def test_a_new_run_without_a_reason_is_refused(day: Any, kitchen: Any, pack: Any, listing: Any):
    an_order(day, kitchen, {pack: 8})
    close(day)
    first = allocate(day)

    with pytest.raises(AllocationRefused, match="Say why run 1 for Tuesday 9 March 2027 is superseded"):
        allocate(day, greedy(day, "f2"), supersedes=first)


def test_a_run_from_a_stale_snapshot_is_refused(day: Any, kitchen: Any, pack: Any, listing: Any):
    an_order(day, kitchen, {pack: 8})
    close(day)
    first = allocate(day)
    second = allocate(day, greedy(day, "f2"), supersedes=first, why="again")

    with pytest.raises(Superseded, match="run 2 stands"):
        allocate(day, greedy(day, "f3"), supersedes=first, why="late")
    with pytest.raises(Superseded, match="run 2 stands"):
        allocate(day, greedy(day, "f3"))

    assert AllocationRun.objects.current_for(day) == second
    assert AllocationRun.objects.count() == 2


def test_a_day_that_takes_orders_still_cannot_be_shared_out(day: Any, kitchen: Any, pack: Any, listing: Any):
    an_order(day, kitchen, {pack: 8})

    with pytest.raises(AllocationRefused, match="takes orders still"):
        allocate(day)

    assert not AllocationRun.objects.exists()


def test_after_confirmation_what_was_shared_out_is_fixed(day: Any, kitchen: Any, pack: Any, listing: Any):
    an_order(day, kitchen, {pack: 8})
    run = a_confirmed_day(day)

    with pytest.raises(AllocationRefused, match="is confirmed: what was shared out is fixed"):
        allocate(day, greedy(day, "f2"), supersedes=run, why="too late")


def test_a_run_that_forgets_a_line_is_refused(day: Any, kitchen: Any, pack: Any, listing: Any):
    order = an_order(day, kitchen, {pack: 8})
    close(day)

    with pytest.raises(AllocationRefused, match=r"1 order lines don't add up: line \d+ ordered 8 packs .* for 6"):
        allocate(day, shares(from_listing(line_of(order), listing, 6)))

    assert not AllocationRun.objects.exists()
    assert day.status == "closed"


def test_a_cancelled_orders_line_is_not_filled(day: Any, kitchen: Any, pack: Any, listing: Any):
    order = an_order(day, kitchen, {pack: 6})
    shared = shares(from_listing(line_of(order), listing, 6))
    cancel_bulk_order(order=order, by=None, now=NOW)
    close(day)

    with pytest.raises(AllocationRefused, match="is not among the day's"):
        allocate(day, shared)


def test_a_listing_gives_no_more_than_it_lists(day: Any, kitchen: Any, pack: Any, listing: Any):
    order = an_order(day, kitchen, {pack: 8})
    close(day)

    with pytest.raises(AllocationRefused, match="lists 6 packs, 8 were shared out"):
        allocate(day, shares(from_listing(line_of(order), listing, 8)))


def test_a_withdrawn_listing_gives_nothing(day: Any, kitchen: Any, pack: Any, listing: Any):
    order = an_order(day, kitchen, {pack: 6})
    withdraw_listing(listing=listing, by=None, now=NOW)
    close(day)

    with pytest.raises(AllocationRefused, match="is not on sale for the day"):
        allocate(day, shares(from_listing(line_of(order), listing, 6)))


def test_another_hubs_listing_gives_nothing(day: Any, kitchen: Any, pack: Any):
    fens = a_hub("Fens Food Hub", "fens")
    theirs = a_listing(a_day(fens), a_grower(fens), carrots(fens), 6)
    order = an_order(day, kitchen, {pack: 6})
    close(day)

    with pytest.raises(AllocationRefused, match="is not on sale for the day"):
        allocate(day, shares(from_listing(line_of(order), theirs, 6)))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"packs": 0}, "at least one pack"),
        ({"fills": 0}, "at least one pack"),
        ({"listing_id": None}, "from a listing or from a recipe"),
        ({"recipe_id": 1}, "from a listing or from a recipe"),
        ({"pack_id": 0}, "another pack than its source has"),
        ({"fills": 5}, "6 packs of order line .* can't fill 5"),
    ],
)
def test_a_line_that_does_not_hold_together_is_refused(
    day: Any, kitchen: Any, pack: Any, listing: Any, change: dict[str, Any], why: str
):
    order = an_order(day, kitchen, {pack: 6})
    close(day)

    with pytest.raises(AllocationRefused, match=why):
        allocate(day, shares(replace(from_listing(line_of(order), listing, 6), **change)))


def test_a_listing_has_one_price_on_the_day(day: Any, hub: Any, kitchen: Any, pack: Any, listing: Any):
    first, second = an_order(day, kitchen, {pack: 3}), an_order(day, kitchen, {pack: 3})
    close(day)
    lines = [from_listing(line_of(first), listing, 3), from_listing(line_of(second), listing, 3, price_pence=960)]

    with pytest.raises(AllocationRefused, match="is given two prices"):
        allocate(day, shares(*lines))


def a_substitute(day: Any, hub: Any, name: str = "Parsnips", **allergens: str) -> Any:
    """A grower lists six crates of something else, and the hub has a price for it."""
    crate = a_pack(a_specification(hub, name, allergens=allergens))
    a_price(crate, 1500)
    return a_listing(day, a_grower(hub, f"{name} Farm"), crate, 6)


def test_a_kitchen_that_wants_no_substitute_gets_none(day: Any, hub: Any, kitchen: Any, pack: Any):
    parsnips = a_substitute(day, hub)
    orders = [an_order(day, kitchen, {pack: 6}, rule) for rule in ("none", "ask")]
    close(day)

    for order, other in (orders, reversed(orders)):
        rows = [from_listing(line_of(order), parsnips, 6), short(line_of(other), 6)]
        with pytest.raises(AllocationRefused, match="takes no Parsnips, 10 kg crate in place of Carrots, 10 kg crate"):
            allocate(day, shares(*rows))


def test_a_listed_substitute_fills_the_line(day: Any, hub: Any, kitchen: Any, pack: Any):
    parsnips = a_substitute(day, hub)
    order = an_order(day, kitchen, {pack: 6}, "listed")
    close(day)

    run = allocate(day, shares(from_listing(line_of(order), parsnips, 6)))

    assert (run.lines.get().pack, run.demands.get().pack) == (parsnips.pack, pack)
    assert run.demands.get().packs_filled == 6


def test_a_substitute_never_brings_in_an_allergen(day: Any, hub: Any, kitchen: Any):
    safe = a_pack(a_specification(hub, "Celeriac", allergens={"celery": "contains", "mustard": "absent"}))
    a_price(safe)
    mash = a_substitute(day, hub, "Mash", celery="contains", mustard="may_contain")
    order = an_order(day, kitchen, {safe: 6}, "listed")
    close(day)

    with pytest.raises(AllocationRefused, match="not known to be free of mustard"):
        allocate(day, shares(from_listing(line_of(order), mash, 6)))


def test_smaller_packs_of_the_same_specification_may_fill_any_line(day: Any, hub: Any, kitchen: Any, pack: Any):
    bag = a_pack(pack.specification, "2.5 kg bag", 2_500)
    bags = a_listing(day, a_grower(hub), bag, 24)
    order = an_order(day, kitchen, {pack: 6}, "none")
    close(day)

    run = allocate(day, shares(from_listing(line_of(order), bags, 24, fills=6)))

    assert (run.lines.get().packs, run.lines.get().fills, run.demands.get().packs_filled) == (24, 6, 6)


def test_a_diced_line_goes_through_the_processor(day: Any, hub: Any, kitchen: Any, pack: Any, listing: Any):
    diced = a_pack(a_specification(hub, cut="diced"), "2.5 kg bag", 2_500)
    a_price(diced, 600)
    recipe = a_recipe(a_processor(hub), pack.specification, diced)
    order = an_order(day, kitchen, {diced: 10})
    close(day)

    run = allocate(day, shares(from_recipe(line_of(order), recipe, 10), taken_in(recipe, listing, 3)))

    assert (run.lines.get().recipe, run.lines.get().price_pence) == (recipe, 120)
    taken = ProcessingInput.objects.get()
    assert (taken.run, taken.listing, taken.packs, taken.price_pence) == (run, listing, 3, 950)


def test_a_processor_is_not_sent_what_it_does_not_work_up(day: Any, hub: Any, kitchen: Any, pack: Any):
    diced = a_pack(a_specification(hub, cut="diced"), "2.5 kg bag", 2_500)
    a_price(diced, 600)
    recipe = a_recipe(a_processor(hub), pack.specification, diced)
    parsnips = a_substitute(day, hub)
    order = an_order(day, kitchen, {diced: 10})
    close(day)

    with pytest.raises(AllocationRefused, match="is not what recipe"):
        allocate(day, shares(from_recipe(line_of(order), recipe, 10), taken_in(recipe, parsnips, 3)))

"""A closed day as the question that allocation answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics.intake.keys import key_of
from logistics.intake.sharing import read_sharing
from logistics.models import PlanningRules
from shop.cycles.actions import change_listing
from shop.produce.actions import accept_substitute
from shop.supply.actions import reserve
from tests.cast import NOW, a_pack
from tests.logistics.small_day import SmallDay, a_small_day

pytestmark = pytest.mark.django_db


def test_each_order_line_is_a_demand_with_its_buyers_claim_and_entitlement() -> None:
    small = a_small_day()
    buyer = small.kitchens["Uppingham School"].enterprise
    buyer.claim, buyer.entitlement = 1, 480
    buyer.save()
    line = small.order("Uppingham School", {"carrots": 4}).drops.get().lines.get()

    demand = read_sharing(small.day).problem.demands[0]

    assert (demand.id, demand.packs, demand.pack_base) == (f"line:{line.pk}", 4, 10_000)
    assert (demand.claim, demand.entitlement, demand.fallbacks) == (1, 480, ())


def test_a_listing_offers_what_the_shop_did_not_sell_and_no_more_than_its_lot_holds() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 4})
    listing = small.listings["hill"]
    change_listing(listing=listing, by=None, now=NOW, packs_shop=3, packs_bulk=7)
    reserve(lot=listing.lot, quantity_base=25_000, key="a household's basket", now=NOW)

    offered = {each.id: each for each in read_sharing(small.day).problem.listings}[key_of("listing", listing.pk)]

    assert offered.packs == 7  # 100 kg less 25 kg are seven whole crates of ten kilos
    assert offered.offered_packs == 10


def test_a_lot_past_its_best_before_on_the_day_is_not_offered() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 1})
    stale = small.listings["milk"]
    assert key_of("listing", stale.pk) in {each.id for each in read_sharing(small.day).problem.listings}

    stale.lot.best_before = small.day.day - timedelta(days=1)
    stale.lot.save()

    assert key_of("listing", stale.pk) not in {each.id for each in read_sharing(small.day).problem.listings}


def test_a_smaller_pack_of_the_same_may_stand_in_but_another_product_only_where_the_kitchen_says_so() -> None:
    small = a_small_day()
    bags = a_pack(small.packs["carrots"].specification, "2.5 kg bag", 2_500)
    accept_substitute(wanted=small.packs["carrots"], instead=small.packs["diced"], tier=1, by=None, now=NOW)
    small.order("Uppingham School", {"carrots": 1})
    small.order("Oakham School", {"carrots": 1}, rule="listed")

    strict, listed = read_sharing(small.day).problem.demands

    assert [(each.pack_base, each.packs_per_wanted, each.tier) for each in strict.fallbacks] == [(2_500, 4, 1)]
    assert [(each.pack_base, each.packs_per_wanted) for each in listed.fallbacks] == [(2_500, 4), (5_000, 2)]
    assert bags.quantity_base == 2_500


def test_who_brings_everything_in_asks_for_no_minimum_pickup() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 1})
    for grower in small.growers.values():
        grower.minimum_pickup_value_pence = 4000
        grower.save()
    change_listing(listing=small.listings["hill"], by=None, now=NOW, handover="brought_in")

    terms = {each.grower: each.minimum_pickup_value_pence for each in read_sharing(small.day).problem.growers}

    assert terms[key_of("enterprise", small.growers["Hill Farm"].pk)] == 0
    assert terms[key_of("enterprise", small.growers["Manor Farm"].pk)] == 4000


def test_the_hubs_rules_become_the_policy_and_the_defaults_need_no_row() -> None:
    small = a_small_day()
    assert read_sharing(small.day).problem.policy.split_pence == 100

    PlanningRules.objects.create(hub=small.hub, split_pence=250, grower_rule="pro_rata")

    policy = read_sharing(small.day).problem.policy
    assert (policy.split_pence, policy.grower_rule) == (250, "pro_rata")


def test_the_fingerprint_holds_until_something_changes() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 4})
    before = read_sharing(small.day).fingerprint

    assert read_sharing(small.day).fingerprint == before

    change_listing(listing=small.listings["hill"], by=None, now=NOW, price_pence=910)
    assert read_sharing(small.day).fingerprint != before


def test_reading_asks_the_same_number_of_questions_however_many_lines_there_are() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 4})
    one = queries(small)
    small.order("Oakham School", {"carrots": 2, "milk": 1, "diced": 3})

    assert queries(small) == one


def queries(small: SmallDay) -> int:
    with CaptureQueriesContext(connection) as seen:
        read_sharing(small.day)
    return len(seen)


def test_classes_and_the_most_sellers_are_the_hubs_rules() -> None:
    small = a_small_day()
    PlanningRules.objects.create(
        hub=small.hub, shortage_rule="classes", class_permille=[600, 200], most_sellers=2, grower_rule="pro_rata"
    )
    for name, place in (("Uppingham School", 1), ("Oakham School", 7)):
        buyer = small.kitchens[name].enterprise
        buyer.share_class = place
        buyer.save()
        small.order(name, {"carrots": 4})

    problem = read_sharing(small.day).problem

    assert (problem.policy.shortage_rule, problem.policy.class_permille) == ("classes", (600, 200))
    # A class that has no share published is served with the last.
    assert [(each.share_class, each.most_sellers) for each in problem.demands] == [(1, 2), (1, 2)]


@pytest.mark.parametrize("permille", [[600, 500], [-1], ["a"], [True], "600"])
def test_shares_of_classes_that_are_no_shares_are_refused(permille: object) -> None:
    rules = PlanningRules(hub=a_small_day().hub, class_permille=permille)

    with pytest.raises(ValidationError, match="classes’ shares"):
        rules.full_clean()

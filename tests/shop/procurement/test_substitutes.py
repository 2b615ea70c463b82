"""What a substitute may cost and contain."""

from hypothesis import given
from hypothesis import strategies as st

from shop.procurement.substitutes import added_allergens, price_of_substitute

PENCE = st.integers(1, 100_000)
PACKS = st.integers(1, 500)


def test_a_cheaper_substitute_comes_at_its_own_price():
    assert price_of_substitute(own_pence=1100, wanted_pence=1200, fills=4, packs=4) == 1100


def test_a_dearer_substitute_comes_at_the_price_of_what_was_wanted():
    assert price_of_substitute(own_pence=1300, wanted_pence=1200, fills=4, packs=4) == 1200


def test_a_substitute_without_a_published_price_comes_at_the_price_of_what_was_wanted():
    assert price_of_substitute(own_pence=None, wanted_pence=1200, fills=4, packs=4) == 1200


def test_four_bags_for_a_crate_cost_a_quarter_each_rounded_down():
    assert price_of_substitute(own_pence=350, wanted_pence=1201, fills=1, packs=4) == 300


@given(own=st.none() | PENCE, wanted=PENCE, fills=PACKS, packs=PACKS)
def test_substitutes_together_never_cost_more_than_what_they_stand_for(
    own: int | None, wanted: int, fills: int, packs: int
):
    price = price_of_substitute(own_pence=own, wanted_pence=wanted, fills=fills, packs=packs)

    assert price * packs <= wanted * fills
    assert own is None or price <= own


def test_an_allergen_that_the_wanted_one_is_free_of_is_added():
    assert added_allergens(wanted={"milk": "absent"}, instead={"milk": "contains"}) == ["milk"]
    assert added_allergens(wanted={"milk": "absent"}, instead={"milk": "may_contain"}) == ["milk"]


def test_unknown_is_not_none():
    assert added_allergens(wanted={"milk": "absent"}, instead={}) == ["milk"]
    assert added_allergens(wanted={}, instead={"milk": "may_contain"}) == ["milk"]


def test_an_allergen_that_the_wanted_one_has_already_is_not_added():
    assert added_allergens(wanted={"milk": "contains"}, instead={"milk": "may_contain"}) == []
    assert added_allergens(wanted={"milk": "contains"}, instead={}) == []
    assert added_allergens(wanted={}, instead={"milk": "absent"}) == []
    assert added_allergens(wanted={}, instead={}) == []

"""Products, specifications, packs, recipes and substitutes."""

from typing import Any

import pytest

from shop.enterprises.models import Hub
from shop.journal.models import LogLine
from shop.produce.actions import accept_substitute, add_pack, add_product, add_specification
from shop.produce.errors import BadPack, BadProduct, BadRecipe, BadSpecification, BadSubstitute, ProduceError
from shop.produce.models import AllergenStatement, Pack, Product, Recipe, Specification, Substitute
from tests import cast

pytestmark = pytest.mark.django_db
BY_THE_CLOCK: dict[str, Any] = {"by": None, "now": cast.NOW}


@pytest.fixture
def hub() -> Hub:
    return cast.a_hub()


@pytest.fixture
def other() -> Hub:
    return cast.a_hub("Fenland Food Hub", "fenland")


def test_a_product_keeps_its_unit_season_and_vat_code(hub: Hub) -> None:
    juice = add_product(
        hub=hub,
        name=" Apple  juice ",
        category="larder",
        base_unit="ml",
        season_months=[10, 9, 9],
        vat_code="S",
        **BY_THE_CLOCK,
    )

    assert (juice.name, juice.base_unit, juice.season_months, juice.vat_code) == ("Apple juice", "ml", [9, 10], "S")
    assert LogLine.objects.about(juice).get().verb == "added"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"season_months": [0, 13]}, "Months are numbers from 1 to 12, not 0, 13."),
        ({"vat_code": "Q"}, "There is no VAT rate “Q” on file."),
        ({"base_unit": "kg"}, "Base unit: Value 'kg' is not a valid choice."),
        ({"category": "sweets"}, "Category: Value 'sweets' is not a valid choice."),
        ({"name": ""}, "Name: This field cannot be blank."),
        ({"name": "Carrots"}, "The hub has a product of this name."),
    ],
)
def test_a_product_that_cannot_stand_is_refused_in_words(hub: Hub, fields: dict[str, Any], reason: str) -> None:
    cast.a_specification(hub, "Carrots")
    facts = {"name": "Leeks", "category": "vegetables", "base_unit": "g"}

    with pytest.raises(BadProduct) as refusal:
        add_product(hub=hub, **BY_THE_CLOCK, **{**facts, **fields})

    assert str(refusal.value) == reason
    assert Product.objects.count() == 1


def test_two_hubs_each_have_their_carrots(hub: Hub, other: Hub) -> None:
    mine, theirs = cast.carrots(hub), cast.carrots(other)

    assert Pack.objects.of(hub).get() == mine
    assert Specification.objects.of(other).get() == theirs.specification
    assert Product.objects.of(other).count() == 1


def test_what_is_not_stated_of_an_allergen_stays_unknown(hub: Hub) -> None:
    bread = cast.a_specification(
        hub, "Bread", allergens={"gluten": "contains", "nuts": "may_contain", "milk": "absent"}
    )

    stated = dict(AllergenStatement.objects.filter(specification=bread).values_list("allergen_id", "presence"))
    assert stated == {"gluten": "contains", "nuts": "may_contain", "milk": "absent"}


@pytest.mark.parametrize(
    ("allergens", "reason"),
    [
        ({"wheat": "contains", "eggs": "contains"}, "Not among the allergens on file: wheat."),
        ({"eggs": "none"}, "An allergen is one of contains, may_contain, absent, not “none”."),
    ],
)
def test_an_allergen_that_says_nothing_is_refused(hub: Hub, allergens: dict[str, str], reason: str) -> None:
    with pytest.raises(BadSpecification) as refusal:
        cast.a_specification(hub, allergens=allergens)

    assert str(refusal.value) == reason
    assert not Specification.objects.exists()
    assert not AllergenStatement.objects.exists()


def test_a_product_has_each_cut_and_grade_once(hub: Hub) -> None:
    whole = cast.a_specification(hub)
    diced = add_specification(
        product=whole.product, cut="diced 10 mm", temperature_class="chilled", is_processed=True, **BY_THE_CLOCK
    )

    with pytest.raises(BadSpecification, match="has a specification of this cut and grade"):
        add_specification(product=whole.product, cut="diced 10 mm", **BY_THE_CLOCK)

    assert [str(whole), str(diced)] == ["Carrots", "Carrots, diced 10 mm"]
    assert Specification.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"gross_weight_g": 9_999}, "10 kg box: 10000 g can't weigh 9999 g with the packaging."),
        ({"quantity_base": 0}, "A pack holds something."),
        ({"quantity_base": -1}, "Quantity base: Ensure this value is greater than or equal to 0."),
        ({"packs_per_crate": 0}, "A crate takes at least one pack."),
        ({"name": "10 kg crate"}, "The specification has a pack of this name."),
    ],
)
def test_a_pack_that_cannot_stand_is_refused_in_words(hub: Hub, fields: dict[str, Any], reason: str) -> None:
    crate = cast.carrots(hub)
    facts = {"name": "10 kg box", "quantity_base": 10_000, "gross_weight_g": 10_400}

    with pytest.raises(BadPack) as refusal:
        add_pack(specification=crate.specification, **BY_THE_CLOCK, **{**facts, **fields})

    assert reason in str(refusal.value)
    assert Pack.objects.get() == crate


def test_what_is_counted_by_the_piece_may_weigh_what_it_likes(hub: Hub) -> None:
    eggs = cast.a_specification(hub, "Eggs", base_unit="each")

    assert cast.a_pack(eggs, "tray of 30", 30, gross_weight_g=2_000).gross_weight_g == 2_000


@pytest.mark.parametrize(("packs", "crates"), [(0, 0), (1, 1), (4, 1), (5, 2), (8, 2)])
def test_the_last_crate_counts_whole(hub: Hub, packs: int, crates: int) -> None:
    bag = cast.a_pack(cast.a_specification(hub), "2.5 kg bag", 2_500, packs_per_crate=4)

    assert bag.crates_for(packs) == crates


def test_a_processor_makes_a_pack_of_something_else(hub: Hub) -> None:
    whole = cast.a_specification(hub)
    bag = cast.a_pack(cast.a_specification(hub, cut="diced"), "2.5 kg bag", 2_500)

    recipe = cast.a_recipe(cast.a_processor(hub), whole, bag)

    assert (recipe.hub, recipe.yield_permille, recipe.fee_pence) == (hub, 850, 120)
    assert LogLine.objects.about(recipe).get().on_behalf_of == recipe.processor


def test_a_recipe_needs_a_processor_its_place_and_another_specification(hub: Hub, other: Hub) -> None:
    whole = cast.a_specification(hub)
    crate = cast.a_pack(whole)
    diced = cast.a_pack(cast.a_specification(hub, cut="diced"), "2.5 kg bag", 2_500)
    prep = cast.a_processor(hub)

    with pytest.raises(BadRecipe, match="Manor Farm is no processor"):
        cast.a_recipe(cast.a_grower(hub), whole, diced)
    with pytest.raises(BadRecipe, match="is not a place of Stamford Veg Prep"):
        cast.a_recipe(prep, whole, diced, place=cast.yard_of(cast.a_grower(hub, "Glebe Farm")))
    with pytest.raises(BadRecipe, match="can't be made of itself"):
        cast.a_recipe(prep, whole, crate)
    with pytest.raises(BadRecipe, match="must belong to one hub"):
        cast.a_recipe(prep, cast.a_specification(other), diced)
    with pytest.raises(BadRecipe, match="A yield is between 1 and 5000 permille"):
        cast.a_recipe(prep, whole, diced, yield_permille=0)

    assert not Recipe.objects.exists()
    cast.a_recipe(prep, whole, diced)
    with pytest.raises(BadRecipe, match="The processor makes this pack of this already"):
        cast.a_recipe(prep, whole, diced)


def test_a_hub_accepts_a_substitute_once(hub: Hub, other: Hub) -> None:
    crate = cast.carrots(hub)
    box = cast.a_pack(cast.a_specification(hub, "Parsnips"))

    substitute = accept_substitute(wanted=crate, instead=box, tier=1, **BY_THE_CLOCK)

    assert (substitute.hub, substitute.tier) == (hub, 1)
    with pytest.raises(BadSubstitute, match="stands in for the other already"):
        accept_substitute(wanted=crate, instead=box, tier=2, **BY_THE_CLOCK)
    with pytest.raises(BadSubstitute, match="can't stand in for itself"):
        accept_substitute(wanted=crate, instead=crate, tier=1, **BY_THE_CLOCK)
    with pytest.raises(BadSubstitute, match="belongs to another hub"):
        accept_substitute(wanted=crate, instead=cast.carrots(other), tier=1, **BY_THE_CLOCK)
    assert Substitute.objects.get() == substitute


def test_every_refusal_is_of_the_family() -> None:
    refusals = (BadPack, BadProduct, BadRecipe, BadSpecification, BadSubstitute)

    assert all(issubclass(refusal, ProduceError) for refusal in refusals)

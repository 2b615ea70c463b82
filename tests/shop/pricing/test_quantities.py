"""Base units in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pricing.quantities import catch_weight_pence, counted, kilos, quantity


@pytest.mark.parametrize(
    ("grams", "text"),
    [
        (12_500, "12.5 kg"),
        (10_000, "10 kg"),
        (1_200_000, "1,200 kg"),
        (250, "0.25 kg"),
        (1, "0.001 kg"),
        (0, "0 kg"),
        (-250, "−0.25 kg"),
    ],
)
def test_grams_are_written_as_kilos(grams: int, text: str) -> None:
    assert kilos(grams) == text


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (999, "g", "999 g"),
        (1000, "g", "1 kg"),
        (500, "ml", "500 ml"),
        (1000, "ml", "1 litre"),
        (2500, "ml", "2.5 litres"),
        (1500, "each", "1,500 each"),
        (-40, "each", "−40 each"),
        (-2000, "ml", "−2 litres"),
    ],
)
def test_a_quantity_is_written_in_its_unit(amount: int, unit: str, text: str) -> None:
    assert quantity(amount, unit) == text


@given(st.integers(0, 10**9))
def test_kilos_lose_no_gram(grams: int) -> None:
    assert Decimal(kilos(grams).removesuffix(" kg").replace(",", "")) * 1000 == grams


@pytest.mark.parametrize(
    ("price", "nominal_g", "weighed_g", "pence"),
    [(1000, 10_000, 10_000, 1000), (1000, 10_000, 9_876, 988), (999, 2_000, 1_001, 500), (850, 1_000, 0, 0)],
)
def test_a_pack_costs_by_its_true_weight(price: int, nominal_g: int, weighed_g: int, pence: int) -> None:
    assert catch_weight_pence(price, nominal_g, weighed_g) == pence


def test_one_is_said_in_the_singular_and_thousands_with_a_comma() -> None:
    said = [counted(number, "crate") for number in (0, 1, 2, 1200)]

    assert said == [
        "0 crates",
        "1 crate",
        "2 crates",
        "1,200 crates",
    ]

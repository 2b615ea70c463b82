"""Pence: nothing is lost, nothing is made up."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pricing.money import (
    NotAnAmount,
    NothingToSplitBy,
    PricingError,
    half_up,
    parse_pounds,
    pounds,
    split_pence,
    vat_of,
)

TOTALS = st.integers(-10_000_000, 10_000_000)
WEIGHTS = st.lists(st.integers(0, 100_000), min_size=1, max_size=40).filter(any)


@given(TOTALS, WEIGHTS)
def test_the_parts_of_a_split_sum_to_the_whole(total: int, weights: list[int]) -> None:
    assert sum(split_pence(total, weights)) == total


@given(TOTALS, WEIGHTS)
def test_no_part_is_a_penny_or_more_from_its_exact_share(total: int, weights: list[int]) -> None:
    for part, weight in zip(split_pence(total, weights), weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


@given(TOTALS, WEIGHTS)
def test_whoever_weighs_more_never_gets_less(total: int, weights: list[int]) -> None:
    shares = sorted(zip(weights, (abs(part) for part in split_pence(total, weights)), strict=True))
    for (lighter, less), (heavier, more) in pairwise(shares):
        assert lighter == heavier or less <= more


@given(TOTALS, WEIGHTS)
def test_equal_weights_differ_by_a_penny_at_most(total: int, weights: list[int]) -> None:
    equal = [max(weights)] * len(weights)
    parts = split_pence(total, equal)

    assert max(parts) - min(parts) <= 1


@given(TOTALS, WEIGHTS)
def test_a_credit_splits_as_its_bill_did(total: int, weights: list[int]) -> None:
    assert split_pence(-total, weights) == [-part for part in split_pence(total, weights)]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (200, [40, 100, 160], [27, 67, 106]),
        (5, [0, 1, 0], [0, 5, 0]),
        (1, [1, 1], [1, 0]),
        (0, [3, 4], [0, 0]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [2, 3], [4, 6]),
    ],
)
def test_a_split_gives_these_parts(total: int, weights: list[int], parts: list[int]) -> None:
    assert split_pence(total, weights) == parts


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_a_split_needs_weights(weights: list[int]) -> None:
    with pytest.raises(NothingToSplitBy, match="not negative and not all zero"):
        split_pence(100, weights)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_half_up_is_the_nearest_and_a_half_goes_away_from_zero(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    rounded = half_up(numerator, denominator)

    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@pytest.mark.parametrize(
    ("net", "permille", "vat"),
    [(1000, 200, 200), (1, 200, 0), (2, 200, 0), (3, 200, 1), (1010, 50, 51), (-1010, 50, -51), (12345, 0, 0)],
)
def test_vat_is_rounded_half_up_to_the_penny(net: int, permille: int, vat: int) -> None:
    assert vat_of(net, permille) == vat


@given(st.integers(0, 10**8), st.integers(0, 1000))
def test_a_credit_note_takes_back_exactly_the_vat_of_its_bill(net: int, permille: int) -> None:
    assert vat_of(-net, permille) == -vat_of(net, permille)


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=30), st.sampled_from([0, 50, 200]))
def test_vat_of_the_sum_is_within_half_a_penny_where_vat_per_line_drifts(lines: list[int], permille: int) -> None:
    assert abs(vat_of(sum(lines), permille) - Fraction(sum(lines) * permille, 1000)) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("pence", "text"),
    [(1234, "£12.34"), (5, "£0.05"), (0, "£0.00"), (123456789, "£1,234,567.89"), (-5, "−£0.05"), (-1234, "−£12.34")],
)
def test_pence_are_written_as_pounds(pence: int, text: str) -> None:
    assert pounds(pence) == text


@given(st.integers(-(10**12), 10**12))
def test_what_is_written_can_be_read_again(pence: int) -> None:
    assert parse_pounds(pounds(pence)) == pence


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£9.50", 950),
        ("9.5", 950),
        ("9", 900),
        (" £ 1,200.00 ", 120_000),
        ("1200", 120_000),
        (".5", 50),
        ("95p", 95),
        ("120 p", 120),
        ("-£3", -300),
        ("−3.20", -320),
    ],
)
def test_pounds_are_read_as_people_write_them(text: str, pence: int) -> None:
    assert parse_pounds(text) == pence


@pytest.mark.parametrize(
    "text", ["", "£", ".", "nine", "9.505", "1,20", "12,00", "9.50 each", "£9.50p", "1e3", "٣", "--3"]
)
def test_what_is_no_amount_is_refused_in_the_words_that_were_typed(text: str) -> None:
    with pytest.raises(NotAnAmount) as refusal:
        parse_pounds(text)

    assert str(refusal.value) == f"“{text}” is not an amount of money. Write it like £9.50 or 95p."


def test_five_thousand_digits_are_refused_and_not_said_again() -> None:
    with pytest.raises(NotAnAmount, match="^That is too long to be an amount of money"):
        parse_pounds("9" * 5000)


def test_every_refusal_is_of_the_family() -> None:
    assert issubclass(NotAnAmount, PricingError)
    assert issubclass(NothingToSplitBy, PricingError)

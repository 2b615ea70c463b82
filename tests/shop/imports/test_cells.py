"""What people write into cells."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.imports.cells import clock, count, did_you_mean, pence, yes_or_no
from shop.imports.report import RowRefused
from shop.pricing.money import pounds


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("£9.50", 950),
        ("9.5", 950),
        ("£ 9", 900),
        ("95p", 95),
        ("£1,200.00", 120_000),
        ("£9.50 per box", 950),
        ("9.50/crate", 950),
        ("£2 each", 200),
        ("£9.50 a bag", 950),
        ("9.50 GBP", 950),
    ],
)
def test_a_price_is_read_as_people_write_it(text: str, amount: int) -> None:
    assert pence(text) == amount


@pytest.mark.parametrize("text", ["£1.20/kg", "£1.20 per kilo", "80p a lb", "£1 per litre"])
def test_a_price_by_weight_is_not_taken_for_a_price_per_pack(text: str) -> None:
    with pytest.raises(RowRefused, match="is by weight: write what one pack costs"):
        pence(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("-3", "below nothing"), ("£0.00", "is nothing"), ("£9.999", "not an amount"), ("#REF!", "not an amount")],
)
def test_what_is_no_price_is_refused(text: str, reason: str) -> None:
    with pytest.raises(RowRefused, match=reason):
        pence(text)


@given(st.integers(1, 10_000_000))
def test_a_price_written_by_us_reads_back_to_the_penny(amount: int) -> None:
    assert pence(pounds(amount)) == amount


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("12 crates", 12), ("12.0", 12), ("1,200", 1_200), ("8 x bags", 8), ("3 Boxes", 3)],
)
def test_a_quantity_is_read_with_its_word(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize("text", ["a few", "2.5", "12-15", "1,20", "12 kg", "-3", "١٢x"])
def test_what_is_no_number_of_packs_is_refused(text: str) -> None:
    with pytest.raises(RowRefused, match="write how many packs"):
        count(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("06:30", time(6, 30)),
        ("6.30", time(6, 30)),
        ("6:30 am", time(6, 30)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("2 pm", time(14)),
        ("14:00:00", time(14)),
        ("7", time(7)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, at: time) -> None:
    assert clock(text, what="opens") == at


@pytest.mark.parametrize("text", ["25:00", "06:75", "13 pm", "0 am", "early", "6:3"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(RowRefused, match="is not a time: write it like 06:30"):
        clock(text, what="opens")


def test_yes_and_no_are_read_and_maybe_is_refused() -> None:
    assert [yes_or_no(text, what="processed") for text in ("Yes", "x", "", "no")] == [True, True, False, False]
    with pytest.raises(RowRefused, match="“maybe” under processed is neither yes nor no"):
        yes_or_no("maybe", what="processed")


def test_near_names_are_suggested_and_far_ones_are_not() -> None:
    known = ["Carrots", "Parsnips", "Carrots, diced"]
    assert did_you_mean("parsnip", known) == " Did you mean “Parsnips”?"
    assert did_you_mean("Carrots dice", known) == " Did you mean “Carrots, diced” or “Carrots”?"
    assert did_you_mean("Tractor", known) == ""

"""Tables that spreadsheet programs open as they are meant."""

import pytest

from shop.spreadsheets.writing import comma_separated, guarded, pounds_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "−1", "\r=1"])
def test_text_that_would_run_as_a_formula_is_held_back(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["Carrots", "10 kg crate", "", "a=b", -5, pounds_cell(-950), None])
def test_everything_else_stays_as_it_is(cell: object) -> None:
    assert guarded(cell) is cell


def test_a_table_carries_its_mark_quotes_and_numbers() -> None:
    assert comma_separated(["What", "£"], [("Crisps, salted", pounds_cell(-5)), ("=evil()", 3)]) == (
        '\ufeffWhat,£\r\n"Crisps, salted",-0.05\r\n\'=evil(),3\r\n'
    )

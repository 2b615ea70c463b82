"""What cooks type is read as they mean it, or refused in their words."""

from datetime import time

import pytest

from logistics.kitchens.typed import BadText, ceiling_in, clock_in, packs_in


@pytest.mark.parametrize(
    ("text", "packs"),
    [("12", 12), (" 1,200 ", 1200), ("3.0", 3), ("", 0), ("0", 0), ("-", 0), ("007", 7), ("9999", 9999)],
)
def test_packs_are_read(text: str, packs: int) -> None:
    assert packs_in(text) == packs


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("two", "“two” is not a number of packs."),
        ("2.5", "“2.5”: packs come whole. Order 2 or 3."),
        ("-4", "“-4” is not a number of packs."),
        ("10000", "“10000” is more than the 9,999 packs that one line can hold."),
        ("9" * 30, f"“{'9' * 20}…” is more than the 9,999 packs that one line can hold."),
        ("²", "“²” is not a number of packs."),
        (".5", "“.5” is not a number of packs."),
    ],
)
def test_what_is_no_number_of_packs_is_said(text: str, why: str) -> None:
    with pytest.raises(BadText) as refused:
        packs_in(text)
    assert str(refused.value) == why


def test_a_ceiling_is_money_or_nothing() -> None:
    assert (ceiling_in(""), ceiling_in("£12.50"), ceiling_in("95p")) == (None, 1250, 95)
    for text in ("a tenner", "-1"):
        with pytest.raises(BadText):
            ceiling_in(text)


@pytest.mark.parametrize(("text", "clock"), [("06:30", time(6, 30)), ("6.30", time(6, 30)), ("630", time(6, 30))])
def test_a_time_is_read(text: str, clock: time) -> None:
    assert clock_in(text) == clock


@pytest.mark.parametrize("text", ["24:00", "noon", "", "6:75", "12345"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(BadText):
        clock_in(text)

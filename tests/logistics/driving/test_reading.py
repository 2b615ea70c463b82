"""What a driver types where a temperature is asked for."""

import pytest

from logistics.driving.errors import DrivingRefused
from logistics.driving.reading import tenths


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", None), ("4.5", 45), ("4,5 °C", 45), ("−18", -180), (" 5C", 50), ("1e1", 100), ("1e-999999999", 0)],
)
def test_a_temperature_is_read_as_people_write_it(typed: str, found: int | None) -> None:
    assert tenths(typed) == found


@pytest.mark.parametrize("typed", ["warm", "nan", "sNaN", "inf", "-Infinity", "1e999999999", "1e9999999", "9" * 400])
def test_what_is_no_temperature_of_food_is_refused_at_once(typed: str) -> None:
    with pytest.raises(DrivingRefused, match="is not a temperature. Write 4.5, for example."):
        tenths(typed)

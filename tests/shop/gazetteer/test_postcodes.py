"""UK postcodes as people write them."""

import pytest

from shop.gazetteer.postcodes import key_of, outcode, outcode_within, postcode_within, whole_postcode


@pytest.mark.parametrize(
    ("text", "whole", "outward"),
    [
        ("LE15 6RP", "LE15 6RP", "LE15"),
        (" le156rp ", "LE15 6RP", "LE15"),
        ("PE9  4AR", "PE9 4AR", "PE9"),
        ("W1A 0AX", "W1A 0AX", "W1A"),
        ("M1 1AE", "M1 1AE", "M1"),
        ("GIR 0AA", "GIR 0AA", "GIR"),
        ("LE15", None, "LE15"),
        ("ec1a", None, "EC1A"),
        ("LE15 6R", None, None),
        ("LE15 6CV", None, None),
        ("Oakham", None, None),
        ("", None, None),
    ],
)
def test_a_postcode_is_known_by_its_form(text: str, whole: str | None, outward: str | None) -> None:
    assert (whole_postcode(text), outcode(text)) == (whole, outward)


def test_the_postcode_of_an_address_is_found_wherever_it_stands() -> None:
    assert postcode_within("Hollow Farm, Oakham, LE15 6RP, England") == "LE15 6RP"
    assert postcode_within("c/o PE9 4AR, now at le156rp") == "LE15 6RP"
    assert postcode_within("12 Mill Lane, Oakham") is None


def test_the_outcode_of_an_address_is_found_at_its_end() -> None:
    assert outcode_within("Mill Lane, Oakham LE15") == "LE15"
    assert outcode_within("Mill Lane, Oakham, LE15 6RP") == "LE15"
    assert outcode_within("LE15 Farm Shop") is None


def test_a_key_forgets_case_blanks_and_dots() -> None:
    assert key_of("St. Mary’s Clyst") == "STMARYSCLYST"

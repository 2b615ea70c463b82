"""Packs as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.produce.imports.pack_texts import NotAPack, PackSize, read_pack


@pytest.mark.parametrize(
    ("text", "quantity_base", "base_unit", "name"),
    [
        ("10 kg", 10_000, "g", "10 kg"),
        ("10kg", 10_000, "g", "10 kg"),
        ("10kg box", 10_000, "g", "10 kg box"),
        ("Box of 10 Kg.", 10_000, "g", "10 kg box"),
        ("10 kilos crate", 10_000, "g", "10 kg crate"),
        ("2.5 kg sacks", 2_500, "g", "2.5 kg sack"),
        ("500 g", 500, "g", "500 g"),
        ("1,000 g", 1_000, "g", "1 kg"),
        ("1/2 kg", 500, "g", "500 g"),
        ("½ kg", 500, "g", "500 g"),
        ("1½kg", 1_500, "g", "1.5 kg"),
        ("1 1/2 kg", 1_500, "g", "1.5 kg"),
        ("5 lb bag", 2_268, "g", "2.268 kg bag"),
        ("6 x 500 g", 3_000, "g", "6 × 500 g"),
        ("6x500g tray", 3_000, "g", "6 × 500 g tray"),
        ("12 × 1 L", 12_000, "ml", "12 × 1 litre"),
        ("12 x 1ltr bottles", 12_000, "ml", "12 × 1 litre bottle"),
        ("75cl", 750, "ml", "750 ml"),
        ("4 pints", 2_272, "ml", "2.272 litres"),
        ("6 x 2 pt", 6_816, "ml", "6 × 1.136 litres"),
        ("each", 1, "each", "each"),
        ("bunch", 1, "each", "bunch"),
        ("box of 12", 12, "each", "12 each box"),
        ("tray of 30 eggs", 30, "each", "30 each tray"),
        ("doz", 12, "each", "12 each"),
        ("2 dozen", 24, "each", "24 each"),
        ("half a dozen", 6, "each", "6 each"),
        ("15 x doz.", 180, "each", "15 × 12 each"),
    ],
)
def test_a_pack_is_read_as_people_write_it(text: str, quantity_base: int, base_unit: str, name: str) -> None:
    size = read_pack(text)
    assert (size.quantity_base, size.base_unit, size.name) == (quantity_base, base_unit, name)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("box", "does not say how much it holds"),
        ("a crate", "does not say how much it holds"),
        ("large", "is not a size"),
        ("10 stone", "is not a size"),
        ("ten kg", "is not a size"),
        ("10 kg 5 g", "is not a size"),
        ("2,5 kg", "is not a size"),
        ("-5 kg", "is not a size"),
        ("0 kg", "holds nothing"),
        ("0 x 5 kg", "holds nothing"),
        ("1/0 kg", "divides by nothing"),
        ("1.5 each", "holds a part of one"),
        ("99999 kg", "is larger than a van"),
    ],
)
def test_what_says_no_size_is_refused_in_its_own_words(text: str, reason: str) -> None:
    with pytest.raises(NotAPack) as caught:
        read_pack(text)
    assert reason in str(caught.value)
    assert f"“{text}”" in str(caught.value)


@given(st.integers(1, 40), st.integers(1, 20_000), st.sampled_from(["g", "ml"]), st.sampled_from(["", "box", "tray"]))
def test_the_name_of_a_pack_reads_back_as_the_same_pack(count: int, inner: int, unit: str, container: str) -> None:
    size = PackSize(count * inner, unit, count, container)
    assert read_pack(size.name) == size


@given(st.text(alphabet="0123456789 xkglmdozbeach/.,½×()", max_size=16))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        size = read_pack(text)
    except NotAPack:
        return
    assert 1 <= size.quantity_base <= 2_000_000
    assert size.quantity_base % size.count == 0

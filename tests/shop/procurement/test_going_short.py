"""Who goes short: in proportion, whole packs, nothing lost and nobody loses more than they had."""

from hypothesis import given
from hypothesis import strategies as st

from shop.procurement.going_short import Part, spread_shortage, spread_shortages

PARTS = st.lists(
    st.builds(Part, line=st.integers(1, 30), packs=st.integers(0, 40), claim=st.integers(0, 3)), max_size=12
)


def test_three_of_twelve_are_missing() -> None:
    assert spread_shortage(3, [Part(1, 8), Part(2, 4)]) == {1: 2, 2: 1}


def test_of_equal_remainders_who_is_served_later_loses_first_then_the_later_line() -> None:
    assert spread_shortage(1, [Part(1, 4, claim=2), Part(2, 4, claim=1)]) == {1: 1}
    assert spread_shortage(1, [Part(1, 4), Part(2, 4)]) == {2: 1}


def test_all_is_missing_or_nothing() -> None:
    assert spread_shortage(20, [Part(1, 8), Part(2, 4)]) == {1: 8, 2: 4}
    assert spread_shortage(0, [Part(1, 8)]) == {}
    assert spread_shortage(5, []) == {}


def test_each_source_is_spread_by_itself() -> None:
    parts = {"manor": [Part(1, 8), Part(2, 4)], "hill": [Part(2, 6)]}

    assert spread_shortages({"manor": 3, "hill": 2, "unknown": 1}, parts) == {1: 2, 2: 3}


@given(missing=st.integers(0, 300), parts=PARTS)
def test_nothing_is_lost_nobody_loses_more_than_a_pack_beside_their_share(missing: int, parts: list[Part]) -> None:
    losses = spread_shortage(missing, parts)
    promised: dict[int, int] = {}
    times: dict[int, int] = {}
    for part in parts:
        promised[part.line] = promised.get(part.line, 0) + part.packs
        times[part.line] = times.get(part.line, 0) + 1
    whole = sum(promised.values())

    assert sum(losses.values()) == min(missing, whole)
    for line, lost in losses.items():
        assert 0 < lost <= promised[line]
        assert abs(lost * whole - min(missing, whole) * promised[line]) < times[line] * whole
    assert spread_shortage(missing, list(reversed(parts))) == losses

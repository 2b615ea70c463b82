"""What the season owes whom."""

from hypothesis import given
from hypothesis import strategies as st

from logistics.intake.memory import Share, owed


def test_nothing_is_remembered_of_a_day_on_which_everybody_was_served() -> None:
    assert owed([[Share("a", 100, 5, 5), Share("b", 300, 2, 2)]]) == {}


def test_who_had_less_than_the_entitled_share_is_owed_the_difference() -> None:
    shares = [Share("a", 100, 10, 2), Share("b", 300, 10, 6)]

    assert owed([shares]) == {"a": 0, "b": 0}
    assert owed([[Share("a", 100, 10, 4), Share("b", 300, 10, 4)]]) == {"a": -2000, "b": 2000}


def test_days_add_up() -> None:
    day = [Share("a", 1, 3, 0), Share("b", 1, 3, 3)]

    assert owed([day, day]) == {"a": 3000, "b": -3000}


def test_who_was_served_in_full_below_its_share_is_owed_nothing() -> None:
    shares = [Share("small", 100, 1, 1), Share("short", 100, 9, 5)]

    assert owed([shares]) == {"small": 0, "short": -2000}


shares = st.builds(
    lambda party, weight, had, more: Share(party, weight, had + more, had),
    st.sampled_from("abcd"),
    st.integers(1, 900),
    st.integers(0, 50),
    st.integers(0, 50),
)


@given(st.lists(shares, min_size=1, max_size=4, unique_by=lambda share: share.party), st.integers(1, 500))
def test_asking_for_more_without_getting_more_never_gains(day: list[Share], more: int) -> None:
    """Whoever was short already gains nothing by having asked for more."""
    first = day[0]
    if first.had == first.wanted:
        return
    greedy = [Share(first.party, first.weight, first.wanted + more, first.had), *day[1:]]

    assert owed([greedy]) == owed([day])


@given(st.lists(shares, min_size=1, max_size=4, unique_by=lambda share: share.party))
def test_no_more_is_owed_than_some_had_in_advance_and_rounding(day: list[Share]) -> None:
    assert sum(owed([day]).values()) <= 0

"""Whose packs come and whose go when somebody rings late."""

from hypothesis import given
from hypothesis import strategies as st

from shop.procurement.late.sources import Source, chosen, given_up


def a_source(listing: int, packs: int = 10, **fields: object) -> Source:
    return Source(**{"listing": listing, "lot": listing, "packs": packs, "pack_base": 10, "price_pence": 900, **fields})  # type: ignore[arg-type]


def choose(sources: list[Source], packs: int, free: int = 1_000) -> dict[int, int]:
    return chosen(sources, packs, lots={source.lot: free for source in sources})


def test_who_fills_the_line_already_comes_before_whom_a_van_visits_and_before_the_cheapest() -> None:
    sources = [
        a_source(1, 2, price_pence=100),
        a_source(2, 2, is_visited=True),
        a_source(3, 2, gives_already=True, price_pence=990),
        a_source(4, 9, is_backup=True, gives_already=True, price_pence=1),
    ]

    assert list(choose(sources, 7).items()) == [(3, 2), (2, 2), (1, 2), (4, 1)]


def test_of_two_alike_the_cheaper_and_then_the_first_listed_gives() -> None:
    assert choose([a_source(2), a_source(1), a_source(3, price_pence=800)], 1) == {3: 1}
    assert choose([a_source(2), a_source(1)], 1) == {1: 1}


def test_fewer_than_the_least_are_not_taken() -> None:
    assert choose([a_source(1, least=4)], 3) == {}
    assert choose([a_source(1, least=4)], 4) == {1: 4}


def test_two_listings_of_one_lot_share_what_is_free_of_it() -> None:
    sources = [a_source(1, lot=7), a_source(2, lot=7, pack_base=20)]

    assert chosen(sources, 9, lots={7: 50}) == {1: 5}


def test_the_last_of_the_allocation_gives_up_first() -> None:
    assert given_up([(1, 5), (2, 3)], 4) == [(2, 3), (1, 1)]
    assert given_up([(1, 5), (2, 3)], 0) == []


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60), st.integers(0, 4), st.booleans()), max_size=6),
    st.integers(0, 40),
)
def test_never_more_than_wanted_than_listed_or_than_the_lot_holds(
    drawn: list[tuple[int, int, int, bool]], packs: int
) -> None:
    sources = [
        a_source(number, most, lot=number % 2, least=least, is_visited=visited)
        for number, (most, _, least, visited) in enumerate(drawn)
    ]
    lots = {0: sum(free for _, free, _, _ in drawn), 1: 35}

    taken = chosen(sources, packs, lots=lots)

    assert sum(taken.values()) <= packs
    for source in sources:
        assert taken.get(source.listing, 0) <= source.packs
    for lot, free in lots.items():
        assert sum(number * 10 for listing, number in taken.items() if listing % 2 == lot) <= free

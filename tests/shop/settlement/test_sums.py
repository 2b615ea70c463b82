"""An invoice's sums, and how missing packs are spread."""

from hypothesis import given
from hypothesis import strategies as st

from shop.pricing.money import vat_of
from shop.settlement.sums import invoice_sum, raw_cost_of, spread_packs

LINES = st.lists(st.tuples(st.integers(0, 1_000_000), st.sampled_from([0, 50, 200])), max_size=30)
GIVEN = st.lists(st.integers(1, 500), min_size=1, max_size=8)


def test_vat_is_rounded_once_per_rate_group_and_not_per_line():
    total = invoice_sum([(12, 200), (12, 200), (101, 50), (1_000, 0)])

    # Line by line 20 % of 12p would be 2p twice; together it is 4.8p, which is 5p.
    assert total.vat_groups == {0: (1_000, 0), 50: (101, 5), 200: (24, 5)}
    assert (total.net_pence, total.vat_pence, total.gross_pence) == (1_125, 10, 1_135)


def test_an_invoice_of_nothing_is_nothing():
    total = invoice_sum([])

    assert (total.net_pence, total.vat_pence, total.gross_pence, total.vat_groups) == (0, 0, 0, {})


@given(lines=LINES)
def test_gross_is_the_lines_and_each_groups_vat(lines: list[tuple[int, int]]):
    total = invoice_sum(lines)

    assert total.net_pence == sum(net for net, _ in lines)
    groups = {rate: sum(net for net, of in lines if of == rate) for _, rate in lines}
    assert total.gross_pence == total.net_pence + sum(vat_of(net, rate) for rate, net in groups.items())


@given(given_packs=GIVEN, data=st.data())
def test_missing_packs_are_spread_whole_and_nobody_loses_more_than_they_gave(
    given_packs: list[int], data: st.DataObject
):
    missing = data.draw(st.integers(0, sum(given_packs)))

    parts = spread_packs(missing, given_packs)

    assert sum(parts) == missing
    assert all(0 <= part <= gave for part, gave in zip(parts, given_packs, strict=True))


def test_missing_packs_are_spread_in_proportion():
    assert spread_packs(4, [6, 2]) == [3, 1]
    assert spread_packs(1, [3, 3]) == [1, 0]


def test_raw_produce_in_lost_packs_costs_its_share():
    assert raw_cost_of(1, 10, 2_850) == 285
    assert raw_cost_of(10, 10, 2_850) == 2_850
    assert raw_cost_of(0, 10, 2_850) == 0

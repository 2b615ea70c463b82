"""The benchmark of sharing: invented markets, a row for each size, and sizes that are none."""

import pytest

from logistics.planning.allocation.validate import validate
from logistics.planning.benchmark.__main__ import main
from logistics.planning.benchmark.markets import make_market
from logistics.planning.benchmark.sharing import share


def test_a_market_is_as_large_as_asked_and_the_same_for_the_same_seed():
    market = make_market(20, 8, 5, seed=3)

    validate(market)
    assert (len(market.demands), len(market.listings), len(market.growers)) == (20, 4 * 5, 8)
    assert market == make_market(20, 8, 5, seed=3)
    assert market != make_market(20, 8, 5, seed=4)


def test_a_row_says_what_sharing_took_and_that_the_judge_found_no_fault():
    row = share("20x8x5", wanted=1.3, seconds=20, seed=1)

    assert (row["size"], row["faults"], row["shares_gap"]) == ("20x8x5", 0, 0.0)
    assert set(row) == {"size", "cpu_s", "memory_mb", "short", "proven", "shares_gap", "money_gap", "faults"}


def test_a_market_of_few_sellers_binds_every_kitchen_and_says_how_many_packs_must_stay_short():
    market = make_market(20, 8, 5, most_sellers=1, seed=3)

    assert {each.most_sellers for each in market.demands} == {1}
    row = share("20x8x5", wanted=1.3, most_sellers=1, seconds=20, seed=1)
    assert (row["faults"], row["short"]) == (0, row["proven"])
    assert row["short"] > share("20x8x5", wanted=1.3, seconds=20, seed=1)["short"]


def test_no_sellers_at_all_are_refused(capsys):
    with pytest.raises(SystemExit):
        main(["allocation", "10x4x2", "--most-sellers", "0"])

    assert "0 is no number of sellers" in capsys.readouterr().err


def test_the_command_prints_a_row_for_each_size(capsys):
    status = main(["allocation", "10x4x2"])

    rows = capsys.readouterr().out.splitlines()
    assert (status, len(rows)) == (0, 3)
    assert rows[2].startswith("| 10x4x2 |")


@pytest.mark.parametrize("size", ["many", "10x4", "10x0x2", "10x-4x2"])
def test_what_is_no_size_is_refused_before_anything_is_shared(size, capsys):
    assert main(["allocation", "10x4x2", size]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{size} is no size")

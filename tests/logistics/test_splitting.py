"""What is more than any van takes is cut into whole packs that fit, and nothing is lost or cut without need."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from logistics.intake.facts import Goods, PackFacts
from logistics.intake.legs import Haul
from logistics.intake.local_day import LocalDay
from logistics.intake.splitting import crates_of, fitting, weight_of

LOCAL = LocalDay(date(2027, 3, 9), "Europe/London")
CRATE = PackFacts(id=1, name="Carrots, 10 kg crate", weight_g=10_000, packs_per_crate=1, temperature_class="chilled")
BAG = PackFacts(id=2, name="Diced carrots, 5 kg bag", weight_g=5_000, packs_per_crate=4, temperature_class="chilled")


def hauled(pack: PackFacts, packs: int, confirmation: int = 1) -> Haul:
    goods = Goods(
        purchase=9,
        confirmation=confirmation,
        pack=pack,
        packs=packs,
        seller_place=1,
        to_place=2,
        handover="made",
    )
    return Haul(
        leg="to_kitchen",
        local=LOCAL,
        from_place=1,
        to_place=2,
        goods=goods,
        pickup=((0, 1),),
        drop=((0, 1),),
        confirmation=confirmation,
    )


def loads(parts: list[list[Haul]]) -> list[tuple[int, int]]:
    return [(weight_of(each.goods for each in part), crates_of(each.goods for each in part)) for part in parts]


def test_what_fits_one_of_the_vans_stays_one_and_is_not_touched() -> None:
    hauls = [hauled(CRATE, 40), hauled(BAG, 9, 2)]

    assert fitting(hauls, [(300_000, 30), (1_000_000, 80)]) == [hauls]


def test_a_little_too_heavy_is_two_even_halves() -> None:
    parts = fitting([hauled(CRATE, 102)], [(1_000_000, 200)])

    assert loads(parts) == [(510_000, 51), (510_000, 51)]


def test_too_many_crates_are_cut_though_they_weigh_little() -> None:
    parts = fitting([hauled(BAG, 4 * 31)], [(1_000_000, 30)])

    assert sorted(crates for _, crates in loads(parts)) == [15, 16]


def test_each_part_must_fit_one_van_in_both_ways_not_the_best_of_two() -> None:
    light_and_long, short_and_strong = (200_000, 100), (1_000_000, 10)

    parts = fitting([hauled(CRATE, 30)], [light_and_long, short_and_strong])

    assert loads(parts) == [(150_000, 15), (150_000, 15)]


def test_the_parts_of_one_kind_cut_as_few_papers_as_may_be() -> None:
    parts = fitting([hauled(CRATE, 50, 1), hauled(CRATE, 20, 2), hauled(CRATE, 30, 3)], [(600_000, 200)])

    shown = [[(each.confirmation, each.goods.packs) for each in part] for part in parts]
    assert shown == [[(1, 50)], [(2, 20), (3, 30)]]


def test_a_full_crate_that_no_van_carries_goes_pack_by_pack() -> None:
    parts = fitting([hauled(BAG, 8)], [(12_000, 5)])

    assert loads(parts) == [(10_000, 1)] * 4


def test_without_a_van_for_it_or_with_a_pack_too_heavy_for_all_nothing_is_cut() -> None:
    hauls = [hauled(CRATE, 300)]

    assert fitting(hauls, []) == [hauls]
    assert fitting(hauls, [(9_999, 80)]) == [hauls]


@st.composite
def loaded(draw: st.DrawFn) -> list[Haul]:
    kinds = [
        PackFacts(
            id=number,
            name=f"pack {number}",
            weight_g=draw(st.integers(1, 30_000)),
            packs_per_crate=draw(st.integers(1, 8)),
            temperature_class="ambient",
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    counts = draw(st.lists(st.tuples(st.sampled_from(kinds), st.integers(1, 60)), min_size=1, max_size=6))
    return [hauled(kind, packs, number) for number, (kind, packs) in enumerate(counts, start=1)]


VANS = st.lists(st.tuples(st.integers(30_000, 1_500_000), st.integers(1, 90)), min_size=1, max_size=4)


@given(loaded(), VANS)
def test_packs_and_grams_are_the_same_before_and_after_and_each_part_fits_a_van(
    hauls: list[Haul], vans: list[tuple[int, int]]
) -> None:
    parts = fitting(hauls, vans)

    def by_paper(some: list[Haul]) -> Counter[tuple[int | None, int]]:
        found: Counter[tuple[int | None, int]] = Counter()
        for each in some:
            found[each.confirmation, each.goods.pack.id] += each.goods.packs
        return found

    together = [each for part in parts for each in part]
    assert by_paper(together) == by_paper(hauls)
    assert sum(weight for weight, _ in loads(parts)) == weight_of(each.goods for each in hauls)
    assert all(each.goods.packs > 0 for each in together)
    assert all(any(weight <= most and crates <= room for most, room in vans) for weight, crates in loads(parts))
    ((weight, crates),) = loads([hauls])
    assert (len(parts) == 1) == any(weight <= most and crates <= room for most, room in vans)


@given(loaded(), VANS)
def test_the_same_goods_and_vans_in_any_order_of_vans_give_the_same_parts(
    hauls: list[Haul], vans: list[tuple[int, int]]
) -> None:
    assert fitting(hauls, vans) == fitting(hauls, vans[::-1])


@given(loaded(), st.integers(30_000, 1_500_000))
def test_where_only_weight_binds_no_two_parts_differ_by_more_than_the_heaviest_crate(
    hauls: list[Haul], most_g: int
) -> None:
    weights = sorted(weight for weight, _ in loads(fitting(hauls, [(most_g, 10_000)])))

    heaviest = max(each.goods.pack.weight_g * each.goods.pack.packs_per_crate for each in hauls)
    assert weights[-1] - weights[0] <= heaviest

"""The packhouse from the door to the van: counted, short by the rule, packed, done once; strangers see none of it."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from logistics.packing.arrivals import arrivals_of
from logistics.packing.loads import loads_of, must_be_packed
from logistics.packing.rows import rows_of
from logistics.packing.shortages import suggested_shorts
from shop.cycles.models import DeliveryDay
from shop.procurement.actions import record_goods_in
from shop.procurement.at_the_packhouse import Counted
from shop.procurement.models import GoodsIn, Packed
from shop.supply.models import Lot, StockMovement
from tests.cast import a_hub, a_hub_base, a_member
from tests.logistics.packing.scene import a_routed_day, at_work, line_for, words
from tests.logistics.small_day import ANSWERS_DUE, SmallDay

pytestmark = pytest.mark.django_db

LATER = ANSWERS_DUE + timedelta(hours=20)


@pytest.fixture
def small() -> SmallDay:
    return a_routed_day()


@pytest.fixture
def client(small: SmallDay) -> Client:
    return at_work(small)


def base(small: SmallDay) -> str:
    return f"/pack/days/{small.day.pk}/"


def arrival_of(small: SmallDay, seller: str) -> Any:
    return next(each for each in arrivals_of(rows_of(small.day)) if each.seller == seller)


def count(small: SmallDay, client: Client, seller: str, **fields: Any) -> Any:
    """Send the form of one seller; `counted_manor=9` is typed as that listing's count."""
    arrival = arrival_of(small, seller)
    form: dict[str, Any] = {"client_key": str(uuid4()), "arrival": arrival.key}
    for line in arrival.lines:
        form |= {f"counted-{line.purchase}": line.expected, f"seen-{line.purchase}": line.seen}
        form |= {f"{name}-{line.purchase}": value for name, value in fields.items() if name not in ("form",)}
    return client.post(f"{base(small)}in/", form | fields.get("form", {}))


def load_of(small: SmallDay, kitchen: str) -> Any:
    loads = loads_of(rows_of(small.day))
    return next((load, drop) for load in loads for drop in load.drops if drop.kitchen == str(small.kitchens[kitchen]))


def pack_all(small: SmallDay, client: Client) -> None:
    for load in loads_of(rows_of(small.day)):
        form: dict[str, Any] = {"client_key": str(uuid4())}
        for line in load.lines:
            form |= {f"tick-{line.id}": "on", f"packed-{line.id}": line.suggested, f"seen-{line.id}": line.seen}
        assert client.post(f"{base(small)}routes/{load.route}/", form).status_code == 302


@pytest.mark.parametrize("who", ["nobody", "grower", "driver", "another hub's packer"])
def test_to_strangers_the_packhouse_is_not_there(small: SmallDay, who: str) -> None:
    client = Client()
    if who == "grower":
        client.force_login(a_member(small.growers["Manor Farm"]))
    if who == "driver":
        client.force_login(a_member(small.packhouse.enterprise, role="driver"))
    if who == "another hub's packer":
        client.force_login(a_member(a_hub_base(a_hub("Fenland Food Hub", "fenland")).enterprise, role="packer"))
    load = loads_of(rows_of(small.day))[0]
    paths = ["", "in/", f"routes/{load.route}/", "labels/", "sheets/"]

    for path in paths:
        assert client.get(base(small) + path).status_code == (302 if who == "nobody" else 404)
    for path in ("in/", f"routes/{load.route}/", "done/"):
        assert client.post(base(small) + path, {}).status_code == (302 if who == "nobody" else 404)
    if who in ("grower", "driver"):
        assert client.get("/pack/").status_code == 404
    assert (GoodsIn.objects.count(), Packed.objects.count()) == (0, 0)
    assert DeliveryDay.objects.get(pk=small.day.pk).status == "routed"


def test_the_coordinator_packs_too(small: SmallDay) -> None:
    client = at_work(small, role="coordinator")

    assert "Tuesday 9 March 2027" in client.get("/pack/").text
    assert client.get(base(small)).status_code == 200


def test_what_comes_in_is_what_is_not_worked_up_elsewhere_and_not_driven_past(small: SmallDay) -> None:
    """31 packs are ordered; 4 boxes of milk nobody has; 4 bags are diced of crates that never come to the hub."""
    rows = rows_of(small.day)

    came: Counter[str] = Counter()
    for each in arrivals_of(rows):
        for line in each.lines:
            came[line.name] += line.expected
    direct = sum(sum(parts.values()) for parts in rows.straight.values())
    assert sum(came.values()) == 27 - direct
    assert came["Milk, 10 litre box"] == 6
    assert came["Carrots, diced, 5 kg bag"] == 4
    assert sum(must_be_packed(rows).values()) == 27 - direct


def test_one_tap_counts_a_seller_as_expected_and_a_second_changes_nothing(small: SmallDay, client: Client) -> None:
    arrival = arrival_of(small, "Manor Farm")
    form = {"client_key": str(uuid4()), "arrival": arrival.key, "as_expected": "1"}
    form |= {f"seen-{line.purchase}": "0" for line in arrival.lines}

    for _ in range(2):
        assert client.post(f"{base(small)}in/", form).status_code == 302

    row = GoodsIn.objects.get()
    assert (row.packs_counted, row.packs_missing) == (arrival.lines[0].expected, 0)
    assert "all there" in client.get(f"{base(small)}in/").text


def test_milk_is_not_taken_in_without_a_thermometer(small: SmallDay, client: Client) -> None:
    cold = count(small, client, "Vale Dairy", form={"as_expected": "1"})
    warm = count(small, client, "Vale Dairy", temperature="8,1")
    assert (cold.status_code, warm.status_code) == (422, 422)
    assert "take the temperature" in cold.text
    assert "8.1 °C; 8 °C is the most" in words(warm)
    assert 'value="8,1"' in warm.text
    assert GoodsIn.objects.count() == 0

    assert count(small, client, "Vale Dairy", temperature="4.6").status_code == 302
    assert GoodsIn.objects.get().temperature_tenths_c == 46


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"counted": "nine"}, "“nine” is not a number of packs"),
        ({"counted": "-3"}, "“-3” is not a number of packs"),
        ({"counted": "9" * 40}, "is not a number of packs"),
        ({"counted": "99"}, "are expected, not 99"),
        ({"refused": "1"}, "say why 1 are refused"),
        ({"weight": "heavy"}, "weight “heavy” is not a number"),
        ({"weight": "1e20"}, "can&#x27;t be right"),
        ({"weight": "1e999999999"}, "weight “1e999999999” is not a number"),
        ({"weight": "nan"}, "can&#x27;t be right"),
        ({"weight": "-4"}, "a weight of"),
        ({"temperature": "9999"}, "a temperature of"),
        ({"form": {"client_key": "old"}}, "too old to be answered"),
        ({"form": {"arrival": "0-0"}}, "on the list no more"),
    ],
)
def test_what_can_not_be_counted_is_said_and_nothing_is_noted(
    small: SmallDay, client: Client, fields: dict[str, Any], says: str
) -> None:
    answer = count(small, client, "Manor Farm", **fields)

    assert answer.status_code == 422
    assert says in answer.text
    assert GoodsIn.objects.count() == 0


def test_short_at_six_in_the_morning(small: SmallDay, client: Client) -> None:
    """Of a listing 3 crates are missing: the rule says who goes short, the packing list shows it, it adds up."""
    expected = arrival_of(small, "Manor Farm").lines[0].expected
    count(small, client, "Manor Farm", counted=expected - 3)

    shorts = suggested_shorts(rows_of(small.day))
    assert sum(shorts.values()) == 3
    for line, lost in shorts.items():
        load = next(load for load in loads_of(rows_of(small.day)) if any(each.id == line for each in load.lines))
        page = words(client.get(f"{base(small)}routes/{load.route}/"))
        assert f"{lost} short by the rule" in page
    count(small, client, "Hill Farm")
    count(small, client, "Vale Dairy", temperature="5")
    count(small, client, "Stamford Veg Prep", temperature="5")
    pack_all(small, client)
    assert sum(row.packs_short for row in Packed.objects.all()) == 3
    assert {row.fault for row in Packed.objects.filter(packs_short__gt=0)} == {"short from the grower"}

    client.post(f"{base(small)}done/")

    counted = sum(row.packs_counted for row in GoodsIn.objects.all())
    packed = sum(row.packs_packed for row in Packed.objects.all())
    refused = sum(row.packs_refused for row in GoodsIn.objects.all())
    assert counted == packed + refused
    lot = Lot.objects.get(pk=small.listings["manor"].lot_id)
    assert lot.quantity_base == 200_000 - 30_000 == StockMovement.objects.filter(lot=lot).total_base()
    assert DeliveryDay.objects.get(pk=small.day.pk).status == "packed"


def test_a_lot_is_refused(small: SmallDay, client: Client) -> None:
    """Two boxes of milk are refused: they are waste of the lot, and two packs go short."""
    count(small, client, "Vale Dairy", refused="2", fault="poor quality", temperature="4")

    assert sum(suggested_shorts(rows_of(small.day)).values()) == 2
    assert "2 refused: poor quality" in words(client.get(f"{base(small)}in/"))
    count(small, client, "Stamford Veg Prep", temperature="5")
    pack_all(small, client)
    client.post(f"{base(small)}done/", {"uncounted": "as said"})

    lot = Lot.objects.get(pk=small.listings["milk"].lot_id)
    assert (lot.quantity_base, lot.reserved_base) == (40_000, 40_000)
    assert StockMovement.objects.get(lot=lot, kind="wasted").quantity_base == -20_000


def test_what_comes_late_takes_the_short_back(small: SmallDay, client: Client) -> None:
    expected = arrival_of(small, "Manor Farm").lines[0].expected
    count(small, client, "Manor Farm", counted=expected - 3)
    pack_all(small, client)
    count(small, client, "Manor Farm", counted=expected)

    rows = rows_of(small.day)
    again = [(load, line) for load in loads_of(rows) for line in load.lines if line.came_late]
    assert again
    for load, line in again:
        assert "pack it again" in client.get(f"{base(small)}routes/{load.route}/").text
        form = {"client_key": str(uuid4()), f"tick-{line.id}": "on", f"packed-{line.id}": line.to_pack}
        client.post(f"{base(small)}routes/{load.route}/", form | {f"seen-{line.id}": line.seen})

    latest = Packed.objects.latest_for(small.day)
    assert sum(row.packs_short for row in latest.values()) == 0


def test_the_packer_may_choose_otherwise_but_never_packs_more_than_came(small: SmallDay, client: Client) -> None:
    count(small, client, "Vale Dairy", counted=4, temperature="4")
    ours, theirs = line_for(small, "Uppingham School", "milk"), line_for(small, "Oakham School", "milk")
    promised = {ours.pk: ours.packs, theirs.pk: theirs.packs}
    assert sum(promised.values()) == 6

    for number, (kitchen, line, packs) in enumerate((("Uppingham School", ours, 4), ("Oakham School", theirs, 2))):
        load, _ = load_of(small, kitchen)
        keep = min(packs, line.packs)
        form = {"client_key": str(uuid4()), f"tick-{line.pk}": "on", f"packed-{line.pk}": keep, f"seen-{line.pk}": 0}
        answer = client.post(f"{base(small)}routes/{load.route}/", form)
        if number == 0:
            assert answer.status_code == 302
    total = sum(row.packs_packed for row in Packed.objects.latest_for(small.day).values())
    assert total <= 4


def test_all_of_a_drop_in_one_tap(small: SmallDay, client: Client) -> None:
    load, drop = load_of(small, "Oakham School")
    form = {"client_key": str(uuid4()), "drop": drop.number}

    client.post(f"{base(small)}routes/{load.route}/", form)
    client.post(f"{base(small)}routes/{load.route}/", form)

    assert set(Packed.objects.values_list("confirmation", flat=True)) == {line.id for line in drop.lines}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Nothing is ticked"),
        ({"drop": "99"}, "Nothing is ticked"),
        ({"packed": "some"}, "“some” is not a number of packs"),
        ({"packed": "999"}, "999 packed"),
        ({"packed": "0", "fault": " "}, "say why"),
        ({"seen": "4"}, "Look again"),
        ({"client_key": "old"}, "too old to be answered"),
    ],
)
def test_what_can_not_be_packed_is_said_and_kept(
    small: SmallDay, client: Client, fields: dict[str, str], says: str
) -> None:
    load, drop = load_of(small, "Oakham School")
    line = drop.lines[0]
    form = {"client_key": str(uuid4())} | {name: fields[name] for name in ("drop", "client_key") if name in fields}
    for name in ("packed", "fault", "seen"):
        if name in fields:
            form |= {f"tick-{line.id}": "on", f"{name}-{line.id}": fields[name]}
    if "client_key" in fields:
        form |= {f"tick-{line.id}": "on"}

    answer = client.post(f"{base(small)}routes/{load.route}/", form)

    assert answer.status_code == 422
    assert says in answer.text
    assert Packed.objects.count() == 0


def test_packing_done_asks_for_what_is_open_then_happens_once(small: SmallDay, client: Client) -> None:
    for seller in ("Vale Dairy", "Stamford Veg Prep"):
        count(small, client, seller, temperature="5")
    for seller in ("Manor Farm", "Hill Farm"):
        count(small, client, seller)
    asked = client.post(f"{base(small)}done/", {"rest_fault": ""})
    invented = client.post(f"{base(small)}done/", {"rest_fault": "because"})
    assert (asked.status_code, invented.status_code) == (422, 422)
    assert "not packed yet" in asked.text
    assert DeliveryDay.objects.get(pk=small.day.pk).status == "routed"

    for _ in range(2):
        assert client.post(f"{base(small)}done/", {"rest_fault": "poor quality"}).status_code == 302

    must = must_be_packed(rows_of(small.day))
    assert Packed.objects.count() == len(must)
    assert {row.fault for row in Packed.objects.all()} == {"poor quality"}
    assert DeliveryDay.objects.get(pk=small.day.pk).status == "packed"
    assert count(small, client, "Manor Farm").status_code == 422


def test_labels_and_sheets_say_kitchen_route_drop_lot_and_allergens(small: SmallDay, client: Client) -> None:
    labels, sheets = words(client.get(f"{base(small)}labels/")), words(client.get(f"{base(small)}sheets/"))

    load, drop = load_of(small, "Oakham School")
    assert f"Route {load.number}" in labels
    assert f"Drop {drop.number}" in labels
    assert small.listings["milk"].lot.code in labels
    assert labels.count('class="crate-label"') == sum(each.crates for each in loads_of(rows_of(small.day)))
    assert "the last drop goes in first" in sheets
    assert str(small.kitchens["Uppingham School"]) in sheets


def test_the_last_drop_comes_first(small: SmallDay) -> None:
    for load in loads_of(rows_of(small.day)):
        assert [drop.number for drop in load.drops] == list(range(len(load.drops), 0, -1))


def test_a_route_that_is_planned_no_more_leads_back(small: SmallDay, client: Client) -> None:
    assert client.get(f"{base(small)}routes/999999/")["Location"] == base(small)


def test_a_day_costs_the_same_queries_however_large_it_is(small: SmallDay, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(18):
        rows = rows_of(small.day)
        arrivals_of(rows)
        loads_of(rows)
    for purchase in rows.purchases.values():
        if rows.expected(purchase.pk):
            record_goods_in(
                delivery_day=small.day,
                counts=[
                    Counted(
                        purchase=purchase,
                        packs_expected=rows.expected(purchase.pk),
                        packs_counted=1,
                        temperature_tenths_c=40,
                        key=f"q{purchase.pk}",
                    )
                ],
                by=None,
                now=LATER,
            )

    with django_assert_max_num_queries(18):
        rows = rows_of(small.day)
        arrivals_of(rows)
        loads_of(rows)

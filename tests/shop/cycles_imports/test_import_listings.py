"""Growers' price lists: a tidy one, the same one again, and one as bad as they come."""

import io
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command

from shop.cycles.actions import draft_cycle, list_produce, open_cycle
from shop.cycles.errors import ListingsClosed
from shop.cycles.imports import import_listings
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.actions import add_enterprise, add_place, found_hub
from shop.enterprises.models import Hub, Place
from shop.imports.report import Fate, Report, Told
from shop.imports.running import Manner
from shop.journal.models import LogLine
from shop.produce.actions import add_pack, add_product, add_specification, ensure_reference_data
from shop.produce.models import Pack, Specification
from shop.supply.actions import promise_harvest
from shop.supply.models import Lot, StockMovement

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
KEEP_GOOD = Manner(keep_good=True)
UPDATE = Manner(update=True)
BY: dict[str, Any] = {"by": None, "now": NOW}

LIST = (
    "product,pack,price,quantity,minimum,channel,handover\n"
    "Carrots,10kg box,£9.50,12 crates,2,,\n"
    '"Carrots, diced",10 kg,£14,5,,bulk,brought in\n'
    'Whole milk,12 x 1L,"£1,000.00 per case",1,,households,\n'
)


@pytest.fixture
def hub() -> Hub:
    ensure_reference_data(now=NOW)
    return found_hub(name="Rutland", slug="rutland", **BY)


@pytest.fixture
def place(hub: Hub) -> Place:
    grower = add_enterprise(hub=hub, kind="grower", name="Hollow Farm", email="ann@hollow.example", **BY)
    return add_place(
        enterprise=grower, name="The yard", latitude="52.7", longitude="-0.7", position_source="given", **BY
    )


@pytest.fixture
def day(hub: Hub) -> DeliveryDay:
    cycle = draft_cycle(hub=hub, name="Week 24", days=[date(2026, 6, 10)], opens_at=NOW, **BY)
    open_cycle(cycle=cycle, **BY)
    return cycle.delivery_days.get()


@pytest.fixture
def packs(hub: Hub) -> dict[str, Pack]:
    made = {}
    for product, unit, cut, name, quantity in [
        ("Carrots", "g", "whole", "10 kg crate", 10_000),
        ("Carrots", "g", "diced", "10 kg", 10_000),
        ("Potatoes", "g", "whole", "25 kg sack", 25_000),
        ("Leeks", "g", "whole", "5 kg", 5_000),
        ("Kale", "g", "whole", "5 kg", 5_000),
        ("Whole milk", "ml", "whole", "12 × 1 litre", 12_000),
        ("Whole milk", "ml", "whole", "6 × 2 litres", 12_000),
    ]:
        kept = hub.products.filter(name=product).first()
        kept = kept or add_product(hub=hub, name=product, category="vegetables", base_unit=unit, **BY)
        form = kept.specifications.filter(cut=cut).first() or add_specification(product=kept, cut=cut, **BY)
        pack = add_pack(specification=form, name=name, quantity_base=quantity, gross_weight_g=quantity + 500, **BY)
        made[f"{form}, {name}"] = pack
    return made


@pytest.fixture
def take(place: Place, day: DeliveryDay, packs: dict[str, Pack], tmp_path: Path) -> Any:
    def take(content: str | bytes, manner: Manner | None = None, now: datetime = NOW) -> Report:
        path = tmp_path / "list"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_listings(path, delivery_day=day, place=place, by=None, now=now, manner=manner)

    return take


def listed() -> list[tuple[str, int, int, int, int, int]]:
    return [
        (
            str(listing.pack),
            listing.price_pence,
            listing.packs_either,
            listing.packs_bulk,
            listing.packs_shop,
            listing.lot.quantity_base,
        )
        for listing in Listing.objects.standing().named().select_related("lot").order_by("pk")
    ]


TIDY = [
    ("Carrots, 10 kg crate", 950, 12, 0, 0, 120_000),
    ("Carrots, diced, 10 kg", 1400, 0, 5, 0, 50_000),
    ("Whole milk, 12 × 1 litre", 100_000, 0, 0, 1, 12_000),
]


def test_a_price_list_becomes_promised_lots_and_listings(take: Any) -> None:
    report = take(LIST)
    assert (dict(report.fates), report.bad, report.remarks, listed()) == ({Fate.ADDED: 3}, [], [], TIDY)
    carrots = Listing.objects.order_by("pk")[0]
    assert (carrots.minimum_packs, carrots.handover, carrots.lot.kind) == (2, "collected", "promise")
    assert Listing.objects.order_by("pk")[1].handover == "brought_in"


def test_importing_twice_doubles_nothing(take: Any) -> None:
    take(LIST)
    before = (LogLine.objects.count(), StockMovement.objects.count())
    report = take(LIST)
    assert (dict(report.fates), report.kept, listed()) == ({Fate.UNCHANGED: 3}, True, TIDY)
    assert (LogLine.objects.count(), StockMovement.objects.count()) == before


CHANGED = LIST.replace("£9.50,12 crates", "£9.80,15").replace("£14,5", "£14,4").replace('case",1', 'case",0')


def test_what_changed_since_is_told_and_left(take: Any) -> None:
    take(LIST)
    report = take(CHANGED)
    assert report.differing == [
        Told(2, "price is £9.50 here, £9.80 in the file; packs either is 12 here, 15 in the file"),
        Told(3, "packs bulk is 5 here, 4 in the file"),
        Told(4, "1 packs are listed here, none in the file"),
    ]
    assert listed() == TIDY


def test_what_changed_since_is_taken_when_asked_for_with_the_stock_behind_it(take: Any) -> None:
    take(LIST)
    report = take(CHANGED, UPDATE)
    assert (dict(report.fates), report.bad) == ({Fate.UPDATED: 3}, [])
    assert listed() == [
        ("Carrots, 10 kg crate", 980, 15, 0, 0, 150_000),
        ("Carrots, diced, 10 kg", 1400, 0, 4, 0, 40_000),
    ]
    back = take(LIST, UPDATE)
    assert (dict(back.fates), listed()) == ({Fate.UPDATED: 2, Fate.ADDED: 1}, TIDY)


def test_what_was_listed_by_hand_is_not_listed_again(take: Any, place: Place, day: DeliveryDay, packs: Any) -> None:
    pack = packs["Carrots, 10 kg crate"]
    lot = promise_harvest(
        producer=place.enterprise, specification=pack.specification, quantity_base=200_000, code="by hand", **BY
    )
    list_produce(
        delivery_day=day,
        grower=place.enterprise,
        place=place,
        lot=lot,
        pack=pack,
        price_pence=900,
        packs_either=9,
        **BY,
    )
    text = "product,pack,price,quantity\nCarrots,10 kg,£9.50,12\n"
    assert dict(take(text).fates) == {Fate.DIFFERS: 1}
    assert dict(take(text, UPDATE).fates) == {Fate.UPDATED: 1}
    assert listed() == [("Carrots, 10 kg crate", 950, 12, 0, 0, 200_000)]


def bad_workbook() -> bytes:
    """A list as a grower keeps it: titles, merged headings, remarks in the margin, prices in every style."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Read me"
    cover["A1"] = "Dear hub, prices are on the next sheet. Ann"
    sheet = book.create_sheet("Week 24")
    for line in [
        ["HOLLOW FARM - what we have", None, None, None, None],
        ["prices hold until Friday!!", None, None, None, None],
        [],
        ["What", "Pack size", "Price", None, "Qty"],
        [None, None, "per pack (£)", "last year", None],
        ["ROOTS", None, None, None, None],
        ["carrot", "10kg box", "£9.50", 9, 12],
        ["Potatoes", "25 kilo sack", 11.5, None, "8 sacks"],
        [],
        ["Potatoes", "25kg", "£11.50", None, 8],
        ["Parsnips", "10kg", "£8", None, 5],
        ["Potatos red", "25kg", "£8", None, 5],
        ["Potato", "10 kg", "£5.00", None, 5],
        ["GREENS", None, None, None, None],
        ["Leeks", "5kg", "-£7.00", None, 10],
        ["Kale", "5 kg", "£6.00", None, "a few"],
        ["Kale", "a crate", "£6.00", None, 4],
        ["Kale", "5kg", "ask", None, 4],
        ["Kale", "5kg", "£1.20/kg", None, 4],
        ["Kale", "5kg", 6, None, None],
        ["Kale", "5kg", 6, None, -4],
        ["Kale", "5kg", 6, None, 2.5],
        ["Whole milk", "12 ltr", "£12", None, 3],
        ["Leeks", "5kg", "=6+1", None, 10],
        [None, "5kg", 6, None, 1],
    ]:
        sheet.append(line)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("C4:D4")
    sheet.merge_cells("A6:E6")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


WHY = [
    Told(10, "It repeats “Potatoes, 25 kg sack” of row 8."),
    Told(11, "“Parsnips” is not among the hub's products."),
    Told(12, "“Potatos red” is not among the hub's products. Did you mean “Potatoes”?"),
    Told(13, "“Potato” is not sold as “10 kg”. There is “25 kg sack”."),
    Told(15, "The price “-£7.00” is below nothing."),
    Told(16, "The quantity “a few” is not a whole number: write how many packs."),
    Told(17, "The pack “a crate” does not say how much it holds: write it like 10 kg, 12 x 1 L or each."),
    Told(18, "The price “ask” is not an amount of money: write it like £9.50."),
    Told(19, "The price “£1.20/kg” is by weight: write what one pack costs."),
    Told(20, "The quantity is missing."),
    Told(21, "The quantity “-4” is below nothing: write how many packs."),
    Told(22, "The quantity “2.5” is not a whole number: write how many packs."),
    Told(
        23,
        "“Whole milk” as “12 litres” can mean “Whole milk, 12 × 1 litre” or “Whole milk, 6 × 2 litres”: "
        "write the pack as it is named here.",
    ),
    Told(24, "The price “=6+1” is not an amount of money: write it like £9.50."),
    Told(25, "The product is missing."),
]


def test_every_bad_row_of_a_bad_workbook_is_told_by_number_and_nothing_is_written(take: Any) -> None:
    report = take(bad_workbook())
    assert report.bad == WHY
    assert report.passed_over == [
        Told(6, "it holds only “ROOTS”, like a heading"),
        Told(14, "it holds only “GREENS”, like a heading"),
    ]
    assert report.remarks == ["Columns not read: Price last year.", "Sheets not read: Read me."]
    assert (report.kept, Listing.objects.count(), Lot.objects.count()) == (False, 0, 0)


def test_the_good_rows_of_a_bad_workbook_are_kept_when_asked_for_once(take: Any) -> None:
    kept = [("Carrots, 10 kg crate", 950, 12, 0, 0, 120_000), ("Potatoes, 25 kg sack", 1150, 8, 0, 0, 200_000)]
    assert (take(bad_workbook(), KEEP_GOOD).bad, listed()) == (WHY, kept)
    assert (dict(take(bad_workbook(), KEEP_GOOD).fates), listed()) == ({Fate.UNCHANGED: 2}, kept)


def test_a_windows_list_with_pound_signs_and_semicolons_is_read(take: Any) -> None:
    text = (
        "Hollow Farm;;;\r\n;;;\r\nItem;Size;£;Qty\r\nLeeks;5 kg;£7,5;4\r\nKale;5 kg;£6.50;4\r\nCarrots;10 kg;95p;1\r\n"
    )
    report = take(text.encode("cp1252"), KEEP_GOOD)
    assert report.bad == [Told(4, "The price “£7,5” is not an amount of money: write it like £9.50.")]
    assert listed() == [("Kale, 5 kg", 650, 4, 0, 0, 20_000), ("Carrots, 10 kg crate", 95, 1, 0, 0, 10_000)]


def test_a_row_of_which_there_is_none_this_time_is_passed_over(take: Any) -> None:
    report = take("product,pack,price,quantity\nLeeks,5 kg,£7,0\nKale,5 kg,£6,sold out\n")
    assert report.passed_over == [
        Told(2, "there is none of “Leeks, 5 kg” this time"),
        Told(3, "there is none of “Kale, 5 kg” this time"),
    ]
    assert (report.kept, listed()) == (True, [])


def test_a_minimum_above_what_there_is_is_refused_and_promises_nothing(take: Any) -> None:
    report = take("product,pack,price,quantity,minimum\nLeeks,5 kg,£7,4,6\n", KEEP_GOOD)
    assert report.bad == [Told(2, "At least 6 packs must be taken, but only 4 are listed.")]
    assert (Lot.objects.count(), StockMovement.objects.count()) == (0, 0)


def test_after_listing_has_closed_the_whole_list_is_refused(take: Any, day: DeliveryDay) -> None:
    with pytest.raises(ListingsClosed, match="Ring the hub"):
        take(LIST, KEEP_GOOD, now=day.listings_close_at)
    assert (Listing.objects.count(), Lot.objects.count()) == (0, 0)
    assert take(LIST, now=day.listings_close_at - timedelta(seconds=1)).kept is True


def test_products_of_another_hub_are_not_seen(take: Any) -> None:
    other = found_hub(name="Melton", slug="melton", **BY)
    form = add_specification(
        product=add_product(hub=other, name="Quinces", category="fruit", base_unit="g", **BY), **BY
    )
    add_pack(specification=form, name="5 kg", quantity_base=5_000, gross_weight_g=5_500, **BY)
    assert Specification.objects.filter(product__name="Quinces").exists()
    assert take("product,pack,price,quantity\nQuinces,5 kg,£7,4\n").bad == [
        Told(2, "“Quinces” is not among the hub's products.")
    ]


@time_machine.travel(NOW, tick=False)
def test_the_command_finds_the_grower_the_day_and_the_place(
    place: Place, day: DeliveryDay, packs: Any, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    named = {"hub": "rutland", "grower": "hollow-farm", "day": "2026-06-10"}
    out = StringIO()
    call_command("import_listings", str(path), **named, stdout=out)
    assert out.getvalue().splitlines() == ["Listings: 3 added.", "Everything is in."]
    with pytest.raises(CommandError, match="Rutland has no grower “hill-farm”"):
        call_command("import_listings", str(path), **{**named, "grower": "hill-farm"})
    with pytest.raises(CommandError, match="Rutland does not deliver on 11 June 2026"):
        call_command("import_listings", str(path), **{**named, "day": "2026-06-11"})
    with pytest.raises(CommandError, match="“Tuesday” is not a day"):
        call_command("import_listings", str(path), **{**named, "day": "Tuesday"})
    with pytest.raises(CommandError, match="Hollow Farm has no place “The mill”"):
        call_command("import_listings", str(path), **named, place="The mill")
    add_place(
        enterprise=place.enterprise, name="The mill", latitude="52.7", longitude="-0.7", position_source="given", **BY
    )
    with pytest.raises(CommandError, match="several places: “The mill”, “The yard”. Name one with --place"):
        call_command("import_listings", str(path), **named)


def test_the_command_says_that_listing_has_closed(place: Place, day: DeliveryDay, packs: Any, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    with (
        time_machine.travel(day.listings_close_at, tick=False),
        pytest.raises(CommandError, match="Listing for Wednesday 10 June 2026 closed"),
    ):
        call_command("import_listings", str(path), hub="rutland", grower="hollow-farm", day="2026-06-10")

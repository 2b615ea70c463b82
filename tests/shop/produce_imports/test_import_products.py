"""Lists of products: what is new is made, what stands is left, what can't be meant is refused."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from shop.enterprises.models import Hub
from shop.imports.report import Fate, Report, Told
from shop.imports.running import Manner
from shop.produce.imports import import_products
from shop.produce.models import Pack, Product, Specification

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)

LIST = (
    "Product,Category,Cut,Class,Pack size,Temperature,Allergens,Season,Gross weight,Per crate,VAT\n"
    "Carrots,Vegetables,,II,10kg box,,none,Jun-Feb,,,\n"
    "Carrots,Vegetables,Diced,,6 x 500 g,chilled,,Jun-Feb,3.4 kg,2,z\n"
    "Whole milk,dairy,,,12 x 1 L,Chilled,milk,all year,,,\n"
    "Eggs,eggs,,,tray of 30,,eggs; may contain: milk,,2.1kg,4,\n"
)


@pytest.fixture
def hub() -> Hub:
    return Hub.objects.create(name="Rutland", slug="rutland")


@pytest.fixture
def take(hub: Hub, tmp_path: Path) -> Any:
    def take(text: str, manner: Manner | None = None) -> Report:
        path = tmp_path / "products.csv"
        path.write_text(text, encoding="utf-8")
        return import_products(path, hub=hub, by=None, now=NOW, manner=manner)

    return take


def packs() -> list[tuple[str, int, int, int]]:
    return [
        (str(pack), pack.quantity_base, pack.gross_weight_g, pack.packs_per_crate)
        for pack in Pack.objects.named().order_by("pk")
    ]


def test_a_list_becomes_products_specifications_and_packs(take: Any) -> None:
    report = take(LIST)
    assert (dict(report.fates), report.bad, report.remarks) == ({Fate.ADDED: 4}, [], [])
    assert packs() == [
        ("Carrots, II, 10 kg box", 10_000, 11_000, 1),
        ("Carrots, diced, 6 × 500 g", 3_000, 3_400, 2),
        ("Whole milk, 12 × 1 litre", 12_000, 13_200, 1),
        ("Eggs, 30 each tray", 30, 2_100, 4),
    ]
    carrots = Product.objects.get(name="Carrots")
    assert (carrots.category, carrots.base_unit, carrots.season_months) == ("vegetables", "g", [1, 2, *range(6, 13)])
    milk = Specification.objects.get(product__name="Whole milk")
    assert (milk.temperature_class, milk.product.base_unit, milk.product.season_months) == ("chilled", "ml", [])


def test_unknown_allergens_stay_unknown(take: Any) -> None:
    take(LIST)
    stated = {
        str(specification): dict(specification.allergen_statements.values_list("allergen_id", "presence"))
        for specification in Specification.objects.all()
    }
    assert stated["Carrots, diced"] == {}
    assert stated["Whole milk"] == {"milk": "contains"}
    assert stated["Eggs"] == {"eggs": "contains", "milk": "may_contain"}
    assert (len(stated["Carrots, II"]), set(stated["Carrots, II"].values())) == (14, {"absent"})


def test_importing_twice_doubles_nothing(take: Any) -> None:
    take(LIST)
    before = packs()
    assert (dict(take(LIST).fates), packs()) == ({Fate.UNCHANGED: 4}, before)
    assert dict(take(LIST.replace("10kg box", "box of 10 kilos").replace("Carrots", "CARROTS")).fates) == {
        Fate.UNCHANGED: 4
    }


def test_what_differs_is_told_and_left(take: Any) -> None:
    take(LIST)
    report = take(
        LIST.replace("Whole milk,dairy", "Whole milk,larder").replace("2.1kg", "2.2kg").replace(",milk,", ",none,")
    )
    assert [told.number for told in report.differing] == [4, 5]
    assert report.differing[0].text.startswith(
        "category is “dairy” here, “larder” in the file; celery is “unknown” here"
    )
    assert report.differing[1].text == "gross weight g is “2100” here, “2200” in the file"
    assert (Product.objects.get(name="Whole milk").category, packs()[3][2]) == ("dairy", 2_100)


def test_a_new_pack_of_a_product_that_differs_is_added_and_the_difference_told(take: Any) -> None:
    take(LIST)
    report = take("product,category,class,pack,season\nCarrots,Vegetables,II,5 kg,May-Feb\n")
    assert report.fates == {Fate.ADDED: 1}
    assert report.differing == [
        Told(
            2,
            "season months is “[1, 2, 6, 7, 8, 9, 10, 11, 12]” here, “[1, 2, 5, 6, 7, 8, 9, 10, 11, 12]” in the file",
        )
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",vegetables,10 kg,,,,", "The product is missing."),
        ("Leeks,vegetables,,,,,", "The pack is missing."),
        ("Leeks,vegtables,10 kg,,,,", "“vegtables” is not a category. Did you mean “vegetables”?"),
        ("Leeks,,10 kg,,,,", "“Leeks” is new: write its category."),
        ("Leeks,vegetables,box,,,,", "The pack “box” does not say how much it holds: write it like 10 kg, 12 x 1 L"),
        ("Leeks,vegetables,10 kg,cold,,,", "“cold” is not a temperature class."),
        ("Leeks,vegetables,10 kg,,selery,,", "“selery” is not one of the 14 allergens. Did you mean “celery”?"),
        ("Leeks,vegetables,10 kg,,,summer,", "“summer” in the season “summer” is not a month"),
        ("Leeks,vegetables,10 kg,,,1-13,", "“13” in the season “1-13” is not a month"),
        ("Leeks,vegetables,10 kg,,,,9 kg", "10 kg: 10000 g can't weigh 9000 g with the packaging."),
        ("Leeks,vegetables,10 kg,,,,2 L", "The gross weight “2 L” is not a weight: write it like 10.5 kg."),
        ("Bunched beets,vegetables,bunch,,,,", "What does bunch weigh? Write it under gross weight"),
        ("Kale,vegetables,box of 12,,,,5 kg", "“Kale” is counted in g, the pack 12 each box in each."),
        ("Kale,vegetables,5kg,,,,", "It repeats “Kale, 5 kg” of row 2."),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_reason(take: Any, line: str, reason: str) -> None:
    head = "product,category,pack,temperature,allergens,season,gross weight\nKale,vegetables,5 kg,,,,\n"
    report = take(f"{head}{line}\n")
    [told] = report.bad
    assert told.number == 3
    assert told.text.startswith(reason)
    assert (report.kept, Product.objects.count()) == (False, 0)
    assert take(f"{head}{line}\n", Manner(keep_good=True)).fates == {Fate.ADDED: 1}
    assert packs() == [("Kale, 5 kg", 5_000, 5_500, 1)]


def test_the_command_says_what_it_did(hub: Hub, tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text(LIST.replace("VAT", "Shelf"), encoding="utf-8")
    out = StringIO()
    call_command("import_products", str(path), hub="rutland", dry_run=True, stdout=out)
    assert out.getvalue().splitlines() == [
        "Columns not read: Shelf.",
        "Packs: 4 would be added.",
        "This was a trial: nothing was written.",
    ]
    assert Product.objects.count() == 0

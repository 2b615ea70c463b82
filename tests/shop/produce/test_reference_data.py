"""What the law says is data, with days and sources."""

from datetime import date

import pytest

from shop.produce.actions import ensure_reference_data
from shop.produce.errors import NoVatRate
from shop.produce.models import Allergen, VatRate
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_fourteen_allergens_are_on_file() -> None:
    ensure_reference_data(now=cast.NOW)

    assert set(Allergen.objects.values_list("code", flat=True)) == {
        "celery",
        "gluten",
        "crustaceans",
        "eggs",
        "fish",
        "lupin",
        "milk",
        "molluscs",
        "mustard",
        "nuts",
        "peanuts",
        "sesame",
        "soya",
        "sulphites",
    }


def test_reference_data_twice_doubles_nothing_and_keeps_what_was_corrected() -> None:
    ensure_reference_data(now=cast.NOW)
    VatRate.objects.filter(code="R").update(source="checked by hand")
    before = list(VatRate.objects.values_list("pk", "code", "rate_permille", "valid_from", "source"))

    ensure_reference_data(now=cast.NOW)

    assert list(VatRate.objects.values_list("pk", "code", "rate_permille", "valid_from", "source")) == before
    assert Allergen.objects.count() == 14


@pytest.mark.parametrize(
    ("code", "day", "permille"),
    [
        ("Z", date(2027, 3, 9), 0),
        ("R", date(2027, 3, 9), 50),
        ("S", date(2011, 1, 3), 175),
        ("S", date(2011, 1, 4), 200),
        ("S", date(2027, 3, 9), 200),
    ],
)
def test_a_rate_holds_on_its_days(code: str, day: date, permille: int) -> None:
    ensure_reference_data(now=cast.NOW)

    assert VatRate.objects.rate_on(code=code, day=day) == permille


def test_every_rate_of_a_day_comes_in_one_query(django_assert_num_queries: object) -> None:
    ensure_reference_data(now=cast.NOW)

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert VatRate.objects.permille_on(date(2027, 3, 9)) == {"R": 50, "S": 200, "Z": 0}


def test_a_rate_that_a_new_law_brings_takes_over_on_its_day() -> None:
    ensure_reference_data(now=cast.NOW)
    VatRate.objects.create(code="S", rate_permille=210, valid_from=date(2028, 1, 1), source="an Act to come")

    assert VatRate.objects.rate_on(code="S", day=date(2027, 12, 31)) == 200
    assert VatRate.objects.rate_on(code="S", day=date(2028, 1, 1)) == 210


@pytest.mark.parametrize(("code", "day"), [("X", date(2027, 3, 9)), ("Z", date(1973, 3, 31))])
def test_a_rate_that_nobody_filed_is_never_taken_as_zero(code: str, day: date) -> None:
    ensure_reference_data(now=cast.NOW)

    with pytest.raises(NoVatRate, match=f"There is no VAT rate “{code}” for"):
        VatRate.objects.rate_on(code=code, day=day)


def test_every_rate_names_its_source() -> None:
    ensure_reference_data(now=cast.NOW)

    assert not VatRate.objects.filter(source="").exists()

"""Numbers run on without gaps, each hub and each series by itself."""

import pytest
from django.db import transaction

from shop.procurement.models import NumberSeries
from shop.procurement.numbering import INVOICES, ORDERS, take_numbers
from tests.cast import a_hub

pytestmark = pytest.mark.django_db


def test_each_hub_counts_each_series_from_one():
    rutland, fens = a_hub(), a_hub("Fens Food Hub", "fens")

    assert take_numbers(hub=rutland, series=ORDERS, how_many=2) == ["BO-00001", "BO-00002"]
    assert take_numbers(hub=rutland, series=INVOICES, how_many=1) == ["IN-00001"]
    assert take_numbers(hub=fens, series=ORDERS, how_many=1) == ["BO-00001"]
    assert take_numbers(hub=rutland, series=ORDERS, how_many=1) == ["BO-00003"]


def test_no_number_asked_is_none_taken():
    hub = a_hub()

    assert take_numbers(hub=hub, series=ORDERS, how_many=0) == []
    assert not NumberSeries.objects.exists()


def test_a_rollback_gives_the_numbers_back():
    hub = a_hub()
    with transaction.atomic():
        take_numbers(hub=hub, series=ORDERS, how_many=3)
        transaction.set_rollback(True)

    assert take_numbers(hub=hub, series=ORDERS, how_many=1) == ["BO-00001"]

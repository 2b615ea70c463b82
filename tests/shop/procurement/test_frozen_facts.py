"""What was confirmed stays as it was: later edits never show in old papers."""

from typing import Any

import pytest
from django.forms import model_to_dict

from shop.procurement.actions import publish_price
from shop.procurement.models import (
    AllocationLine,
    AllocationRun,
    Demand,
    LineConfirmation,
    PurchaseLine,
    Shortage,
)
from shop.produce.models import AllergenStatement, VatRate
from shop.rows.append_only import AppendOnly
from tests.cast import DAY, NOW, a_buyer, a_day, a_grower, a_hub, a_kitchen, a_listing, a_pack, a_specification
from tests.shop.procurement.scene import a_confirmed_day, a_price, an_order

pytestmark = pytest.mark.django_db


class Mash:
    """Six tubs of mash, with milk and perhaps mustard, confirmed for a kitchen that wanted eight."""

    def __init__(self) -> None:
        hub = a_hub()
        self.specification = a_specification(
            hub, "Mash", grade="Class I", allergens={"milk": "contains", "mustard": "may_contain"}
        )
        self.pack, self.day = a_pack(self.specification, "5 kg tub", 5_000), a_day(hub)
        a_price(self.pack, 1200)
        self.listing = a_listing(self.day, a_grower(hub), self.pack, 6, price_pence=950)
        self.order = an_order(self.day, a_kitchen(a_buyer(hub)), {self.pack: 8})
        self.run = a_confirmed_day(self.day)


@pytest.fixture
def mash() -> Mash:
    return Mash()


def papers() -> list[dict[str, Any]]:
    return [model_to_dict(row) for model in (LineConfirmation, PurchaseLine) for row in model.objects.order_by("id")]


def test_a_confirmation_carries_price_vat_specification_allergens_and_pack(mash: Mash):
    row = LineConfirmation.objects.get()

    assert (row.specification_text, row.pack_text, row.pack_base) == ("Mash, Class I", "5 kg tub", 5_000)
    assert (row.price_pence, row.vat_code, row.vat_permille) == (1200, "Z", 0)
    assert row.allergens == {"milk": "contains", "mustard": "may_contain"}


def test_later_edits_never_show_in_a_confirmation(mash: Mash):
    before = papers()

    product = mash.specification.product
    product.name, product.vat_code = "Champ", "S"
    product.save()
    mash.specification.grade = "Class II"
    mash.specification.save()
    mash.pack.name, mash.pack.quantity_base = "Bucket", 4_000
    mash.pack.save()
    AllergenStatement.objects.all().delete()
    VatRate.objects.update(rate_permille=200)
    publish_price(hub=product.hub, pack=mash.pack, price_pence=9_900, valid_from=DAY.replace(day=2), by=None, now=NOW)
    mash.listing.price_pence = 1
    mash.listing.save()

    assert papers() == before


@pytest.mark.parametrize("model", [AllocationRun, AllocationLine, Shortage, Demand, LineConfirmation, PurchaseLine])
def test_a_runs_rows_are_written_once(mash: Mash, model: Any):
    row = model.objects.first()

    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(AppendOnly):
        row.delete()
    with pytest.raises(AppendOnly):
        model.objects.update(pk=row.pk)
    with pytest.raises(AppendOnly):
        model.objects.all().delete()

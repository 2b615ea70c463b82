"""What buyers pay: the hub's list, and a contract's own before it."""

from datetime import date, timedelta
from typing import Any

import pytest

from shop.journal.models import LogLine
from shop.procurement.actions import agree_basis, publish_price
from shop.procurement.errors import PriceRefused
from shop.procurement.models import BuyingBasis, PublishedPrice
from tests.cast import DAY, NOW, a_buyer, a_grower, a_hub, carrots
from tests.shop.procurement.scene import JANUARY, a_price

pytestmark = pytest.mark.django_db


def a_basis(hub: Any, buyer: Any, reference: str = "C-17", **fields: Any) -> BuyingBasis:
    """A contract from January to December."""
    return agree_basis(
        **{
            "hub": hub,
            "buyer": buyer,
            "kind": "contract",
            "reference": reference,
            "estimated_value_pence_inc_vat": 5_000_000,
            "starts": JANUARY,
            "ends": date(2027, 12, 31),
            "by": None,
            "now": NOW,
            **fields,
        }
    )


def test_the_same_price_again_publishes_nothing_new():
    pack = carrots(a_hub())

    first, again = a_price(pack), a_price(pack)

    assert first == again
    assert LogLine.objects.about(first).count() == 1


def test_another_price_from_the_same_day_is_refused_and_the_first_stands():
    pack = carrots(a_hub())
    a_price(pack, 1200)

    with pytest.raises(PriceRefused, match=r"published price of £12\.00 from 01/01/2027 already"):
        a_price(pack, 1300)

    assert PublishedPrice.objects.get().price_pence == 1200


def test_a_price_of_nothing_is_refused():
    with pytest.raises(PriceRefused, match="at least 1p"):
        a_price(carrots(a_hub()), 0)

    assert not PublishedPrice.objects.exists()


def test_a_price_that_ends_before_it_starts_is_refused():
    with pytest.raises(PriceRefused, match="before it starts"):
        a_price(carrots(a_hub()), valid_until=JANUARY - timedelta(days=1))


def test_a_price_for_another_hubs_pack_is_refused():
    pack = carrots(a_hub())
    stranger = a_hub("Fens Food Hub", "fens")

    with pytest.raises(PriceRefused, match="is not sold by Fens Food Hub"):
        publish_price(hub=stranger, pack=pack, price_pence=1200, valid_from=JANUARY, by=None, now=NOW)


def test_the_newest_price_holds_until_it_ends():
    hub = a_hub()
    pack = carrots(hub)
    a_price(pack, 1200)
    a_price(pack, 1100, valid_from=date(2027, 3, 1), valid_until=DAY)

    def on(day: date) -> dict[int, int]:
        return PublishedPrice.objects.of(hub).per_pack(day, packs=[pack.pk])

    assert on(date(2027, 2, 28)) == {pack.pk: 1200}
    assert on(DAY) == {pack.pk: 1100}
    assert on(DAY + timedelta(days=1)) == {pack.pk: 1200}
    assert on(date(2026, 12, 31)) == {}


def test_a_contracts_price_comes_before_the_hubs_only_for_its_buyer():
    hub = a_hub()
    pack, basis = carrots(hub), None
    basis = a_basis(hub, a_buyer(hub))
    a_price(pack, 1200, valid_from=date(2027, 3, 1))
    a_price(pack, 1050, basis=basis)

    prices = PublishedPrice.objects.of(hub)

    assert prices.per_pack(DAY, packs=[pack.pk], basis=basis) == {pack.pk: 1050}
    assert prices.per_pack(DAY, packs=[pack.pk]) == {pack.pk: 1200}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "handshake"}, "is not a buying basis"),
        ({"reference": "  "}, "needs a reference"),
        ({"ends": date(2026, 12, 31)}, "before it starts"),
        ({"ceiling_pence": -1}, "never below £0"),
        ({"estimated_value_pence_inc_vat": -1}, "never below £0"),
    ],
)
def test_a_basis_that_does_not_hold_together_is_refused(fields: dict[str, Any], why: str):
    hub = a_hub()

    with pytest.raises(PriceRefused, match=why):
        a_basis(hub, a_buyer(hub), **fields)

    assert not BuyingBasis.objects.exists()


def test_a_grower_holds_no_buying_basis():
    hub = a_hub()

    with pytest.raises(PriceRefused, match="does not buy from"):
        a_basis(hub, a_grower(hub))


def test_a_basis_is_agreed_once_under_its_reference():
    hub = a_hub()
    buyer = a_buyer(hub)

    assert a_basis(hub, buyer) == a_basis(hub, buyer)
    with pytest.raises(PriceRefused, match="another buying basis under C-17"):
        a_basis(hub, buyer, ceiling_pence=10)

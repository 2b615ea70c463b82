"""Confirming writes to every buyer and every seller, and to nobody twice."""

import pytest

from shop.journal.models import OutboxMessage
from tests.cast import a_buyer, a_day, a_grower, a_hub, a_kitchen, a_listing, a_pack, a_specification, carrots
from tests.shop.procurement.scene import SHORT, a_confirmed_day, a_price, an_order, confirm

pytestmark = pytest.mark.django_db


def test_a_short_is_told_to_the_kitchen_and_what_stays_to_its_grower():
    hub = a_hub()
    pack, day = carrots(hub), a_day(hub)
    leeks = a_pack(a_specification(hub, "Leeks"), "5 kg box", 5_000)
    a_price(pack), a_price(leeks)
    manor, hill = a_grower(hub), a_grower(hub, "Hill Farm")
    a_listing(day, manor, pack, 6, price_pence=950)
    a_listing(day, hill, leeks, 3)
    buyer = a_buyer(hub)
    an_order(day, a_kitchen(buyer), {pack: 8})
    fed = a_buyer(hub, "Oakham School")
    an_order(day, a_kitchen(fed), {leeks: 1})

    run = a_confirmed_day(day)
    confirm(day, run)

    told = {message.to_enterprise: message for message in OutboxMessage.objects.of(hub)}
    assert set(told) == {buyer, fed, manor, hill}
    assert OutboxMessage.objects.count() == 4
    assert f"- SHORT: 2 packs of Carrots, 10 kg crate. {SHORT}." in told[buyer].body
    assert told[buyer].to_address == buyer.email
    assert "all of it is coming" in told[fed].subject
    assert "Not taken" not in told[manor].body
    assert "- 6 packs of Carrots, 10 kg crate at £9.50" in told[manor].body
    assert (
        "- 2 packs of Leeks, 5 kg box. Kitchens wanted 1 pack and get them all; 3 packs were listed." in told[hill].body
    )

"""A kitchen claims what it took and found wrong: in time, once, and never more than it took."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from shop.journal.models import LogLine, OutboxMessage
from shop.procurement.actions import claim
from shop.procurement.errors import ClaimRefused
from shop.procurement.models import Claim, DeliveredLine, LineConfirmation
from tests.cast import a_buyer, a_day, a_grower, a_hub, a_hub_base, a_kitchen, a_listing, carrots
from tests.shop.meeting import all_at_once
from tests.shop.procurement.scene import ON_THE_DAY, a_confirmed_day, a_price, an_order, hand_over

WINDOW_ENDS = ON_THE_DAY.replace(hour=10, minute=30)


def taken(packs: int = 6, at: datetime = ON_THE_DAY) -> DeliveredLine:
    """Crates of carrots that a school took, at eight in the morning; its window ends at half past ten."""
    hub = a_hub()
    a_hub_base(hub)
    pack, day = carrots(hub), a_day(hub)
    a_price(pack)
    a_listing(day, a_grower(hub), pack, packs)
    an_order(day, a_kitchen(a_buyer(hub)), {pack: packs})
    a_confirmed_day(day)
    delivered: DeliveredLine = hand_over(LineConfirmation.objects.get(), now=at)
    return delivered


def claimed(delivered: DeliveredLine, packs: int = 2, **fields: Any) -> Claim:
    """A claim half an hour after the handing over."""
    usual = {"fault": "poor quality", "client_key": uuid4(), "by": None, "now": ON_THE_DAY + timedelta(minutes=30)}
    return claim(delivered=delivered, packs=packs, **{**usual, **fields})


@pytest.mark.django_db
def test_a_claim_is_noted_logged_on_the_order_and_told_to_the_hub() -> None:
    delivered = taken()

    row = claimed(delivered, note="Two crates are soft.", on_behalf=True)

    order = delivered.confirmation.order_line.drop.order
    assert (row.packs, row.fault, row.note) == (2, "poor quality", "Two crates are soft.")
    line = LogLine.objects.about(order).get(verb="claim")
    assert (line.on_behalf_of, line.detail["what"]) == (order.buyer, "2 packs of Carrots, 10 kg crate")
    told = OutboxMessage.objects.get(key=f"claim:{row.pk}")
    assert told.to_address == "hub@rutland.example"
    assert told.subject == "Claim by Uppingham School kitchen: 2 packs of Carrots, 10 kg crate, poor quality"
    assert told.body.endswith("\nTwo crates are soft.")
    delivered.refresh_from_db()
    assert delivered.packs_accepted == 6


@pytest.mark.django_db
def test_the_same_key_again_changes_nothing_and_serves_no_other_line() -> None:
    delivered, key = taken(), uuid4()

    first, second = claimed(delivered, client_key=key), claimed(delivered, packs=3, client_key=key)

    assert first == second
    assert (Claim.objects.count(), OutboxMessage.objects.filter(key__startswith="claim:").count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"packs": 7}, "Claim between 1 and 6 packs"),
        ({"packs": 0}, "Claim between 1 and 6 packs"),
        ({"fault": " "}, "Say what was wrong."),
        ({"note": "x" * 401}, "A note has at most 400 characters."),
        ({"now": WINDOW_ENDS + timedelta(seconds=1)}, "were taken until 10:30 on Tuesday 9 March 2027. Ring the hub."),
    ],
)
def test_what_is_too_late_too_much_or_says_nothing_is_refused(fields: dict[str, Any], why: str) -> None:
    delivered = taken()
    log = LogLine.objects.count()

    with pytest.raises(ClaimRefused, match=why):
        claimed(delivered, **fields)

    assert (Claim.objects.count(), LogLine.objects.count()) == (0, log)


@pytest.mark.django_db
def test_a_van_that_came_late_leaves_two_hours_to_look() -> None:
    late = taken(at=WINDOW_ENDS)

    assert claimed(late, now=WINDOW_ENDS + timedelta(hours=2)).packs == 2
    with pytest.raises(ClaimRefused):
        claimed(late, now=WINDOW_ENDS + timedelta(hours=2, seconds=1))


@pytest.mark.django_db
def test_together_no_more_is_claimed_than_was_taken() -> None:
    delivered = taken()
    claimed(delivered, packs=4)

    with pytest.raises(ClaimRefused, match="Claim between 1 and 2 packs"):
        claimed(delivered, packs=3)
    claimed(delivered, packs=2)

    assert sum(Claim.objects.values_list("packs", flat=True)) == 6


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_claims_at_once_that_are_too_much_together_one_is_refused() -> None:
    delivered = taken()

    def try_it(packs: int) -> bool:
        try:
            claimed(DeliveredLine.objects.get(pk=delivered.pk), packs=packs)
        except ClaimRefused:
            return False
        return True

    assert sorted(all_at_once([partial(try_it, 4), partial(try_it, 4)])) == [False, True]
    assert Claim.objects.get().packs == 4

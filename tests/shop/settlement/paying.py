"""Growers who are owed money, and their accounts at the bank."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import User
from shop.enterprises.models import Enterprise, Membership
from shop.settlement.actions import settle_day
from shop.settlement.bank_details import change_bank_details
from shop.settlement.models import BankDetails
from tests import cast
from tests.shop.procurement.scene import ON_THE_DAY, a_delivered_day, a_price, an_order

# Statements of 9 March 2027 are printed to be paid on 23 March.
BEFORE_DUE = ON_THE_DAY + timedelta(days=13)
DUE = ON_THE_DAY + timedelta(days=14)
OWED_PENCE = 6 * 950


class Owed:
    """Each of the growers sold six crates at £9.50, and has a member."""

    def __init__(self, *names: str) -> None:
        self.hub = cast.a_hub()
        cast.a_hub_base(self.hub)
        pack, day = cast.carrots(self.hub), cast.a_day(self.hub)
        a_price(pack, 1200)
        self.growers: list[Enterprise] = [cast.a_grower(self.hub, name) for name in names or ("Manor Farm",)]
        for grower in self.growers:
            cast.a_listing(day, grower, pack, 6, price_pence=950)
            cast.a_member(grower)
        kitchen = cast.a_kitchen(cast.a_buyer(self.hub))
        an_order(day, kitchen, {pack: 6 * len(self.growers)})
        a_delivered_day(day)
        settle_day(delivery_day=day, by=None, now=ON_THE_DAY)

    @property
    def grower(self) -> Enterprise:
        return self.growers[0]


def member_of(enterprise: Enterprise) -> User:
    member: Membership = Membership.objects.filter(enterprise=enterprise).earliest("pk")
    return member.user


def with_account(enterprise: Enterprise, now: datetime = cast.NOW, **typed: Any) -> BankDetails:
    """Its member enters an account."""
    numbers = {"name": str(enterprise), "sort_code": "20-00-00", "account_number": "55779911", "client_key": uuid4()}
    by = typed.pop("by", None) or member_of(enterprise)
    return change_bank_details(enterprise=enterprise, **{**numbers, **typed}, by=by, now=now)

"""Verbs about where a seller is paid: its members change it, all of them are told, and money waits a while."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.sealing import SealBroken, seal, unseal
from shop.enterprises.access import MEMBERS
from shop.enterprises.models import Enterprise
from shop.journal.actions import Letter, log, tell_all
from shop.rows.local_time import local_date
from shop.settlement.bank_numbers import BankNumbers, bank_numbers
from shop.settlement.errors import NotAMember, SettlementRefused
from shop.settlement.models import BankDetails, SettlementTerms
from shop.settlement.papers import terms_of
from shop.settlement.telling import bank_details_message

LONGEST_COOLING_DAYS = 60


@transaction.atomic
def change_bank_details(  # noqa: PLR0913 - keyword-only
    *,
    enterprise: Enterprise,
    name: str,
    sort_code: str,
    account_number: str,
    client_key: UUID,
    by: Any,
    now: datetime,
) -> BankDetails:
    """Pay the enterprise there from now on, after the hub's cooling days; every member is told by mail.

    A second click and the same numbers again change nothing. Raises NotAMember and BadBankDetails.
    """
    if not enterprise.memberships.filter(user=by, role__in=MEMBERS).exists():
        raise NotAMember("Only members of the enterprise change where it is paid.")
    numbers = bank_numbers(name=name, sort_code=sort_code, account_number=account_number)
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    standing: BankDetails | None = BankDetails.objects.current(enterprise)
    if standing and (standing.client_key == client_key or readable_numbers(standing) == numbers):
        return standing
    payable_from = local_date(now, enterprise.hub.time_zone) + timedelta(days=terms_of(enterprise.hub).cooling_days)
    row = BankDetails.objects.create(
        hub=enterprise.hub,
        enterprise=enterprise,
        sealed=seal(
            json.dumps([numbers.name, numbers.sort_code, numbers.account_number]), purpose=purpose_of(enterprise.pk)
        ),
        entered_at=now,
        payable_from=payable_from,
        client_key=client_key,
    )
    log(
        hub=enterprise.hub,
        verb="bank details changed",
        subject=enterprise,
        by=by,
        now=now,
        payable_from=payable_from.isoformat(),
    )
    tell_members(row, by, now)
    return row


@transaction.atomic
def set_cooling_days(*, hub: Any, days: int, by: Any, now: datetime) -> SettlementTerms:
    """Choose how many days new bank details wait before the first payout. Raises SettlementRefused."""
    if not 0 <= days <= LONGEST_COOLING_DAYS:
        raise SettlementRefused(f"Choose between 0 and {LONGEST_COOLING_DAYS} days.")
    terms, _ = SettlementTerms.objects.update_or_create(hub=hub, defaults={"cooling_days": days})
    log(hub=hub, verb="set cooling days", subject=terms, by=by, now=now, days=days)
    return terms


def numbers_of(row: BankDetails) -> BankNumbers:
    """Open the row. Raises SealBroken when the server's key is another."""
    return BankNumbers(*json.loads(unseal(row.sealed, purpose=purpose_of(row.enterprise_id))))


def readable_numbers(row: BankDetails) -> BankNumbers | None:
    """Open the row; None when it can't be, so that its owner can enter the numbers once more."""
    try:
        return numbers_of(row)
    except SealBroken:
        return None


def purpose_of(enterprise_id: int) -> str:
    """What the numbers are sealed for: in another enterprise's row they don't open."""
    return f"bank details of enterprise {enterprise_id}"


def tell_members(row: BankDetails, by: Any, now: datetime) -> None:
    """One message to each member, at their own address, and one to the enterprise's own if that is another."""
    enterprise = row.enterprise
    members = User.objects.filter(memberships__enterprise=enterprise, memberships__role__in=MEMBERS, is_active=True)
    addresses = {*members.values_list("email", flat=True), *filter(None, [enterprise.email])}
    words = bank_details_message(enterprise, by, row.payable_from)
    letters = [
        Letter(f"bank-details:{row.pk}:{number}", enterprise, *words, to_address=address)
        for number, address in enumerate(sorted(addresses))
    ]
    tell_all(hub=row.hub, letters=letters, now=now)

"""Writing to the books: each transaction once, its entries summing to zero."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.enterprises.models import Enterprise
from shop.settlement.errors import Unbalanced
from shop.settlement.models import LedgerAccount, LedgerEntry, LedgerTransaction

KIND = LedgerAccount.Kind
AccountKey = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Posting:
    """One event in money, once per `key`: pence by account (kind, enterprise id or None), debits positive."""

    key: str
    reason: str
    entries: tuple[tuple[AccountKey, int], ...]


def post(*, hub: Any, delivery_day: Any, postings: Sequence[Posting], now: datetime) -> list[LedgerTransaction]:
    """Write the postings in a fixed number of statements. A posting without money is left out. Raises Unbalanced."""
    for posting in postings:
        if sum(pence for _, pence in posting.entries):
            raise Unbalanced(f"{posting.reason}: debits and credits differ.")
    moving = [posting for posting in postings if any(pence for _, pence in posting.entries)]
    accounts = accounts_for(hub, {key for posting in moving for key, _ in posting.entries})
    transactions = LedgerTransaction.objects.bulk_create(
        LedgerTransaction(hub=hub, delivery_day=delivery_day, key=posting.key, reason=posting.reason, at=now)
        for posting in moving
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(transaction=transaction, account=accounts[key], amount_pence=pence)
        for transaction, posting in zip(transactions, moving, strict=True)
        for key, pence in posting.entries
        if pence
    )
    return transactions


def accounts_for(hub: Any, keys: Iterable[AccountKey]) -> dict[AccountKey, LedgerAccount]:
    """The hub's accounts by kind and enterprise; those that are missing are opened."""
    wanted = set(keys)
    found = standing(hub)
    missing = sorted(wanted - found.keys(), key=lambda key: (key[0], key[1] or 0))
    if missing:
        owners = Enterprise.objects.of(hub).in_bulk([owner for _, owner in missing if owner is not None])
        LedgerAccount.objects.bulk_create(
            (
                LedgerAccount(hub=hub, kind=kind, enterprise_id=owner, name=account_name(kind, owners.get(owner)))
                for kind, owner in missing
            ),
            ignore_conflicts=True,
        )
        found = standing(hub)
    return {key: found[key] for key in wanted}


def standing(hub: Any) -> dict[AccountKey, LedgerAccount]:
    """Every account of the hub by kind and enterprise."""
    return {(account.kind, account.enterprise_id): account for account in LedgerAccount.objects.of(hub)}


def account_name(kind: str, owner: Enterprise | None) -> str:
    """What an account is called: “Oakham School: owed by a buyer”."""
    label = LedgerAccount.Kind(kind).label
    return f"{owner}: {label}" if owner else label[:1].upper() + label[1:]

"""Taking a person out of the rows: deleted, blanked or left, as the register says of each."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from privacy.register import REGISTER, Fate, Kept, Upon
from privacy.standing import left_alone_by
from shop.rows.append_only import AppendOnlyQuerySet

FORMER = {"first_name": "A former", "last_name": "member"}


@transaction.atomic
def forget(person: User) -> dict[str, int]:
    """Carry out every entry that goes upon erasure. Returns model to how many rows went.

    The person's own row stays, because orders, papers and the log point at it: it reads “A former member”, has no
    address and opens nothing.
    """
    counts: dict[str, int] = {}
    alone = list(left_alone_by(person).values_list("pk", flat=True))
    whose = [(entry, rows_to_go(entry, person, alone)) for entry in REGISTER]
    # Which rows are theirs is found out first: what goes early is the way to what goes late.
    found = [(entry, list(rows.values_list("pk", flat=True))) for entry, rows in whose if rows is not None]
    for entry, ids in found:
        gone = let_go(entry, entry.rows.filter(pk__in=ids)) if ids else 0
        if gone:
            counts[entry.model] = counts.get(entry.model, 0) + gone
    become_nobody(person)
    return counts


def rows_to_go(entry: Kept, person: User, alone: list[int]) -> QuerySet[Any] | None:
    """The person's rows of an entry, if they go now."""
    if entry.fate is Fate.STAYS or entry.upon is Upon.TERM:
        return None
    rows = entry.rows_of(person).filter(entry.only)
    return rows.filter(**{f"{entry.enterprise}__in": alone}) if entry.upon is Upon.LAST_MEMBER else rows


def let_go(entry: Kept, rows: QuerySet[Any]) -> int:
    """Delete or blank `rows` as the entry says. Returns how many."""
    if entry.fate is Fate.DELETED:
        gone = rows.count()
        rows.delete()
        return gone
    if isinstance(rows, AppendOnlyQuerySet):
        return rows.exclude(entry.gone()).forget(**entry.blanked())
    return rows.exclude(entry.gone()).update(**entry.blanked())


def become_nobody(person: User) -> None:
    """Take the name, the address and every right from the person's own row; who is signed in as them no longer is."""
    person.groups.clear()
    person.user_permissions.clear()
    person.set_unusable_password()
    person.email = f"former-{person.pk}@erased.invalid"
    person.first_name, person.last_name = FORMER["first_name"], FORMER["last_name"]
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.save()

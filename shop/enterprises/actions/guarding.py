"""A hub's coordinators look after each other's doors: when a second factor is needed, and who lost theirs."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.second_factor import reset_factor
from shop.enterprises.access import hubs_worked_for
from shop.enterprises.errors import CannotReset
from shop.enterprises.models import Hub, Membership
from shop.journal.actions import log

COORDINATOR = Membership.Role.COORDINATOR


@transaction.atomic
def require_second_factor(*, hub: Hub, since: date | None, by: User | None, now: datetime) -> bool:
    """From `since` on the hub's coordinators need a second factor; None takes that back. False when it stood so."""
    standing = Hub.objects.select_for_update(no_key=True).get(pk=hub.pk)
    if standing.second_factor_from == since:
        return False
    standing.second_factor_from = since
    standing.save(update_fields=["second_factor_from"])
    log(hub=hub, verb="second factor required", subject=hub, by=by, now=now, since=since.isoformat() if since else "")
    return True


@transaction.atomic
def reset_second_factor(*, hub: Hub, person: User, by: User, now: datetime) -> bool:
    """Take the second factor of a colleague away, who has lost phone and codes. False when there was none.

    Raises CannotReset for oneself, for staff, and for whoever coordinates a hub that `by` does not.
    """
    if person == by:
        raise CannotReset("Ask another coordinator to reset yours.")
    theirs = set(hubs_worked_for(person, COORDINATOR).values_list("pk", flat=True))
    ours = set(hubs_worked_for(by, COORDINATOR).values_list("pk", flat=True))
    if person.is_staff or theirs - ours:
        raise CannotReset(f"{person} works for more than this hub. Ask whoever looks after the server.")
    if not reset_factor(person=person, by=by):
        return False
    log(hub=hub, verb="second factor reset", subject=person, by=by, now=now)
    return True

"""What a person is to the hubs: how long their sessions last and whether they need a second factor hang on it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from shop.enterprises.models import Enterprise, Membership

ROLE = Membership.Role


@dataclass(frozen=True, slots=True)
class Standing:
    """`kind` is one of SESSION_LIMITS: the shortest that the person's roles have."""

    kind: str
    needs_factor: bool


def standing_of(user: Any, *, on: date) -> Standing:
    """Read the person's standing in one query.

    Staff and a hub's coordinators need a second factor where the server requires it; coordinators also from the day on
    that their hub has chosen.
    """
    rows = Membership.objects.filter(user=user, enterprise__kind=Enterprise.Kind.HUB)
    roles = list(rows.values_list("role", "enterprise__hub__second_factor_from"))
    is_trusted = user.is_staff or any(role == ROLE.COORDINATOR for role, _ in roles)
    is_chosen = any(role == ROLE.COORDINATOR and day is not None and day <= on for role, day in roles)
    if is_trusted:
        return Standing("coordinator", is_chosen or settings.SECOND_FACTOR == "required")
    return Standing("driver" if any(role == ROLE.DRIVER for role, _ in roles) else "anybody", needs_factor=False)

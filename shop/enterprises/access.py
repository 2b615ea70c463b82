"""Who may open whose pages: a member the enterprise's, a hub's coordinators those of all its enterprises.

To everybody else a page is not there: Http404, never a hint that the row exists.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from shop.enterprises.models import Enterprise, Hub, Membership

MEMBERS = (Membership.Role.MANAGER, Membership.Role.MEMBER)


@dataclass(frozen=True)
class Acting:
    """A person at work for an enterprise: as one of its members, or as the hub's coordinator on its behalf."""

    enterprise: Enterprise
    on_behalf: bool


def acting_for(user: Any, enterprise_id: int, *, kinds: Iterable[str]) -> Acting:
    """Say how `user` may act for the enterprise of one of `kinds`. Raises Http404 for everybody else."""
    if not user.is_authenticated:
        raise Http404
    enterprise = Enterprise.objects.filter(pk=enterprise_id, kind__in=tuple(kinds)).select_related("hub").first()
    if enterprise is None:
        raise Http404
    if Membership.objects.filter(user=user, enterprise=enterprise, role__in=MEMBERS).exists():
        return Acting(enterprise, on_behalf=False)
    if hubs_worked_for(user, Membership.Role.COORDINATOR).filter(pk=enterprise.hub_id).exists():
        return Acting(enterprise, on_behalf=True)
    raise Http404


def enterprises_of(user: Any, *, kinds: Iterable[str]) -> Any:
    """The enterprises of `kinds` that the person is a member of, by name."""
    return Enterprise.objects.filter(
        memberships__user=user, memberships__role__in=MEMBERS, kind__in=tuple(kinds)
    ).distinct()


def hubs_worked_for(user: Any, *roles: str) -> Any:
    """Hubs that the person works for in one of `roles`: coordinator, packer, driver."""
    return Hub.objects.filter(
        enterprises__kind=Enterprise.Kind.HUB,
        enterprises__memberships__user=user,
        enterprises__memberships__role__in=roles,
    ).distinct()

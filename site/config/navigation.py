"""The doors in the header: for each person those that their memberships open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import resolve
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from shop.enterprises.models import Enterprise, Membership

KIND, ROLE = Enterprise.Kind, Membership.Role
CATCH_ALL = "wagtail_serve"


@dataclass(frozen=True)
class Door:
    """One entry of the header; `icon` names a drawing of lucide's, `behind` says what is there."""

    name: str | Promise
    address: str
    icon: str
    behind: str | Promise


HUB = Door(_("Hub"), "/hub/", "layout-dashboard", _("Cycles, what needs you, the call list, dispatch."))
PACK = Door(_("Pack"), "/pack/", "package-check", _("Goods in, packing, labels and load sheets."))
DRIVE = Door(_("Drive"), "/drive/", "truck", _("Your routes, stop by stop, with or without signal."))
GROW = Door(_("Grow"), "/grow/", "sprout", _("What you list this week, what was ordered, what to pick."))
KITCHEN = Door(
    _("Kitchen"), "/kitchen/", "chef-hat", _("Order by the crate, change until the cut-off, see what comes.")
)
PAPERS = Door(_("Papers"), "/papers/", "receipt-text", _("Statements and invoices, to the penny."))

OF_A_HUB = {ROLE.COORDINATOR: (HUB, PACK, PAPERS), ROLE.PACKER: (PACK,), ROLE.DRIVER: (DRIVE,)}
OF_A_KIND = {KIND.GROWER: (GROW, PAPERS), KIND.PROCESSOR: (GROW, PAPERS), KIND.BUYER: (KITCHEN, PAPERS)}
ORDER = (HUB, PACK, DRIVE, GROW, KITCHEN, PAPERS)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `own_doors`, asked for in one query when a page draws them, and `room`, the one we are in."""
    room = "/".join(request.path.split("/")[:2]) + "/"
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"own_doors": [], "room": room}
    return {"own_doors": SimpleLazyObject(lambda: own_doors(user)), "room": room}


def own_doors(user: Any) -> list[Door]:
    """The doors that the person's memberships open, in their usual order, without those that lead nowhere."""
    opened: set[Door] = set()
    for role, kind in Membership.objects.filter(user=user).values_list("role", "enterprise__kind").distinct():
        opened.update(OF_A_HUB.get(role, ()) if kind == KIND.HUB else OF_A_KIND.get(kind, ()))
    return [door for door in ORDER if door in opened and resolve(door.address).url_name != CATCH_ALL]

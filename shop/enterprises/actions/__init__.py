"""What changes hubs, enterprises, places and memberships."""

from shop.enterprises.actions.founding import add_calendar, add_enterprise, found_hub
from shop.enterprises.actions.inviting import accept_invitation, invitation_of, invite, join
from shop.enterprises.actions.placing import add_place

__all__ = [
    "accept_invitation",
    "add_calendar",
    "add_enterprise",
    "add_place",
    "found_hub",
    "invitation_of",
    "invite",
    "join",
]

"""Rows of the enterprises' room."""

from shop.enterprises.models.calendars import ClosedDay, Term, TermCalendar
from shop.enterprises.models.enterprise import Enterprise
from shop.enterprises.models.hub import Hub
from shop.enterprises.models.people import Invitation, Membership
from shop.enterprises.models.place import Place, PlaceWindow

__all__ = [
    "ClosedDay",
    "Enterprise",
    "Hub",
    "Invitation",
    "Membership",
    "Place",
    "PlaceWindow",
    "Term",
    "TermCalendar",
]

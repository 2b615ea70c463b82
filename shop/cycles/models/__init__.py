"""Rows of the cycles' room."""

from shop.cycles.models.clock import HubClock
from shop.cycles.models.cycle import OrderCycle
from shop.cycles.models.delivery_day import DeliveryDay
from shop.cycles.models.listing import Listing
from shop.cycles.models.reminder import NoReminders, Reminder

__all__ = ["DeliveryDay", "HubClock", "Listing", "NoReminders", "OrderCycle", "Reminder"]

"""Which roads a hub's vans are planned on: estimated, or by a road engine whose answers are kept."""

from logistics.travel.choosing import travel_for

__all__ = ["travel_for"]

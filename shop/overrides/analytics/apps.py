"""Keeps Oscar's tables of views and purchases, which its dashboard reads, but not their counting."""

from oscar.apps.analytics.apps import AnalyticsConfig as OscarAnalyticsConfig


class AnalyticsConfig(OscarAnalyticsConfig):
    """Nothing is counted.

    Oscar counts inside the order's transaction and goes on after a failed statement: of two households that buy a
    product for the first time at once, PostgreSQL would refuse one.
    """

    def ready(self) -> None:
        """Connect no receivers."""

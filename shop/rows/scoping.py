"""Every question starts from the hub."""

from typing import Any, Self

from django.db import models


class OfHub(models.QuerySet[Any]):
    """A QuerySet that knows the way from its row to the hub that owns it."""

    hub_path = "hub"

    def of(self, hub: Any) -> Self:
        """Only what belongs to `hub`."""
        return self.filter(**{self.hub_path: hub})

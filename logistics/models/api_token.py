"""A key with which another program reads a hub's public facts: kept as a hash, for named things only."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.rows.scoping import OfHub


class ApiTokenQuerySet(OfHub):
    """Tokens of a hub."""

    def standing(self) -> Self:
        """Those that have not been revoked."""
        return self.filter(revoked_at=None)


class ApiToken(models.Model):
    """Made by a coordinator, shown once, and good until it is revoked."""

    class Scope(models.TextChoices):
        """What a token may read."""

        PRODUCTS = "products", "products"
        LISTINGS = "listings", "open listings"
        GROWERS = "growers", "growers and processors"
        PLACES = "places", "collection points"
        CYCLES = "cycles", "cycles"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "name"], condition=Q(revoked_at=None), name="standing_token_name_once_per_hub"
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="a_token_reads_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_names(self) -> list[str]:
        """The scopes in words."""
        return [self.Scope(scope).label for scope in self.scopes if scope in self.Scope.values]

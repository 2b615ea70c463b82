"""Certificates an enterprise holds: organic, approval numbers, assurance schemes."""

from django.db import models
from django.db.models import F, Q

from shop.rows.scoping import OfHub


class CertificateQuerySet(OfHub):
    """Certificates of a hub's enterprises."""

    hub_path = "enterprise__hub"


class Certificate(models.Model):
    """One certificate with its term of validity."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.CASCADE, related_name="certificates")
    kind = models.SlugField(max_length=40)
    number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField()

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "kind", "number"], name="certificate_once"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="a_certificate_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

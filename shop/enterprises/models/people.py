"""Who acts for an enterprise, in which role, and who is invited to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.enterprises.queries import InvitationQuerySet, MembershipQuerySet


class Role(models.TextChoices):
    """What a member may do for the enterprise."""

    MANAGER = "manager", "manager"
    MEMBER = "member", "member"
    COORDINATOR = "coordinator", "hub coordinator"
    PACKER = "packer", "packer"
    DRIVER = "driver", "driver"


class Membership(models.Model):
    """A person acts for an enterprise in a role."""

    Role = Role

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateTimeField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "enterprise", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} is {self.get_role_display()} of {self.enterprise}"


class Invitation(models.Model):
    """An e-mail address is asked to join; the link's token is kept only as a hash."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_sent",
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")),
                name="an_invitation_expires_after_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_accepted_invitation_names_who_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.enterprise}"

"""Who acts for an enterprise, in which role, and who is invited to."""

from django.conf import settings
from django.db import models

from shop.enterprises.queries import MembershipQuerySet
from shop.rows.scoping import OfHub


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


class InvitationQuerySet(OfHub):
    """Invitations of a hub's enterprises."""

    hub_path = "enterprise__hub"


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

    def __str__(self) -> str:
        return f"{self.email} to {self.enterprise}"

"""People come to act for enterprises: taken in by hand, or invited by a mailed link."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.models.user import tidy_email
from shop.enterprises.errors import (
    InvitationError,
    InvitationExpired,
    InvitationNotForYou,
    InvitationUnknown,
    InvitationUsed,
    RoleDoesNotFit,
)
from shop.enterprises.models import Enterprise, Invitation, Membership
from shop.enterprises.models.people import Role
from shop.journal.actions import log, tell
from shop.rows.local_time import local_date

TOKEN_BYTES = 32
HUB_ROLES = frozenset({Role.COORDINATOR, Role.PACKER})


@transaction.atomic
def join(*, user: User, enterprise: Enterprise, role: str, by: User | None, now: datetime) -> Membership:
    """`user` acts for `enterprise` in `role`; again changes nothing. Raises RoleDoesNotFit."""
    check_role(enterprise, role)
    membership, is_new = Membership.objects.get_or_create(
        user=user, enterprise=enterprise, role=role, defaults={"since": now}
    )
    if is_new:
        log(
            hub=enterprise.hub,
            verb="joined",
            subject=membership,
            by=by,
            now=now,
            on_behalf_of=enterprise,
            user=user.pk,
            role=role,
        )
    return membership


def check_role(enterprise: Enterprise, role: str) -> None:
    """Raise RoleDoesNotFit for a role that is none, or one that only a hub has."""
    if role not in Role.values:
        raise RoleDoesNotFit(f"“{role}” is not a role.")
    if role in HUB_ROLES and enterprise.kind != Enterprise.Kind.HUB:
        raise RoleDoesNotFit(f"{enterprise} is no hub: only a hub has a {Role(role).label}.")


@transaction.atomic
def invite(*, enterprise: Enterprise, email: str, role: str, by: User | None, now: datetime) -> tuple[Invitation, str]:
    """Mail an invitation to `email`, by way of the outbox. Returns it with the token that only the mail carries.

    Raises RoleDoesNotFit, and InvitationError for an address that is none.
    """
    check_role(enterprise, role)
    address = tidy_email(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvitationError(f"“{email}” is not an e-mail address.") from error
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        enterprise=enterprise,
        email=address,
        role=role,
        token_hash=hash_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=enterprise.hub.invitation_valid_days),
    )
    path = reverse("enterprises:invitation", args=[token])
    tell(
        hub=enterprise.hub,
        key=f"invitation:{invitation.pk}",
        enterprise=enterprise,
        to_address=address,
        subject=f"Join {enterprise} on Foodshed",
        body=render_to_string(
            "enterprises/mail/invitation.txt",
            {"invitation": invitation, "link": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"},
        ),
        now=now,
        carries_secret=True,
    )
    log(
        hub=enterprise.hub,
        verb="invited",
        subject=invitation,
        by=by,
        now=now,
        on_behalf_of=enterprise,
        role=role,
    )
    return invitation, token


def invitation_of(*, token: str) -> Invitation:
    """The invitation that `token` leads to, with its enterprise. Raises InvitationUnknown."""
    found = Invitation.objects.select_related("enterprise__hub").filter(token_hash=hash_of(token))
    invitation: Invitation | None = found.first()
    if invitation is None:
        raise InvitationUnknown("This link leads to no invitation. Check that you copied all of it from the mail.")
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, user: User, now: datetime) -> Membership:
    """`user` joins as invited; again by the same person returns the membership that stands.

    Raises InvitationUnknown, InvitationNotForYou, InvitationUsed, InvitationExpired.
    """
    invitation = invitation_of(token=token)
    if user.email != invitation.email:
        raise InvitationNotForYou(
            f"This invitation was sent to {invitation.email}, and you are signed in as {user.email}. "
            "Sign in with that address, or ask for an invitation to yours."
        )
    taken = Invitation.objects.acceptable_at(now).filter(pk=invitation.pk).update(accepted_at=now, accepted_by=user)
    if not taken:
        return accepted_before(user, invitation)
    return join(user=user, enterprise=invitation.enterprise, role=invitation.role, by=user, now=now)


def accepted_before(user: User, invitation: Invitation) -> Membership:
    """The membership that `user` got by this invitation and still has; else say why it can't be taken."""
    invitation.refresh_from_db(fields=["accepted_at", "accepted_by"])
    enterprise = invitation.enterprise
    if invitation.accepted_at is None:
        last_day = local_date(invitation.expires_at, enterprise.hub.time_zone)
        raise InvitationExpired(f"This invitation expired on {last_day:%d %B %Y}. Ask {enterprise} for a new one.")
    acting = Membership.objects.filter(user=user, enterprise=enterprise, role=invitation.role)
    standing: Membership | None = acting.first()
    if standing is None:
        raise InvitationUsed(f"This invitation was accepted already. Ask {enterprise} for a new one.")
    return standing


def hash_of(token: str) -> str:
    """What is stored of a token: its 256 random bits need no salt."""
    return sha256(token.encode()).hexdigest()

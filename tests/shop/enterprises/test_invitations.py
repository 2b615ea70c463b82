"""People are invited by a mailed link, which works once, for them, and for a while."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from shop.enterprises.actions import accept_invitation, invitation_of, invite, join
from shop.enterprises.actions.inviting import hash_of
from shop.enterprises.errors import (
    InvitationError,
    InvitationExpired,
    InvitationNotForYou,
    InvitationUnknown,
    InvitationUsed,
    RoleDoesNotFit,
)
from shop.enterprises.models import Enterprise, Invitation, Membership
from shop.journal.actions import send_waiting
from shop.journal.models import LogLine, OutboxMessage
from shop.journal.sending import FORGOTTEN
from tests import cast

pytestmark = pytest.mark.django_db
NOW = cast.NOW
ADA = "ada@rutland.example"


@pytest.fixture
def farm() -> Enterprise:
    return cast.a_grower(cast.a_hub())


def invited(farm: Enterprise, email: str = ADA, role: str = "member", now: datetime = NOW) -> str:
    return invite(enterprise=farm, email=email, role=role, by=None, now=now)[1]


def test_an_invitation_is_mailed_and_its_link_kept_nowhere(farm: Enterprise) -> None:
    jo = cast.a_member(farm, "jo@rutland.example")

    invitation, token = invite(enterprise=farm, email=" Ada@Rutland.Example ", role="member", by=jo, now=NOW)
    send_waiting(now=NOW)

    assert (invitation.email, invitation.invited_by, invitation.expires_at) == (ADA, jo, NOW + timedelta(days=14))
    assert invitation.token_hash == hash_of(token) != token
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == ([ADA], "Join Manor Farm on Foodshed")
    assert f"http://127.0.0.1:8000/account/invitations/{token}/" in letter.body
    assert "Manager of Manor Farm invites you to act for Manor Farm on Foodshed, as member." in letter.body
    assert "works until 15 March 2027, 09:00" in letter.body
    assert OutboxMessage.objects.get().body == FORGOTTEN
    assert not LogLine.objects.filter(detail__icontains=token).exists()


def test_accepting_makes_a_member(farm: Enterprise) -> None:
    token, ada = invited(farm), cast.a_person(ADA)

    membership = accept_invitation(token=token, user=ada, now=NOW + timedelta(days=13))

    assert (membership.user, membership.enterprise, membership.role) == (ada, farm, "member")
    assert membership.since == NOW + timedelta(days=13)
    invitation = Invitation.objects.get()
    assert (invitation.accepted_by, invitation.accepted_at) == (ada, membership.since)
    assert LogLine.objects.about(membership).get().by == ada
    assert list(Enterprise.objects.acted_for_by(ada)) == [farm]


def test_accepting_twice_returns_the_same_membership(farm: Enterprise) -> None:
    token, ada = invited(farm), cast.a_person(ADA)

    first = accept_invitation(token=token, user=ada, now=NOW)
    second = accept_invitation(token=token, user=ada, now=NOW + timedelta(days=60))

    assert first == second
    assert Membership.objects.count() == 1


def test_an_old_link_does_not_bring_back_who_was_shown_out(farm: Enterprise) -> None:
    token, ada = invited(farm), cast.a_person(ADA)
    accept_invitation(token=token, user=ada, now=NOW).delete()

    with pytest.raises(InvitationUsed, match="Ask Manor Farm for a new one"):
        accept_invitation(token=token, user=ada, now=NOW)

    assert not Membership.objects.exists()


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_an_expired_invitation_is_refused(farm: Enterprise, late: timedelta) -> None:
    token, ada = invited(farm), cast.a_person(ADA)

    with pytest.raises(InvitationExpired, match="expired on 15 March 2027. Ask Manor Farm for a new one"):
        accept_invitation(token=token, user=ada, now=NOW + timedelta(days=14) + late)

    assert not Membership.objects.exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_hub_says_how_long_its_invitations_work(farm: Enterprise) -> None:
    farm.hub.invitation_valid_days = 2

    invitation, _ = invite(enterprise=farm, email=ADA, role="member", by=None, now=NOW)

    assert invitation.expires_at == NOW + timedelta(days=2)


def test_an_invitation_is_for_one_address_only(farm: Enterprise) -> None:
    token, eve = invited(farm), cast.a_person("eve@rutland.example")

    with pytest.raises(InvitationNotForYou, match=f"sent to {ADA}, and you are signed in as eve@rutland.example"):
        accept_invitation(token=token, user=eve, now=NOW)

    assert not Membership.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "ä", "a" * 4000])
def test_an_unknown_link_is_refused(farm: Enterprise, token: str) -> None:
    invited(farm)

    with pytest.raises(InvitationUnknown):
        invitation_of(token=token)


def test_what_is_no_address_is_not_invited(farm: Enterprise) -> None:
    with pytest.raises(InvitationError, match="“ada at home” is not an e-mail address"):
        invited(farm, "ada at home")

    assert not Invitation.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "packer"])
def test_only_a_hub_has_coordinators_and_packers(farm: Enterprise, role: str) -> None:
    with pytest.raises(RoleDoesNotFit, match="Manor Farm is no hub"):
        invited(farm, role=role)
    with pytest.raises(RoleDoesNotFit):
        join(user=cast.a_person(), enterprise=farm, role=role, by=None, now=NOW)

    base = cast.a_hub_base(farm.hub).enterprise
    assert join(user=cast.a_person("cy@rutland.example"), enterprise=base, role=role, by=None, now=NOW).role == role


def test_a_role_that_is_none_is_refused(farm: Enterprise) -> None:
    with pytest.raises(RoleDoesNotFit, match="“king” is not a role"):
        invited(farm, role="king")


def test_joining_twice_changes_nothing(farm: Enterprise) -> None:
    ada = cast.a_person()

    first = join(user=ada, enterprise=farm, role="manager", by=None, now=NOW)
    second = join(user=ada, enterprise=farm, role="manager", by=None, now=NOW + timedelta(days=1))

    assert (first, second.since) == (second, NOW)
    assert LogLine.objects.filter(verb="joined").count() == 1


def test_a_hub_sees_its_own_memberships_and_invitations_only(farm: Enterprise) -> None:
    theirs = cast.a_grower(cast.a_hub("Fenland Food Hub", "fenland"), "Fen Farm")
    invited(farm)
    invited(theirs)
    cast.a_member(farm)

    assert Invitation.objects.of(farm.hub).get().enterprise == farm
    assert Membership.objects.of(farm.hub).get().enterprise == farm
    assert not Membership.objects.of(theirs.hub).exists()

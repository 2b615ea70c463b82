"""The page behind the mailed link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from shop.enterprises.actions import invite
from shop.enterprises.models import Enterprise, Invitation, Membership
from tests import cast

pytestmark = pytest.mark.django_db
ADA = "ada@rutland.example"


@pytest.fixture
def farm() -> Enterprise:
    return cast.a_grower(cast.a_hub())


def link_to(farm: Enterprise, days_ago: int = 0) -> str:
    token = invite(enterprise=farm, email=ADA, role="member", by=None, now=timezone.now() - timedelta(days=days_ago))[1]
    return reverse("enterprises:invitation", args=[token])


def signed_in(client: Client, email: str = ADA) -> User:
    person = cast.a_person(email)
    client.force_login(person)
    return person


def test_the_link_shows_who_invites_and_changes_nothing(client: Client, farm: Enterprise) -> None:
    signed_in(client)

    response = client.get(link_to(farm))

    assert response.status_code == 200
    assert f"{ADA} to act for Manor Farm, as member." in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert not Membership.objects.exists()


def test_whoever_is_signed_in_accepts_by_one_click(client: Client, farm: Enterprise) -> None:
    ada = signed_in(client)

    response = client.post(link_to(farm), follow=True)

    assert response.redirect_chain == [(reverse("accounts:account"), 302)]
    assert "You act for Manor Farm now, as member." in response.content.decode()
    assert Membership.objects.get().user == ada


def test_a_second_click_changes_nothing(client: Client, farm: Enterprise) -> None:
    signed_in(client)
    link = link_to(farm)

    statuses = [client.post(link).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert Membership.objects.count() == 1


def test_a_known_person_signs_in_first_and_comes_back(client: Client, farm: Enterprise) -> None:
    cast.a_person(ADA)
    link = link_to(farm)

    response = client.get(link)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('accounts:sign-in')}?next={link.replace('/', '%2F')}"
    assert client.post(link).status_code == 302
    assert not Membership.objects.exists()


def test_a_new_person_gives_a_name_and_is_let_in(client: Client, farm: Enterprise) -> None:
    response = client.post(link_to(farm), {"name": "Ada Lovell", "password": ""})

    person = Membership.objects.get().user
    assert response["Location"] == reverse("accounts:account")
    assert (person.email, person.name, person.has_usable_password()) == (ADA, "Ada Lovell", False)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Invitation.objects.get().accepted_by == person


def test_a_new_person_may_choose_a_password(client: Client, farm: Enterprise) -> None:
    client.post(link_to(farm), {"name": "Ada Lovell", "password": "four farms and a van"})

    assert User.objects.get(email=ADA).check_password("four farms and a van")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"name": "Ada Lovell", "password": "password"}, "This password is too common."),
        ({"name": "", "password": ""}, "This field is required."),
    ],
)
def test_what_a_new_person_typed_wrong_is_said_and_kept(
    client: Client, farm: Enterprise, typed: dict[str, str], reason: str
) -> None:
    response = client.post(link_to(farm), typed)

    assert response.status_code == 422
    page = response.content.decode()
    assert reason in page
    assert f'value="{typed["name"]}"' in page or not typed["name"]
    assert not User.objects.exists()
    assert not Membership.objects.exists()


def test_an_expired_link_makes_nobody(client: Client, farm: Enterprise) -> None:
    response = client.post(link_to(farm, days_ago=15), {"name": "Ada Lovell", "password": ""})

    assert response.status_code == 409
    assert "This invitation expired on" in response.content.decode()
    assert not User.objects.exists()


def test_a_link_for_somebody_else_is_refused(client: Client, farm: Enterprise) -> None:
    signed_in(client, "eve@rutland.example")

    response = client.post(link_to(farm))

    assert response.status_code == 409
    assert f"This invitation was sent to {ADA}" in response.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_link_says_what_to_do(client: Client, method: str) -> None:
    response = getattr(client, method)(reverse("enterprises:invitation", args=["nothing"]))

    assert response.status_code == 404
    assert "Check that you copied all of it from the mail." in response.content.decode()

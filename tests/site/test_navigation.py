"""Each person's header shows the doors that their memberships open, and no others."""

import pytest
from django.test import Client

from accounts.models import User
from config.navigation import own_doors
from shop.enterprises.models import Enterprise
from tests.cast import a_buyer, a_grower, a_hub, a_hub_base, a_member, a_person, a_processor
from tests.site.people import cook

pytestmark = pytest.mark.django_db


def doors_of(person: User) -> list[str]:
    """Their addresses, those that stand."""
    return [door.address for door in own_doors(person)]


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("coordinator", ["/hub/", "/pack/", "/papers/"]),
        ("packer", ["/pack/"]),
        ("driver", ["/drive/"]),
        ("member", []),
    ],
)
def test_who_works_for_the_hub_finds_their_rooms(role: str, wanted: list[str]) -> None:
    hub = a_hub()
    a_hub_base(hub)

    person = a_member(Enterprise.objects.get(hub=hub, kind="hub"), role=role)

    assert doors_of(person) == wanted


def test_growers_processors_and_cooks_find_theirs() -> None:
    hub = a_hub()

    assert doors_of(a_member(a_grower(hub))) == ["/grow/", "/papers/"]
    assert doors_of(a_member(a_processor(hub))) == ["/grow/", "/papers/"]
    assert doors_of(a_member(a_buyer(hub), role="member")) == ["/kitchen/", "/papers/"]


def test_a_household_has_none() -> None:
    assert doors_of(a_person()) == []


def test_the_doors_cost_one_query(django_assert_num_queries: object) -> None:
    person = a_member(a_grower(a_hub()))

    with django_assert_num_queries(1):  # type: ignore[operator]
        doors_of(person)


def test_the_header_marks_the_room_one_is_in(client: Client) -> None:
    client.force_login(cook())

    page = client.get("/account/").content.decode()

    assert '<a href="/account/" aria-current="true">' in page
    assert page.count('aria-current="true"') == 1

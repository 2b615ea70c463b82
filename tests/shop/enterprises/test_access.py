"""Members open their enterprise's pages, coordinators those of their hub on behalf; to others they are not there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from shop.enterprises.access import acting_for, enterprises_of, hubs_worked_for
from shop.enterprises.models import Enterprise
from tests.cast import a_buyer, a_grower, a_hub, a_hub_base, a_member, a_person

pytestmark = pytest.mark.django_db

KINDS = frozenset({"grower", "processor"})


def test_a_member_acts_for_their_own_enterprise() -> None:
    farm = a_grower(a_hub())

    acting = acting_for(a_member(farm), farm.pk, kinds=KINDS)

    assert (acting.enterprise, acting.on_behalf) == (farm, False)


def test_a_coordinator_acts_on_behalf_of_any_enterprise_of_their_hub() -> None:
    hub = a_hub()
    a_hub_base(hub)
    farm = a_grower(hub)
    coordinator = a_member(Enterprise.objects.get(hub=hub, kind="hub"), role="coordinator")

    acting = acting_for(coordinator, farm.pk, kinds=KINDS)

    assert (acting.enterprise, acting.on_behalf) == (farm, True)


@pytest.mark.parametrize("role", ["packer", "driver", "member"])
def test_others_who_work_for_the_hub_do_not(role: str) -> None:
    hub = a_hub()
    a_hub_base(hub)
    person = a_member(Enterprise.objects.get(hub=hub, kind="hub"), role=role)

    with pytest.raises(Http404):
        acting_for(person, a_grower(hub).pk, kinds=KINDS)


def test_strangers_other_hubs_and_other_kinds_find_nothing() -> None:
    hub, other = a_hub(), a_hub("Other hub", "other")
    a_hub_base(other)
    farm = a_grower(hub)
    elsewhere = a_member(Enterprise.objects.get(hub=other, kind="hub"), role="coordinator")
    neighbour = a_member(a_grower(hub, "Glebe Farm"))
    cook = a_member(a_buyer(hub))

    for person in (a_person(), elsewhere, neighbour, cook, AnonymousUser()):
        with pytest.raises(Http404):
            acting_for(person, farm.pk, kinds=KINDS)
    with pytest.raises(Http404):
        acting_for(a_member(farm), farm.pk, kinds={"buyer"})


def test_lists_name_only_ones_own() -> None:
    hub = a_hub()
    a_hub_base(hub)
    base = Enterprise.objects.get(hub=hub, kind="hub")
    farm = a_grower(hub)
    a_grower(hub, "Glebe Farm")
    farmer, packer = a_member(farm), a_member(base, role="packer")

    assert list(enterprises_of(farmer, kinds=KINDS)) == [farm]
    assert list(hubs_worked_for(packer, "packer", "coordinator")) == [hub]
    assert list(hubs_worked_for(packer, "coordinator")) == []

"""Where reminders are switched off, and where the coordinator reads who got one."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from logistics.reminding.actions import remind
from shop.cycles.models import NoReminders
from tests.cast import a_grower, a_member
from tests.logistics.hub_desk import page, plain
from tests.logistics.small_day import SmallDay, a_small_day
from tests.logistics.test_pages import coordinator, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/account/reminders/"


@pytest.fixture
def small() -> SmallDay:
    return a_small_day()


def press(client: Client, enterprise: Any, wanted: str, key: str = "") -> Any:
    said = {"enterprise": enterprise.pk, "wanted": wanted, "client_key": key or str(uuid4())}
    return client.post(PAGE, said)


def test_a_member_switches_their_own_enterprise_off_and_on(small: SmallDay) -> None:
    grower = small.growers["Manor Farm"]
    client, key = signed_in(a_member(grower)), str(uuid4())
    assert f"Reminders go to {grower.email}." in plain(client.get(PAGE))

    press(client, grower, "no", key)
    assert NoReminders.objects.get().enterprise == grower
    assert "No reminders." in plain(client.get(PAGE))
    press(client, grower, "yes")
    assert not NoReminders.objects.exists()
    press(client, grower, "no", key)
    assert not NoReminders.objects.exists()


def test_another_s_enterprise_is_not_there_and_the_hub_may_do_it_on_behalf(small: SmallDay) -> None:
    manor, hill = small.growers["Manor Farm"], small.growers["Hill Farm"]

    assert press(signed_in(a_member(hill)), manor, "no").status_code == 404
    assert not NoReminders.objects.exists()
    assert press(signed_in(coordinator(small)), manor, "no").status_code == 302
    assert NoReminders.objects.get().enterprise == manor


def test_an_old_page_changes_nothing(small: SmallDay) -> None:
    manor = small.growers["Manor Farm"]

    assert press(signed_in(a_member(manor)), manor, "no", "old").status_code == 302
    assert not NoReminders.objects.exists()


def test_who_acts_for_nobody_is_told_so(small: SmallDay) -> None:
    assert "You act for no grower" in plain(signed_in(coordinator(small)).get(PAGE))


def test_the_calls_page_names_whom_the_hub_reminded(small: SmallDay) -> None:
    a_grower(small.hub, "Late Farm")
    remind(now=small.day.listings_close_at - small.day.listings_close_at.resolution)

    text = plain(signed_in(coordinator(small)).get(page(small, "calls")))

    assert "<h2>Reminded</h2>" in text
    assert "Late Farm" in text
    assert "To list before listing closes" in text

"""Every address, every role: who is let in is what the table says, and a refusal leaves the database as it was."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from tests.pages.addresses import Address, all_addresses
from tests.pages.roles import ROLES
from tests.pages.scene import MOMENT, Scene, a_scene
from tests.pages.table import TABLE, Row
from tests.pages.visiting import Visit, visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Rooms of Django, Wagtail and Oscar's dashboard: they have one rule for all their addresses, tested below.
STAFF_ROOMS = ("admin/", "cms/", "shop/dashboard/")
# Wagtail's own public doors, each with its rule in Wagtail, and the API, which knows tokens and no people.
WAGTAILS = ("api/v1/", "documents/", "_util/", "^((?:")

# Words and pictures that these rooms' own doors show.
PUBLIC_PARTS = {
    "admin:javascript-catalog",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_complete",
}


@pytest.fixture
def scene() -> Iterator[Scene]:
    """The three days, at their moment."""
    with time_machine.travel(MOMENT, tick=False):
        yield a_scene()


def ours() -> list[Address]:
    """Every address that is not a framework's own room. What only leads on to the door has no name."""
    return [each for each in all_addresses() if each.name and not each.route.startswith(STAFF_ROOMS + WAGTAILS)]


def test_every_address_has_its_row() -> None:
    names = {each.name for each in ours()}

    assert sorted(names - set(TABLE)) == [], "addresses without a row"
    assert sorted(set(TABLE) - names) == [], "rows without an address"


def test_who_is_let_in_is_what_the_table_says(scene: Scene) -> None:

    wrong = [
        fault
        for address in ours()
        for method in TABLE[address.name].methods
        for role in ROLES
        for fault in faults(scene, address, TABLE[address.name], method, role)
    ]

    assert wrong == [], "\n".join(wrong)


def faults(scene: Scene, address: Address, row: Row, method: str, role: str) -> list[str]:
    """Visit once, take everything back, and say what was not as the table has it."""
    with transaction.atomic():
        sent = {name: value(scene) for name, value in row.sent.items()}
        seen = visit(scene.client(role), method, path_of(scene, address, row), sent)
        transaction.set_rollback(True)
    where = f"{method} {address.name} as {role}"
    if role in row.who:
        return [] if seen.was_let_in else [f"{where}: kept out ({seen.status} {seen.location})"]
    refused = seen.was_refused or (role == "anonymous" and seen.was_sent_to_sign_in)
    words = [] if refused else [f"{where}: let in ({seen.status} {seen.location})"]
    return words + [f"{where}: wrote {sql[:80]}" for sql in seen.written]


def path_of(scene: Scene, address: Address, row: Row) -> str:
    """The address with the ids of the scene's rows."""
    said = {name: value(scene) if callable(value) else value for name, value in row.ids.items()}
    return reverse(address.name, kwargs={name: said.get(name, scene.ids.get(name)) for name in address.wants})


def test_nobody_but_staff_enters_the_rooms_of_the_frameworks(scene: Scene) -> None:
    rooms = [each for each in all_addresses() if each.route.startswith(STAFF_ROOMS) and not each.wants]

    let_in = [
        f"{role} at {room.route}: {seen.status} {seen.location}"
        for role in ("anonymous", "household", "cook", "coordinator", "driver")
        for client in [scene.client(role)]
        for room in rooms
        if room.name not in PUBLIC_PARTS
        for seen in [visit(client, "GET", "/" + room.route.replace("^", "").replace("$", ""))]
        if seen.was_let_in and not leads_to_the_door(seen)
    ]

    assert len(rooms) > 100
    assert let_in == []


def leads_to_the_door(seen: Visit) -> bool:
    """Frameworks send strangers to their own sign-in, which leads to ours."""
    doors = ("login", "/account/sign-in/", "/account/sign-out/", "/account/password/forgotten/")
    return seen.status in {301, 302} and any(door in seen.location for door in doors)

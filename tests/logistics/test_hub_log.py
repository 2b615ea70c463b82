"""The hub's log: narrowed by links, told in words, taken away as a table, and there for its coordinators only."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.enterprises.models import Enterprise
from shop.journal.actions import log
from shop.journal.models import LogLine
from tests.cast import NOW, a_cycle, a_grower, a_hub, a_hub_base, a_listing, a_member, carrots

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(client: Client) -> Any:
    """A hub with a week, a grower who listed, and a visit; its coordinator is signed in."""
    hub = a_hub()
    a_hub_base(hub)
    person = a_member(Enterprise.objects.get(hub=hub, kind="hub"), "ada@hub.example", role="coordinator")
    client.force_login(person)
    first, grower = a_cycle(hub, name="Week 9"), a_grower(hub)
    a_listing(first.delivery_days.get(), grower, carrots(hub), 5)
    log(hub=hub, verb="=visited", subject=grower, by=person, on_behalf_of=grower, now=NOW, why="rain")
    return hub, person, first, grower


def whats(client: Client, hub: Any, query: str = "") -> list[str]:
    """What the page's lines say was done."""
    answer = client.get(f"/hub/hubs/{hub.pk}/log/?{query}")
    assert answer.status_code == 200
    return [each.what for each in answer.context["entries"]]


def test_everything_is_told_the_latest_first(client: Client, scene: Any) -> None:
    hub, *_ = scene

    assert len(whats(client, hub)) == LogLine.objects.of(hub).count()


def test_links_narrow_what_is_told(client: Client, scene: Any) -> None:
    hub, person, first, grower = scene

    assert whats(client, hub, f"person={person.pk}") == ["=visited"]
    assert "=visited" in whats(client, hub, f"enterprise={grower.pk}")
    assert "=visited" not in whats(client, hub, f"cycle={first.pk}")
    assert len(whats(client, hub, f"cycle={first.pk}")) >= 1
    assert whats(client, hub, f"kind=bulkorder&thing={grower.pk}") == []
    answer = client.get(f"/hub/hubs/{hub.pk}/log/?person={person.pk}")
    chosen = [chip.words for chips in answer.context["chips"].values() for chip in chips if chip.is_chosen]
    assert chosen == ["everything", "all", "all", str(person)]


@pytest.mark.parametrize("query", ["kind=x", "cycle=x", "person=-1", "enterprise=" + "9" * 30, "thing=1", "page=x"])
def test_what_can_t_be_read_narrows_nothing(client: Client, scene: Any, query: str) -> None:
    hub, *_ = scene

    assert len(whats(client, hub, query)) == LogLine.objects.of(hub).count()


def test_the_table_holds_what_the_page_holds_and_no_formulas(client: Client, scene: Any) -> None:
    hub, person, *_ = scene

    table = client.get(f"/hub/hubs/{hub.pk}/log/table/?person={person.pk}").content.decode()

    assert table.lstrip("\ufeff").splitlines()[0] == "When,Who,For,What,About,Details"
    assert "'=visited" in table
    assert "rain" in table


def test_strangers_find_nothing(client: Client, scene: Any) -> None:
    hub, _, _, grower = scene
    client.force_login(a_member(grower, "grower@manor.example"))

    assert client.get(f"/hub/hubs/{hub.pk}/log/").status_code == 404
    assert client.get(f"/hub/hubs/{hub.pk}/log/table/").status_code == 404


def test_the_number_of_queries_does_not_grow(client: Client, scene: Any) -> None:
    hub, person, *_ = scene
    asked = []
    for number in range(120):
        log(hub=hub, verb=f"verb {number}", subject=a_grower(hub, f"Farm {number}"), by=person, now=NOW)
        if number in (0, 60, 119):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/hub/hubs/{hub.pk}/log/?page=1")
            asked.append(len(queries))

    assert asked[1] == asked[2]
    assert asked[2] <= asked[0] + 1, "one more than on a single page: none, or the pager's"
    assert client.get(f"/hub/hubs/{hub.pk}/log/?page=3").context["page"].number == 3

"""Late changes as a coordinator types them while somebody is on the phone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from shop.procurement.models import (
    LateChange,
    LineConfirmation,
    PurchaseLine,
)
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.hub_desk import ON_MONDAY, page, plain
from tests.logistics.small_day import SmallDay
from tests.logistics.test_pages import coordinator, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    return an_ordered_day()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the wall clock."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def late_form(small: SmallDay, kitchen: str, **said: Any) -> tuple[str, dict[str, Any]]:
    """The address and the untouched form of a kitchen's order, with what is `said` instead."""
    lines = LineConfirmation.objects.amended().filter(order_line__drop__kitchen=small.kitchens[kitchen])
    form: dict[str, Any] = {"client_key": str(uuid4()), "why": "School shut by snow", "borne_by": "seller"}
    for line in lines:
        form |= {f"packs-{line.pk}": line.packs_standing, f"seen-{line.pk}": line.packs_standing}
    order = lines[0].order_line.drop.order_id
    return page(small, "changes") + f"{order}/", form | said


def gets(small: SmallDay, kitchen: str) -> dict[str, int]:
    lines = LineConfirmation.objects.standing().filter(order_line__drop__kitchen=small.kitchens[kitchen])
    return {line.specification_text: line.packs_standing for line in lines}


def test_a_school_that_shuts_is_taken_off_by_one_button_and_the_routes_are_stale(
    small: SmallDay, at: Callable[[datetime], None]
) -> None:
    conduct(small)
    at(ON_MONDAY)
    client = signed_in(coordinator(small))
    path, form = late_form(small, "Uppingham School")
    drop = LineConfirmation.objects.filter(order_line__drop__kitchen=small.kitchens["Uppingham School"])[0].order_line
    assert client.get(path).status_code == 200

    answer = client.post(path, {**form, "off": drop.drop_id}, follow=True)
    client.post(path, {**form, "off": drop.drop_id})

    assert gets(small, "Uppingham School") == {}
    assert LateChange.objects.count() == 1
    assert "Kitchen and growers are told." in answer.text
    assert "School shut by snow" in answer.text
    assert "Routes are older than a late change: plan again" in plain(client.get(page(small)))
    assert "Plan again" in plain(client.get("/hub/"))


def test_more_can_be_had_while_there_is_stock_and_what_was_typed_survives_a_refusal(
    small: SmallDay, at: Callable[[datetime], None]
) -> None:
    conduct(small)
    at(ON_MONDAY)
    client = signed_in(coordinator(small))
    path, form = late_form(small, "Uppingham School", why="Two more classes eat")
    line = LineConfirmation.objects.get(
        order_line__drop__kitchen=small.kitchens["Uppingham School"], pack=small.packs["carrots"]
    )

    refused = client.post(path, {**form, f"packs-{line.pk}": 400})
    wrong = client.post(path, {**form, f"packs-{line.pk}": "lots"})
    done = client.post(path, {**form, f"packs-{line.pk}": 14}, follow=True)

    assert refused.status_code == wrong.status_code == 422
    assert "388 packs more were asked for" in refused.text
    assert 'value="400"' in refused.text
    assert "Two more classes eat" in refused.text
    assert "“lots” is not a number" in wrong.text
    assert "2 packs more" in done.text
    assert gets(small, "Uppingham School")["Carrots"] == 14
    assert LateChange.objects.count() == 1


def test_what_is_taken_off_can_go_to_another_kitchen(small: SmallDay, at: Callable[[datetime], None]) -> None:
    conduct(small)
    at(ON_MONDAY)
    path, form = late_form(small, "Uppingham School", why="They eat at Oakham")
    lines = {
        place: LineConfirmation.objects.get(
            order_line__drop__kitchen=small.kitchens[place], pack=small.packs["carrots"]
        )
        for place in ("Uppingham School", "Oakham School")
    }
    to = lines["Oakham School"].order_line.drop_id
    bought = dict(PurchaseLine.objects.standing().values_list("pk", "packs_standing"))

    signed_in(coordinator(small)).post(path, {**form, f"packs-{lines['Uppingham School'].pk}": 9, "to_drop": to})

    assert gets(small, "Uppingham School")["Carrots"] == 9
    assert gets(small, "Oakham School")["Carrots"] == 8
    assert dict(PurchaseLine.objects.standing().values_list("pk", "packs_standing")) == bought

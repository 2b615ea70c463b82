"""Programs that ask at the same moment, and a token revoked meanwhile. On PostgreSQL, with a connection for each."""

from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.test import Client

from accounts.models import Attempts
from logistics.api.tokens import TokenRefused, make_token, revoke_token
from logistics.models import ApiToken
from shop.journal.models import LogLine
from tests.cast import NOW, a_hub, a_person
from tests.shop.meeting import MeetAfter, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def token() -> str:
    """A token that reads products."""
    return make_token(hub=a_hub(), name="Website", scopes=["products"], by=a_person(), now=NOW)[1]


def asks(token: str) -> int:
    """The status that a request gets."""
    return Client().get("/api/v1/products", headers={"Authorization": f"Bearer {token}"}).status_code


def test_requests_at_once_never_pass_on_one_place(
    token: str, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(settings, "API_LIMITS", {"requests_per_token": 3, "refused_per_client": 1})
    asks(token)
    meeting = MeetAfter('SELECT "accounts_attempts"', threads=4)

    def ask() -> int:
        with meeting.here():
            return asks(token)

    assert sorted(all_at_once([ask] * 4)) == [200, 200, 429, 429]
    assert Attempts.objects.get().count == 3


def test_a_count_that_is_read_and_written_back_would_let_them_pass(
    token: str, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    """The guard is the conditional UPDATE: with the same statement unguarded, all four are let in."""
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(settings, "API_LIMITS", {"requests_per_token": 3, "refused_per_client": 1})
    asks(token)
    real = QuerySet.filter

    def unguarded(rows: Any, *args: Any, **wanted: Any) -> Any:
        wanted.pop("count__lt", None)
        return real(rows, *args, **wanted)

    monkeypatch.setattr(QuerySet, "filter", unguarded)

    assert all_at_once([lambda: asks(token)] * 4) == [200] * 4


def test_of_two_who_revoke_one_does_it_and_nothing_is_read_after(token: str) -> None:
    row = ApiToken.objects.select_related("hub", "made_by").get()

    done = all_at_once([lambda: revoke_token(token=row, by=row.made_by, now=NOW)] * 2)

    assert sorted(done) == [False, True]
    assert LogLine.objects.filter(verb="revoked API token").count() == 1
    assert asks(token) == 401


def test_a_request_that_began_before_is_answered_and_the_next_is_not(token: str) -> None:
    row = ApiToken.objects.select_related("hub", "made_by").get()
    meeting = MeetAfter('SELECT "logistics_apitoken"', threads=2)

    def ask() -> int:
        with meeting.here():
            return asks(token)

    def revoke() -> int:
        meeting.meet()
        return int(revoke_token(token=row, by=row.made_by, now=NOW))

    assert all_at_once([ask, revoke]) == [200, 1]
    assert asks(token) == 401


def test_two_tokens_of_one_name_at_once_are_one() -> None:
    hub, by = a_hub(), a_person()

    def make() -> bool:
        try:
            make_token(hub=hub, name="Website", scopes=["products"], by=by, now=NOW)
        except TokenRefused:
            return False
        return True

    assert sorted(all_at_once([make, make])) == [False, True]
    assert ApiToken.objects.count() == 1

"""Two who send the same code at the same moment: one gets in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.errors import WrongCode
from accounts.models import RecoveryCode, SecondFactor, User
from accounts.second_factor import take_factor
from tests.shop.meeting import MeetAfter, all_at_once
from tests.site.factors import with_factor
from tests.site.people import NOW, cook

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LATER = NOW + timedelta(minutes=5)
READ_FACTOR = 'SELECT "accounts_secondfactor"'


def who_gets_in(person: User, code: str) -> list[bool]:
    """Both have read the factor before either writes."""
    meet = MeetAfter(READ_FACTOR, threads=2)

    def enter() -> bool:
        with connection.execute_wrapper(meet):
            try:
                take_factor(person=person, code=code, client="phone", now=LATER)
            except WrongCode:
                return False
            return True

    return sorted(all_at_once([enter, enter]))


def test_one_of_two_gets_in_by_the_same_code_of_the_app() -> None:
    person = cook()
    app, _ = with_factor(person, NOW)

    assert who_gets_in(person, app.code(LATER)) == [False, True]


def test_one_of_two_gets_in_by_the_same_recovery_code() -> None:
    person = cook()
    _, codes = with_factor(person, NOW)

    assert who_gets_in(person, codes[0]) == [False, True]
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 1


def test_without_the_condition_both_would_get_in(monkeypatch: pytest.MonkeyPatch) -> None:
    person = cook()
    app, _ = with_factor(person, NOW)
    guarded = QuerySet.filter

    def without_step(self: "QuerySet[SecondFactor]", *args: object, **kwargs: object) -> "QuerySet[SecondFactor]":
        kwargs.pop("last_step__lt", None)
        return guarded(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "filter", without_step)

    assert who_gets_in(person, app.code(LATER)) == [True, True]

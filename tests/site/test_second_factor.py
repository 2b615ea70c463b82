"""A second factor: its codes work once, and its secret is sealed."""

import logging
import re
from datetime import timedelta

import pytest

from accounts.errors import FactorStands, NoFactor, TooManyAttempts, WrongCode
from accounts.models import Attempts, RecoveryCode, SecondFactor
from accounts.second_factor import (
    STEP_S,
    begin_factor,
    confirm_factor,
    has_factor,
    remove_factor,
    renew_recovery_codes,
    secret_of,
    take_factor,
)
from tests.site.factors import App, with_factor
from tests.site.people import NOW, cook

pytestmark = pytest.mark.django_db

STEP = timedelta(seconds=STEP_S)
LATER = NOW + 10 * STEP


def is_taken(person: object, code: str, now: object = LATER) -> bool:
    try:
        take_factor(person=person, code=code, client="phone", now=now)  # type: ignore[arg-type]
    except WrongCode:
        return False
    return True


def test_a_code_is_taken_once_and_no_older_one_after_it() -> None:
    person = cook()
    app, _ = with_factor(person, NOW)

    assert not is_taken(person, app.code(NOW), NOW), "the code that confirmed it is used up"
    assert is_taken(person, app.code(LATER))
    assert not is_taken(person, app.code(LATER))
    assert not is_taken(person, app.code(LATER - STEP))
    assert is_taken(person, app.code(LATER + STEP))


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_s_clock_may_be_off_by_one_step(steps: int, taken: bool) -> None:
    person = cook()
    app, _ = with_factor(person, NOW)

    assert is_taken(person, app.code(LATER + steps * STEP)) is taken


def test_blanks_in_a_code_are_forgiven() -> None:
    person = cook()
    app, codes = with_factor(person, NOW)
    code = app.code(LATER)

    assert is_taken(person, f" {code[:3]} {code[3:]} ")
    assert is_taken(person, codes[0].upper().replace("-", " "))


def test_each_recovery_code_opens_once_and_none_is_stored() -> None:
    person = cook()
    _, codes = with_factor(person, NOW)

    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[a-z2-9]{5}-[a-z2-9]{5}", code) for code in codes)
    assert is_taken(person, codes[3])
    assert not is_taken(person, codes[3])
    assert is_taken(person, codes[4])
    stored = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in stored for code in codes)
    assert RecoveryCode.objects.filter(used_at=LATER).count() == 2


def test_new_recovery_codes_end_the_old() -> None:
    person = cook()
    _, old = with_factor(person, NOW)

    new = renew_recovery_codes(person=person)

    assert not is_taken(person, old[0])
    assert is_taken(person, new[0])
    assert RecoveryCode.objects.count() == 10


def test_another_person_s_codes_open_nothing() -> None:
    person, other = cook(), cook(email="ben@school.example", name="Ben Hale")
    app, codes = with_factor(person, NOW)
    with_factor(other, NOW)

    assert not is_taken(other, app.code(LATER))
    assert not is_taken(other, codes[0])


def test_nothing_counts_before_the_first_code() -> None:
    person = cook()
    app = App(secret_of(begin_factor(person=person, now=NOW)))

    assert not has_factor(person)
    assert not is_taken(person, app.code(NOW), NOW)
    with pytest.raises(WrongCode):
        confirm_factor(person=person, code=app.wrong_code(NOW), client="phone", now=NOW)
    assert not has_factor(person)
    assert RecoveryCode.objects.count() == 0


def test_a_second_beginning_forgets_the_first_and_none_touches_one_that_counts() -> None:
    person = cook()
    first = App(secret_of(begin_factor(person=person, now=NOW)))
    second = App(secret_of(begin_factor(person=person, now=NOW)))

    assert first.secret != second.secret
    confirm_factor(person=person, code=second.code(NOW), client="phone", now=NOW)
    with pytest.raises(FactorStands):
        begin_factor(person=person, now=NOW)
    with pytest.raises(NoFactor):
        confirm_factor(person=person, code=second.code(LATER), client="phone", now=LATER)
    assert secret_of(SecondFactor.objects.get()) == second.secret


def test_without_a_factor_there_are_no_codes_to_renew_and_nothing_to_remove() -> None:
    person = cook()

    with pytest.raises(NoFactor):
        renew_recovery_codes(person=person)
    assert remove_factor(person=person, by=person) is False


def test_guessing_is_counted_with_the_tries_to_sign_in() -> None:
    person = cook()
    app, _ = with_factor(person, NOW)
    Attempts.objects.all().delete()

    for _ in range(10):
        assert not is_taken(person, app.wrong_code(LATER))

    with pytest.raises(TooManyAttempts):
        take_factor(person=person, code=app.code(LATER), client="phone", now=LATER)


def test_the_secret_is_sealed_and_no_log_line_tells_it(caplog: pytest.LogCaptureFixture) -> None:
    person = cook()
    with caplog.at_level(logging.INFO, logger="accounts"):
        app, codes = with_factor(person, NOW)
        is_taken(person, app.code(LATER))
        is_taken(person, codes[0])
        remove = SecondFactor.objects.get().sealed_secret
        remove_factor(person=person, by=None)

    assert app.secret not in remove
    assert [line.getMessage() for line in caplog.records] == [
        f"person {person.pk} began a second factor",
        f"person {person.pk} set up a second factor",
        f"person {person.pk} gave their second factor",
        f"person {person.pk} used a recovery code",
        f"second factor of person {person.pk} taken away by the system",
    ]

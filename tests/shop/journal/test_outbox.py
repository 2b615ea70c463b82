"""What is told outside is written with the fact, sent after it, and tried again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from kombu.exceptions import OperationalError

from shop.enterprises.models import Enterprise
from shop.journal.actions import NO_ADDRESS, Letter, send_waiting, tell, tell_all
from shop.journal.models import OutboxMessage
from shop.journal.sending import FORGOTTEN
from shop.journal.tasks import send_outbox
from shop.journal.turns import RETRY_AFTER, TAKEN_FOR, take
from tests import cast

pytestmark = pytest.mark.django_db
NOW = cast.NOW


@pytest.fixture
def grower() -> Enterprise:
    return cast.a_grower(cast.a_hub())


@pytest.fixture
def dead_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> int:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def told(grower: Enterprise, key: str = "day:1", **fields: Any) -> OutboxMessage:
    fields = {"subject": "Your purchase", "body": "12 crates of carrots.", "now": NOW, **fields}
    return tell(hub=grower.hub, key=key, enterprise=grower, **fields)


def test_a_message_waits_and_is_sent_once(grower: Enterprise) -> None:
    message = told(grower)

    first = send_waiting(now=NOW)
    second = send_waiting(now=NOW)

    assert (first.sent, first.failed, first.given_up, first.next_try_at) == (1, 0, 0, None)
    assert second.sent == 0
    assert [(letter.to, letter.subject, letter.body) for letter in mail.outbox] == [
        ([grower.email], "Your purchase", "12 crates of carrots.")
    ]
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, message.body) == (NOW, 1, "12 crates of carrots.")


def test_the_same_key_again_tells_nothing_new(grower: Enterprise) -> None:
    first = told(grower)
    second = told(grower, subject="Another subject")

    assert (second.pk, second.subject) == (first.pk, "Your purchase")
    assert send_waiting(now=NOW).sent == 1


def test_many_letters_go_out_in_one_statement_and_those_that_stand_stay(
    grower: Enterprise, django_assert_num_queries: Any
) -> None:
    tell_all(hub=grower.hub, letters=[Letter("a", grower, "First", "Body")], now=cast.NOW)
    letters = [Letter("a", grower, "Again", "Other"), Letter("b", grower, "Second", "Body")]

    with django_assert_num_queries(1):
        tell_all(hub=grower.hub, letters=letters, now=cast.NOW)

    told = OutboxMessage.objects.of(grower.hub).order_by("key")
    assert [(row.key, row.subject, row.to_address) for row in told] == [
        ("a", "First", grower.email),
        ("b", "Second", grower.email),
    ]


def test_a_message_may_go_to_an_address_of_its_own(grower: Enterprise) -> None:
    told(grower, to_address="new@rutland.example")
    send_waiting(now=NOW)

    assert mail.outbox[0].to == ["new@rutland.example"]


def test_whoever_has_no_address_is_left_to_be_rung(grower: Enterprise) -> None:
    grower.email = ""

    message = told(grower)

    assert (message.given_up_at, message.last_error) == (NOW, NO_ADDRESS)
    assert list(OutboxMessage.objects.given_up()) == [message]
    assert send_waiting(now=NOW).sent == 0
    assert mail.outbox == []


def test_a_secret_is_forgotten_once_it_is_sent(grower: Enterprise) -> None:
    message = told(grower, carries_secret=True, body="https://hub.example/secret")
    send_waiting(now=NOW)

    message.refresh_from_db()
    assert message.body == FORGOTTEN
    assert mail.outbox[0].body == "https://hub.example/secret"


def test_a_subject_is_one_line(grower: Enterprise) -> None:
    assert told(grower, subject="Carrots\nBcc: everyone@example.org").subject == "Carrots Bcc: everyone@example.org"


@pytest.mark.usefixtures("dead_mail_server")
def test_a_failed_message_is_tried_again_later_and_later(grower: Enterprise) -> None:
    message = told(grower)
    now, turns = NOW, []

    for _ in RETRY_AFTER:
        outcome = send_waiting(now=now)
        assert (outcome.sent, outcome.failed, outcome.given_up) == (0, 1, 0)
        assert outcome.next_try_at is not None
        assert send_waiting(now=outcome.next_try_at - timedelta(seconds=1)).failed == 0
        turns.append(outcome.next_try_at - now)
        now = outcome.next_try_at
    last = send_waiting(now=now)

    message.refresh_from_db()
    assert tuple(turns) == RETRY_AFTER
    assert (last.failed, last.given_up, last.next_try_at) == (1, 1, None)
    assert (message.attempts, message.given_up_at, message.sent_at) == (7, now, None)
    assert message.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"
    assert send_waiting(now=now + timedelta(days=9)).failed == 0


@pytest.mark.usefixtures("dead_mail_server")
def test_one_bad_message_does_not_hold_up_the_next(grower: Enterprise) -> None:
    told(grower, "day:1")
    told(grower, "day:2")

    assert send_waiting(now=NOW).failed == 2


def test_a_message_that_succeeds_at_last_forgets_its_error(grower: Enterprise, monkeypatch: pytest.MonkeyPatch) -> None:
    message = told(grower)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", lambda *_args: (_ for _ in ()).throw(TimeoutError("slow")))
        send_waiting(now=NOW)
    send_waiting(now=NOW + RETRY_AFTER[0])

    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (2, "")
    assert len(mail.outbox) == 1


def test_a_sender_that_died_holds_its_message_for_a_while_only(grower: Enterprise) -> None:
    assert take(told(grower), now=NOW)

    assert send_waiting(now=NOW + TAKEN_FOR - timedelta(seconds=1)).sent == 0
    assert send_waiting(now=NOW + TAKEN_FOR).sent == 1


def test_of_two_who_read_the_message_one_takes_it(grower: Enterprise) -> None:
    message = told(grower)
    mine, theirs = OutboxMessage.objects.get(pk=message.pk), OutboxMessage.objects.get(pk=message.pk)

    assert take(mine, now=NOW)
    assert not take(theirs, now=NOW)
    assert OutboxMessage.objects.get().attempts == 1


def test_the_longest_waiting_go_first_and_no_more_than_the_limit(grower: Enterprise) -> None:
    told(grower, "late", subject="late", now=NOW)
    told(grower, "early", subject="early", now=NOW - timedelta(hours=1))

    outcome = send_waiting(now=NOW, limit=1)

    assert (outcome.sent, outcome.next_try_at) == (1, NOW)
    assert [letter.subject for letter in mail.outbox] == ["early"]


def test_what_is_rolled_back_is_never_told(grower: Enterprise) -> None:
    with transaction.atomic():
        told(grower)
        transaction.set_rollback(True)

    assert send_waiting(now=NOW).sent == 0
    assert not OutboxMessage.objects.exists()


def test_the_worker_sends_what_waits(grower: Enterprise) -> None:
    told(grower, now=datetime(2020, 1, 1, tzinfo=UTC))

    send_outbox.delay()

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_sending_inside_a_transaction_is_refused() -> None:
    told(cast.a_grower(cast.a_hub()))

    with pytest.raises(RuntimeError, match="durable atomic block"), transaction.atomic():
        send_waiting(now=NOW)

    assert mail.outbox == []


def test_a_transaction_that_tells_much_wakes_one_sender(
    grower: Enterprise, django_capture_on_commit_callbacks: Any
) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)

    with django_capture_on_commit_callbacks(execute=True) as woken:
        told(grower, "day:1", now=long_ago)
        told(grower, "day:2", now=long_ago)
        tell_all(hub=grower.hub, letters=[Letter("day:3", grower, "Third", "Body")], now=long_ago)
        assert mail.outbox == []

    assert len(woken) == 1
    assert len(mail.outbox) == 3


@pytest.mark.django_db(transaction=True)
def test_what_was_told_stands_when_no_broker_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_broker() -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(send_outbox, "delay", no_broker)

    with transaction.atomic():
        message = told(cast.a_grower(cast.a_hub()))

    assert OutboxMessage.objects.waiting().get() == message


def test_a_letter_says_the_same_words_in_our_look_and_runs_nothing(grower: Enterprise) -> None:
    told(grower, body="<b>12</b> crates.\n\nSee https://hub.example/a?b=1&c=2")

    send_waiting(now=NOW)

    (letter,) = mail.outbox
    ((html, kind),) = letter.alternatives  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert letter.body == "<b>12</b> crates.\n\nSee https://hub.example/a?b=1&c=2"
    assert "<p>&lt;b&gt;12&lt;/b&gt; crates.</p>" in html
    assert 'href="https://hub.example/a?b=1&amp;c=2"' in html
    assert "Rutland Food Hub" in html
    assert "<script" not in html
    assert "src=" not in html

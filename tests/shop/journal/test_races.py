"""Two senders at once. Seen on PostgreSQL, with a connection for each."""

import pytest
from django.core import mail

from shop.journal.actions import send_waiting, tell
from tests import cast
from tests.shop.meeting import MeetAfter, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_senders_who_read_the_same_messages_send_each_once() -> None:
    grower = cast.a_grower(cast.a_hub())
    for number in range(5):
        key = f"day:{number}"
        tell(hub=grower.hub, key=key, enterprise=grower, subject=key, body="Carrots.", now=cast.NOW)
    meeting = MeetAfter('SELECT "journal_outboxmessage"', threads=2)

    def send() -> int:
        with meeting.here():
            return send_waiting(now=cast.NOW).sent

    outcomes = all_at_once([send, send])

    assert sum(outcomes) == 5
    assert sorted(letter.subject for letter in mail.outbox) == [f"day:{number}" for number in range(5)]

"""Two workers remind at once. Seen on PostgreSQL, with a connection for each."""

import pytest

from logistics.reminding.actions import remind
from shop.cycles.models import Reminder
from shop.journal.models import LogLine, OutboxMessage
from tests.logistics.small_day import CUT_OFF, a_small_day
from tests.shop.meeting import MeetAfter, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_each_kitchen_is_reminded_by_one_of_them() -> None:
    a_small_day()
    now = CUT_OFF.replace(hour=11)
    meeting = MeetAfter('SELECT "enterprises_enterprise"', threads=2, patience_s=1)

    def work() -> int:
        with meeting.here():
            return remind(now=now)

    assert sorted(all_at_once([work, work])) == [0, 2]
    assert Reminder.objects.count() == 2
    assert OutboxMessage.objects.filter(key__startswith="reminder:").count() == 2
    assert LogLine.objects.filter(verb="remind").count() == 1

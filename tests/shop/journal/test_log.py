"""One line per action: who, for whom, when, what."""

import pytest

from shop.journal.actions import log
from shop.journal.models import LogLine
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_line_says_who_did_what_for_whom() -> None:
    hub = cast.a_hub()
    grower, ada = cast.a_grower(hub), cast.a_person()

    line = log(hub=hub, verb="rang", subject=grower, by=ada, now=cast.NOW, on_behalf_of=grower, minutes=5)

    assert (line.hub, line.by, line.on_behalf_of, line.at) == (hub, ada, grower, cast.NOW)
    assert (line.subject_kind, line.subject_id, line.detail) == ("enterprise", grower.pk, {"minutes": 5})
    assert str(line) == f"2027-03-01 09:00 Ada Lovell rang enterprise {grower.pk}"


def test_the_hubs_clock_has_no_name() -> None:
    hub = cast.a_hub()

    line = log(hub=hub, verb="closed", subject=hub, by=None, now=cast.NOW)

    assert str(line) == f"2027-03-01 09:00 the clock closed hub {hub.pk}"


def test_the_lines_about_one_row_are_its_own_and_in_order() -> None:
    hub = cast.a_hub()
    grower = cast.a_grower(hub)
    log(hub=hub, verb="second", subject=grower, by=None, now=cast.NOW)
    log(hub=hub, verb="not about it", subject=hub, by=None, now=cast.NOW)

    assert [line.verb for line in LogLine.objects.about(grower)] == ["added", "second"]


def test_a_hub_reads_its_own_lines_only() -> None:
    mine, theirs = cast.a_hub(), cast.a_hub("Fenland Food Hub", "fenland")

    assert set(LogLine.objects.of(mine).values_list("subject_id", flat=True)) == {mine.pk}
    assert LogLine.objects.of(theirs).get().subject_id == theirs.pk

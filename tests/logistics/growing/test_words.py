"""How moments are said."""

from datetime import datetime, timedelta

import pytest

from logistics.growing.words import by_when
from tests.cast import LONDON, NOW


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (0, "17:00 today"),
        (1, "17:00 tomorrow"),
        (-1, "17:00 yesterday"),
        (2, "17:00 on Wednesday"),
        (6, "17:00 on Sunday"),
        (7, "17:00 on Monday 8 March"),
        (-2, "17:00 on Saturday 27 February"),
    ],
)
def test_a_moment_is_said_as_people_say_it(days: int, says: str) -> None:
    moment = datetime(2027, 3, 1, 17, tzinfo=LONDON) + timedelta(days=days)

    assert by_when(moment, NOW, "Europe/London") == says

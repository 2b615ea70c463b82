"""Files small enough to check by hand, and the command that answers them."""

import json

import pytest

from logistics.planning.benchmark.__main__ import main

#: Two customers at (3, 4) and (6, 8): 5 and 10 from the depot, 5 from each other.
SOLOMON = """tiny

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0         0          0          0       100          0
    1      3         4          4          0        50         10
    2      6         8          6         20        60         10
"""
LI_LIM = """2 10 1
0 0 0 0 0 100 0 0 0
1 3 4 4 0 50 10 0 2
2 6 8 -4 20 60 10 1 0
"""


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    assert main([str(argument) for argument in arguments]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    return dict(json.loads(line))

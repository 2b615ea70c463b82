"""Hostile requests of every address, in every role: none ends in a server error.

FOODSHED_FUZZ_REQUESTS says how many (`make fuzz`: 20,000), FOODSHED_FUZZ_SEED which ones.
"""

import os
import sys
import traceback
from collections import Counter
from itertools import islice
from random import Random

import pytest
import time_machine
from django.db import transaction

from tests.fuzz.asking import Ask, asks, look_round
from tests.pages.scene import MOMENT, Scene, a_scene

REQUESTS = int(os.environ.get("FOODSHED_FUZZ_REQUESTS", "500"))
SEED = int(os.environ.get("FOODSHED_FUZZ_SEED", "20270307"))

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.filterwarnings("default")]


def test_no_request_ends_in_a_server_error(capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(MOMENT, tick=False):
        ground = look_round(a_scene())
        statuses: Counter[int] = Counter()
        faults: dict[str, Ask] = {}
        for ask in islice(asks(ground, Random(SEED)), REQUESTS):
            status, fault = answered(ground.scene, ask)
            statuses[status] += 1
            if fault:
                faults.setdefault(fault, ask)

    with capsys.disabled():
        said = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
        sys.stdout.write(f"\n{REQUESTS} requests, {len(ground.forms)} forms: {said}\n")
    assert len(ground.forms) >= 40
    assert not faults, "\n".join(f"{fault} {ask!r:.600}" for fault, ask in faults.items())


def answered(scene: Scene, ask: Ask) -> tuple[int, str]:
    """The status, and where in the code it broke; what was written is taken back."""
    client = scene.client(ask.role)
    client.raise_request_exception = False
    with transaction.atomic():
        response = ask.of(client)
        transaction.set_rollback(True)
    if response.status_code < 500:
        return response.status_code, ""
    return response.status_code, where(response.exc_info)


def where(fault: tuple[type[BaseException], BaseException, object] | None) -> str:
    """The error and the last two places it came through, ours first."""
    if fault is None:
        return "an answer of 5xx without an exception"
    frames = traceback.extract_tb(fault[1].__traceback__)
    ours = [each for each in frames if "site-packages" not in each.filename]
    named = [f"{each.filename.rsplit('/', 2)[-2]}/{each.filename.rsplit('/', 1)[-1]}:{each.lineno}" for each in ours]
    last = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    return f"{type(fault[1]).__name__} at {' < '.join(reversed(named[-2:]))} ({last})"

"""The base of every worker's task: what ends with an exception leaves a row, and going well takes it away."""

import json
import logging
import traceback
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from celery.contrib.django.task import DjangoTask
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from shop.journal.models import FailedTask
from shop.rows.scoping import OfHub

logger = logging.getLogger(__name__)

HIDDEN = "…"
PLAIN = (int, bool, type(None))
LONGEST_ARGUMENTS = 200
LONGEST_ERROR = 200


class RecordedTask(DjangoTask):  # type: ignore[misc] # celery has no types
    """`about` names the model of whose row the first argument is the id: its hub's coordinators see the failure."""

    abstract = True
    about = ""

    def on_failure(self, exc: BaseException, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:  # noqa: ARG002 - celery's
        """Leave a row. A database that does not answer is only logged: then nothing could be shown either."""
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        now = timezone.now()
        try:
            record_failure(self, values_of(args, kwargs), exc, task_id=task_id, now=now)
        except DatabaseError:
            logger.exception("%s failed, and that could not be recorded", self.name)

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:  # noqa: ARG002 - celery's
        """What failed before with the same arguments is done now."""
        same = FailedTask.objects.unresolved().filter(task=self.name, arguments=as_text(values_of(args, kwargs)))
        try:
            same.update(resolved_at=timezone.now())
        except DatabaseError:
            logger.exception("%s went well, and that could not be recorded", self.name)


def record_failure(
    task: RecordedTask, values: Sequence[Any], error: BaseException, *, task_id: str, now: datetime
) -> None:
    """Count one more failure of the task with these arguments, or write its first."""
    same = FailedTask.objects.unresolved().filter(task=task.name, arguments=as_text(values))
    words = {"error": where(error), "task_id": task_id[:60], "last_at": now}
    if same.update(times=F("times") + 1, **words):
        return
    try:
        with transaction.atomic():
            FailedTask.objects.create(
                hub_id=hub_of(task.about, values), task=task.name, arguments=as_text(values), first_at=now, **words
            )
    except IntegrityError:
        same.update(times=F("times") + 1, **words)


def values_of(args: Sequence[Any], kwargs: dict[str, Any]) -> list[Any]:
    """Ids as they are; anything else may be somebody's words and is hidden."""
    return [value if isinstance(value, PLAIN) else HIDDEN for value in (*args, *kwargs.values())]


def as_text(values: Sequence[Any]) -> str:
    """The arguments as one row's text."""
    return json.dumps(values, ensure_ascii=False)[:LONGEST_ARGUMENTS]


def hub_of(about: str, values: Sequence[Any]) -> int | None:
    """The hub of the row that the task is about; None when it is about none, or the row is gone."""
    if not about or not values or not isinstance(values[0], int):
        return None
    rows: OfHub = apps.get_model(about)._default_manager.filter(pk=values[0])
    found: int | None = rows.values_list(rows.hub_path, flat=True).first()
    return found


def where(error: BaseException) -> str:
    """The exception's name and the line of ours that it came from: KeyError at shop/settlement/ledger.py:88."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    if not ours:
        return type(error).__name__
    file = "/".join(ours[-1].filename.split("/")[-3:])
    return f"{type(error).__name__} at {file}:{ours[-1].lineno}"[:LONGEST_ERROR]

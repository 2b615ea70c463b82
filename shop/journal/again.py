"""What a person does with a task that failed: run it again, or set it aside."""

from datetime import datetime
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction

from shop.journal.actions import log
from shop.journal.by_hand import first_click
from shop.journal.errors import NotToRunAgain
from shop.journal.models import FailedTask
from shop.journal.recording import HIDDEN


@transaction.atomic
def run_again(*, failed: FailedTask, client_key: UUID, by: Any, now: datetime) -> bool:
    """Hand the task with the same arguments to a worker after this transaction; its row goes when it went well.

    False when this click was answered before. Raises NotToRunAgain for what is done, or whose arguments are not kept.
    """
    if not first_click(client_key, by, now):
        return False
    held = still_failed(failed)
    # A web process has imported only the tasks that its pages hand out.
    current_app.loader.import_default_modules()
    task = current_app.tasks.get(held.task)
    if task is None or HIDDEN in held.values:
        raise NotToRunAgain("Its arguments are not kept. Whoever asked for it can ask again.")
    FailedTask.objects.filter(pk=held.pk).update(run_again_at=now, handled_by=by)
    write(held, "failed task: run again", by, now)
    transaction.on_commit(lambda: task.apply_async(args=held.values))
    return True


@transaction.atomic
def set_aside(*, failed: FailedTask, client_key: UUID, by: Any, now: datetime) -> bool:
    """Take it from the list: there is nothing left to do. False for a click that was answered. Raises NotToRunAgain."""
    if not first_click(client_key, by, now):
        return False
    held = still_failed(failed)
    FailedTask.objects.filter(pk=held.pk).update(resolved_at=now, handled_by=by)
    write(held, "failed task: set aside", by, now)
    return True


def still_failed(failed: FailedTask) -> FailedTask:
    """The row under its lock. Raises NotToRunAgain when it is resolved."""
    rows = FailedTask.objects.unresolved().select_for_update(of=("self",)).select_related("hub")
    held: FailedTask | None = rows.filter(pk=failed.pk).first()
    if held is None:
        raise NotToRunAgain("This went well meanwhile, or was set aside: there is nothing left to do.")
    return held


def write(failed: FailedTask, verb: str, by: Any, now: datetime) -> None:
    """The hub's log line. What concerns the whole installation is in no hub's log: its row says who handled it."""
    if failed.hub is not None:
        log(hub=failed.hub, verb=verb, subject=failed, by=by, now=now, task=failed.task)

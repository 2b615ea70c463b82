"""Writing a log line and an outbox message inside the caller's transaction."""

from datetime import datetime
from typing import Any

from django.db import models

from shop.journal.models import LogLine, OutboxMessage


def log(
    *,
    hub: Any,
    verb: str,
    subject: models.Model,
    by: Any,
    now: datetime,
    on_behalf_of: Any = None,
    **detail: Any,
) -> LogLine:
    """Write one line: `by` did `verb` to `subject`. `by=None` is the hub's clock."""
    return LogLine.objects.create(
        hub=hub,
        at=now,
        by=by,
        on_behalf_of=on_behalf_of,
        verb=verb,
        subject_kind=subject._meta.model_name,
        subject_id=subject.pk,
        detail=detail,
    )


def tell(*, hub: Any, key: str, enterprise: Any, subject: str, body: str, now: datetime) -> OutboxMessage:
    """Put a message to `enterprise` into the outbox; the same `key` again returns the message that stands."""
    message, _ = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "hub": hub,
            "to_address": enterprise.email,
            "to_enterprise": enterprise,
            "subject": subject,
            "body": body,
            "written_at": now,
        },
    )
    return message

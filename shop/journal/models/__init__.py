"""Rows of the journal."""

from shop.journal.models.answered_click import AnsweredClick
from shop.journal.models.failed_task import FailedTask
from shop.journal.models.log_line import LogLine
from shop.journal.models.outbox_message import OutboxMessage
from shop.journal.models.outgoing import Outgoing

__all__ = ["AnsweredClick", "FailedTask", "LogLine", "OutboxMessage", "Outgoing"]

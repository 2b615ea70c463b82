"""Rows of the journal."""

from shop.journal.models.answered_click import AnsweredClick
from shop.journal.models.log_line import LogLine
from shop.journal.models.outbox_message import OutboxMessage

__all__ = ["AnsweredClick", "LogLine", "OutboxMessage"]

"""Rows of the room."""

from privacy.models.erasure import Erasure
from privacy.models.period import RetentionPeriod

__all__ = ["Erasure", "RetentionPeriod"]

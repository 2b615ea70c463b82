"""One number for all that an answer was made from: equal facts, equal fingerprint, whatever the order of a mapping."""

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from typing import Any

import numpy as np


def fingerprint_of(value: object) -> str:
    """SHA-256 over the value's plain form, 64 hexadecimal digits."""
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def plain(value: Any) -> Any:
    """Dataclasses, tuples, sets, mappings, arrays and times as what JSON knows. Raises TypeError for anything else."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return sorted([plain(key), plain(each)] for key, each in value.items())
    if isinstance(value, AbstractSet):
        return sorted(plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return written(value)


def written(value: object) -> Any:
    """Times and arrays; a moment is the same however its zone is written."""
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"A fingerprint can't be taken of {type(value).__name__}.")

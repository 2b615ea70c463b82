"""Dataclasses as JSON values and back, guided by their annotations. Knows nothing of what the dataclasses mean."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from logistics.planning.routing.problem import IntMatrix, RoutingError

LARGEST = 10**12  # whole numbers beyond this would overflow in an engine


class Unreadable(RoutingError):
    """The JSON has not the shape asked for; the message says where and what was expected."""


def encode(value: Any) -> Any:
    """Dataclasses become objects, tuples and matrices lists, sets sorted lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value


def decode(kind: Any, value: Any, where: str) -> Any:
    """The value as `kind`. Unknown and missing fields, wrong types and absurd numbers raise `Unreadable`."""
    if kind == IntMatrix:
        return _matrix(value, where)
    if is_dataclass(kind) and isinstance(kind, type):
        return _object(kind, value, where)
    return _composed(kind, value, where)


def _composed(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (types.UnionType, Union):
        return _one_of(get_args(kind), value, where)
    if origin is Literal:
        return _expect(value in get_args(kind), value, where, f"one of {', '.join(get_args(kind))}")
    if origin in (tuple, frozenset):
        _expect(isinstance(value, list), value, where, "a list")
        parts = [decode(get_args(kind)[0], part, f"{where}[{number}]") for number, part in enumerate(value)]
        return tuple(parts) if origin is tuple else frozenset(parts)
    if origin is Mapping:
        _expect(isinstance(value, dict), value, where, "an object")
        return {name: decode(get_args(kind)[1], part, f"{where}.{name}") for name, part in value.items()}
    return _plain(kind, value, where)


def _plain(kind: Any, value: Any, where: str) -> Any:
    if kind is int:
        whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
        return _expect(whole, value, where, "a whole number")
    if kind is float:
        number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST
        return float(_expect(number, value, where, "a number"))
    return _expect(isinstance(value, kind), value, where, "text" if kind is str else "nothing")


def _one_of(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    *most, last = [kind for kind in kinds if kind is not type(None)]
    for kind in most:
        try:
            return decode(kind, value, where)
        except Unreadable:
            continue
    return decode(last, value, where)


def _object(kind: type, value: Any, where: str) -> Any:
    _expect(isinstance(value, dict), value, where, "an object")
    known = {field.name: field for field in fields(kind)}
    unknown = sorted(set(value) - set(known))
    if unknown:
        raise Unreadable(f"{where} has {unknown[0]}, which is not known here")
    missing = [name for name, field in known.items() if name not in value and field.default is MISSING]
    if missing:
        raise Unreadable(f"{where} lacks {missing[0]}")
    hints = _hints(kind)
    return kind(**{name: decode(hints[name], part, f"{where}.{name}") for name, part in value.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _matrix(value: Any, where: str) -> IntMatrix:
    _expect(isinstance(value, list), value, where, "a list of rows")
    for number, row in enumerate(value):
        whole = isinstance(row, list) and all(type(leg) is int and abs(leg) <= LARGEST for leg in row)
        _expect(whole and len(row) == len(value), row, f"{where}[{number}]", f"{len(value)} whole numbers")
    return np.array(value, dtype=np.int64).reshape(len(value), len(value))


def _expect(holds: bool, value: Any, where: str, wanted: str) -> Any:
    if not holds:
        shown = repr(value)
        raise Unreadable(f"{where} should be {wanted}, not {shown if len(shown) <= 40 else shown[:37] + '...'}")
    return value

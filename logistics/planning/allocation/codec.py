"""Problems and answers as JSON and back, and a problem's fingerprint."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from hashlib import sha256
from types import MappingProxyType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.problem import Problem

T = TypeVar("T", Problem, Allocation)


class BadDocument(ValueError):
    """A document that is no problem or no answer; the message names the field."""


def to_json(value: Problem | Allocation) -> str:
    """The value as JSON with sorted keys: equal values give equal text."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def problem_from_json(text: str) -> Problem:
    """A problem out of `to_json`'s text. Raises `BadDocument`."""
    return _load(Problem, text)


def allocation_from_json(text: str) -> Allocation:
    """An answer out of `to_json`'s text. Raises `BadDocument`."""
    return _load(Allocation, text)


def fingerprint(problem: Problem) -> str:
    """A stable sha256 of everything in the problem, the same on every machine and run."""
    return sha256(to_json(problem).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict | MappingProxyType):
        return [[*key, number] for key, number in sorted(value.items())]
    return value


def _load(kind: type[T], text: str) -> T:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadDocument(f"Not JSON: {error}") from None
    loaded: T = _built(kind, document, kind.__name__)
    return loaded


def _built(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        (inner,) = (each for each in get_args(kind) if each is not type(None))
        return _built(inner, value, where)
    if origin is Literal:
        if value not in get_args(kind):
            raise BadDocument(f"{where}: {value!r} is none of {', '.join(get_args(kind))}.")
        return value
    if is_dataclass(kind):
        return _dataclass(kind, value, where)
    if origin is tuple:
        return _tuple(get_args(kind), value, where)
    if origin is frozenset:
        return frozenset(_built(str, each, where) for each in _list(value, where))
    if origin is not None:
        return _distances(value, where)
    return _scalar(kind, value, where)


def _dataclass(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise BadDocument(f"{where}: expected an object.")
    hints = get_type_hints(kind)
    unknown = sorted(set(value) - set(hints))
    if unknown:
        raise BadDocument(f"{where}: unknown field {unknown[0]}.")
    built = {name: _built(hints[name], each, f"{where}.{name}") for name, each in value.items()}
    try:
        return kind(**built)
    except TypeError as error:
        raise BadDocument(f"{where}: {error}") from None


def _tuple(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    items = _list(value, where)
    if kinds[-1] is Ellipsis:
        return tuple(_built(kinds[0], each, f"{where}[{at}]") for at, each in enumerate(items))
    if len(items) != len(kinds):
        raise BadDocument(f"{where}: expected {len(kinds)} values.")
    return tuple(_built(kind, each, where) for kind, each in zip(kinds, items, strict=True))


def _distances(value: Any, where: str) -> dict[tuple[str, str], int]:
    rows = (_tuple((str, str, int), each, where) for each in _list(value, where))
    return {(start, end): metres for start, end, metres in rows}


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadDocument(f"{where}: expected a list.")
    return value


def _scalar(kind: Any, value: Any, where: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise BadDocument(f"{where}: expected {kind.__name__}, got {value!r}.")
    return value

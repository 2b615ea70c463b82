"""Moving a status: one table of allowed moves per model, and one conditional UPDATE per move."""

from collections.abc import Mapping, Set

from django.db import models

Moves = Mapping[str, Set[str]]


class NotAllowedMove(Exception):
    """The row's status does not lead to the one asked for, or somebody else moved it first."""

    def __init__(self, row: models.Model, to: str) -> None:
        self.row = row
        self.to = to
        super().__init__(f"{row} is “{status_of(row)}” and can't become “{to}”.")


def move(row: models.Model, *, to: str, moves: Moves, **also: object) -> None:
    """Set `row.status` to `to`, together with the fields in `also`, if `moves` allows it from where the row stands.

    The UPDATE is conditional on the status that was read, so of two callers exactly one succeeds.
    Raises NotAllowedMove for the other, and for any step that is not in the table.
    """
    now_at = status_of(row)
    if to not in moves.get(now_at, frozenset()):
        raise NotAllowedMove(row, to)
    changed = type(row)._default_manager.filter(pk=row.pk, status=now_at).update(status=to, **also)
    if not changed:
        row.refresh_from_db(fields=["status"])
        raise NotAllowedMove(row, to)
    for name, value in {"status": to, **also}.items():
        setattr(row, name, value)


def status_of(row: models.Model) -> str:
    """The status of `row` as it was read."""
    return str(row.serializable_value("status"))

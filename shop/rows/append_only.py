"""Rows that are written once: log lines, stock movements.

One thing may leave them: words that named a person, once they must not be kept any longer.
"""

from typing import Any, ClassVar, NoReturn

from django.db import models

from shop.rows.scoping import OfHub


class AppendOnly(Exception):
    """A row that is written once was about to be changed or deleted."""

    def __init__(self, row: str) -> None:
        super().__init__(f"A {row} is written once: it is never changed and never deleted.")


class AppendOnlyQuerySet(OfHub):
    """Reads and adds; refuses to change or delete."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly(str(self.model._meta.verbose_name))

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly(str(self.model._meta.verbose_name))

    def forget(self, **blanks: str) -> int:
        """Put `blanks` in the place of what named a person; returns how many rows. Raises AppendOnly for other fields.

        Only what the model lists as `forgettable` can go: figures, times and what happened stay as they were written.
        """
        if not set(blanks) <= set(self.model.forgettable):
            raise AppendOnly(str(self.model._meta.verbose_name))
        return super().update(**blanks)


class AppendOnlyRow(models.Model):
    """A row that can be added and read, nothing else. Its `objects` come of an AppendOnlyQuerySet."""

    forgettable: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once. Raises AppendOnly when it stands already."""
        if not self._state.adding:
            raise AppendOnly(str(self._meta.verbose_name))
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly(str(self._meta.verbose_name))

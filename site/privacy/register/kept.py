"""One entry of the register: which fields of which rows say something about a person, and what becomes of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

E_MAIL_FIELDS = ("email", "to_address", "guest_email")


class Basis(StrEnum):
    """Why the law allows it: UK GDPR Article 6(1)."""

    CONTRACT = "to carry out what was ordered or agreed"
    LAW = "because the law wants it kept"
    INTEREST = "to run the hub safely and settle disputes"


class Fate(StrEnum):
    """What is done to such a row when its time has come."""

    DELETED = "deleted"
    BLANKED = "blanked"
    STAYS = "kept"


class Upon(StrEnum):
    """When somebody asks to be forgotten."""

    ERASURE = "at once"
    TERM = "when the law allows"
    LAST_MEMBER = "with the last person who acts for the enterprise"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Fields of one model that are kept for one reason and one period.

    `paths` lead to the person (a field of E_MAIL_FIELDS to their address). `shown` are further fields that a person's
    copy holds beside them. `age` is the moment from which `period` counts, and `only` the rows that it holds for.
    `blanks` says what blanked fields hold then. `enterprise` leads from a row to the enterprise with whose last member
    it goes. Without an age the rows stay until somebody asks, or for good.
    """

    model: str
    fields: tuple[str, ...]
    what: str
    why: str
    basis: Basis
    fate: Fate
    upon: Upon
    period: str = ""
    age: str = ""
    paths: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    only: Q = field(default_factory=Q)
    enterprise: str = ""
    blanks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> models.QuerySet[Any]:
        """Every row of the model."""
        every: models.QuerySet[Any] = apps.get_model(self.model)._default_manager.all()
        return every

    def rows_of(self, person: Any) -> models.QuerySet[Any]:
        """The person's rows; none when no path leads to people."""
        if not self.paths:
            return self.rows.none()
        return self.rows.filter(pk__in=self.rows.filter(leads_to(self.paths, person)).values("pk"))

    def gone(self) -> Q:
        """Rows whose fields hold nothing of a person any more."""
        return Q(**self.blanked())

    def blanked(self) -> dict[str, Any]:
        """What the fields hold afterwards."""
        return {name: self.blanks.get(name, "") for name in self.fields}


def leads_to(paths: Iterable[str], person: Any) -> Q:
    """Rows from which one of the paths leads to the person or to their address."""
    found = Q(pk__in=())
    for path in paths:
        is_address = path.rsplit("__", 1)[-1] in E_MAIL_FIELDS
        found |= Q(**{f"{path}__iexact": person.email}) if is_address else Q(**{path: person.pk})
    return found

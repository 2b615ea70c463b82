"""A person's copy of what is kept of them: a ZIP with the same facts for people to read and for programs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from accounts.models import User
from privacy.models import RetentionPeriod
from privacy.register import REGISTER, Kept

# What only the machine can read, and what would open a door, is told to nobody.
SECRETS = frozenset({"password", "digest", "token_hash", "session_data", "session_key", "sealed", "sealed_secret"})


@dataclass(frozen=True)
class Chapter:
    """Rows of one entry of the register: headings, and a line of values for each row."""

    entry: Kept
    headings: tuple[str, ...]
    lines: list[tuple[Any, ...]]
    period: str

    @property
    def facts(self) -> list[Mapping[str, Any]]:
        """The lines as objects."""
        return [dict(zip(self.headings, line, strict=True)) for line in self.lines]


def copy_of(*, person: User, now: datetime) -> bytes:
    """The ZIP: data.json and data.html. Only rows that the register leads to this person, and nobody else's names."""
    chapters = chapters_of(person, now)
    whole = {
        "made_at": now,
        "kept": [
            {"what": each.entry.what, "why": each.entry.why, "kept_for": each.period, "rows": each.facts}
            for each in chapters
        ],
    }
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as folder:
        folder.writestr("data.json", json.dumps(whole, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False))
        folder.writestr(
            "data.html", render_to_string("privacy/copy.html", {"person": person, "chapters": chapters, "now": now})
        )
    return kept.getvalue()


def chapters_of(person: User, now: datetime) -> list[Chapter]:
    """What each entry of the register holds of the person; entries without a row of theirs are left out."""
    periods = RetentionPeriod.objects.by_code(now.date())
    found = (chapter(entry, person, periods) for entry in REGISTER if entry.paths)
    return [each for each in found if each.lines]


def chapter(entry: Kept, person: User, periods: Mapping[str, RetentionPeriod]) -> Chapter:
    """The person's rows of one entry, the oldest first."""
    columns = [*entry.shown, *(name for name in entry.fields if is_told(entry, name))]
    headings = tuple(
        column.split("__")[0] if column.endswith("__name") else column.split("__")[-1] for column in columns
    )
    rows = entry.rows_of(person).order_by("pk").values_list(*columns) if columns else []
    period = periods[entry.period].words if entry.period in periods else "as long as you are here"
    return Chapter(entry, headings, list(rows), period)


def is_told(entry: Kept, name: str) -> bool:
    """Whether the field is no secret and no pointer to a person: those are numbers that mean nothing outside."""
    return name not in SECRETS and not apps.get_model(entry.model)._meta.get_field(name).is_relation

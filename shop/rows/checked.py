"""Storing a row whose fields were checked first, so that a refusal comes in words and not from the database."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models


def check_fields(row: models.Model, refusal: Callable[[str], Exception]) -> None:
    """Raise `refusal` with one sentence per wrong field. Asks the database nothing."""
    related = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude=related)
    except ValidationError as error:
        raise refusal(in_words(row, error)) from error


def save_checked(row: models.Model, refusal: Callable[[str], Exception]) -> None:
    """Check the fields and the row's own rules, then store the row. Raises `refusal` with the reasons in words."""
    check_fields(row, refusal)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise refusal(in_words(row, error)) from error
    row.save()


def in_words(row: models.Model, error: ValidationError) -> str:
    """The reasons of a ValidationError as one line: `Latitude: must be a number. Opens: ...`."""
    sentences = []
    for name, reasons in error.message_dict.items():
        label = "" if name == "__all__" else f"{label_of(row, name)}: "
        sentences += [f"{label}{reason}" for reason in reasons]
    return " ".join(sentences)


def label_of(row: models.Model, name: str) -> str:
    """A field's name as people read it."""
    return str(row._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]

"""No text field of ours is kept without somebody having said whether it is a person's, why, and how long."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from privacy.errors import NoPeriod
from privacy.models import RetentionPeriod
from privacy.reference import PERIODS
from privacy.register import REGISTER, Fate, Upon
from privacy.register.not_personal import NOT_PERSONAL, POINTS_AT_A_PERSON

from accounts.models import User
from shop.rows.append_only import AppendOnlyRow

WRITTEN = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
OURS = ("accounts", "config", "privacy", "shop", "logistics", "cms")
REGISTERED = {(entry.model, name) for entry in REGISTER for name in entry.fields}


def our_fields() -> set[tuple[str, str]]:
    """Each field of our applications that can hold words, a file or a person."""
    return {
        (model._meta.label, field.name)
        for config in apps.get_app_configs()
        if config.name.partition(".")[0] in OURS
        for model in config.get_models()
        for field in model._meta.local_fields
        if is_worth_a_word(field)
    }


def is_worth_a_word(field: Any) -> bool:
    """Whether it holds what somebody wrote, or points at a person; choices are words of our own."""
    if field.is_relation:
        return field.related_model is User
    return isinstance(field, WRITTEN) and not field.choices


def test_every_field_is_registered_or_said_to_be_nobodys() -> None:
    decided = REGISTERED | NOT_PERSONAL | POINTS_AT_A_PERSON

    assert sorted(our_fields() - decided) == [], "say in site/privacy/register whether these are personal"


def test_no_list_names_a_field_that_is_not_there() -> None:
    for model, name in REGISTERED | NOT_PERSONAL | POINTS_AT_A_PERSON:
        apps.get_model(model)._meta.get_field(name)


def test_no_field_is_in_two_lists() -> None:
    assert not REGISTERED & NOT_PERSONAL
    assert not REGISTERED & POINTS_AT_A_PERSON


@pytest.mark.django_db
@pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: f"{entry.model} {' '.join(entry.fields)}")
def test_an_entry_can_be_carried_out(entry: Any, periods: None) -> None:
    """Its paths, ages, filters and periods are there, and what is blanked may be blank."""
    model = apps.get_model(entry.model)
    person = User(pk=0, email="nobody@rutland.example")
    assert list(entry.rows_of(person).filter(entry.only)) == []
    assert entry.why.endswith(".")
    if entry.age:
        assert list(entry.rows.filter(**{f"{entry.age}__isnull": True})) == []
        assert entry.period
    if entry.period:
        assert entry.period in {code for code, *_ in PERIODS}
    if entry.fate is Fate.BLANKED and issubclass(model, AppendOnlyRow):
        assert set(entry.fields) <= set(model.forgettable)
    if entry.fate is Fate.BLANKED:
        assert list(entry.rows.filter(entry.gone())) == []
    if entry.fate is Fate.DELETED:
        assert not issubclass(model, AppendOnlyRow)
    if entry.upon is Upon.LAST_MEMBER:
        assert entry.enterprise


@pytest.mark.django_db
def test_periods_are_data_with_days_and_sources(periods: None) -> None:
    assert RetentionPeriod.objects.count() == len(PERIODS)
    assert not RetentionPeriod.objects.filter(source="").exists()
    RetentionPeriod.objects.create(
        code="proof", days=30, words="30 days", valid_from=date(2027, 6, 1), source="A judge"
    )

    assert RetentionPeriod.objects.days_of("proof", date(2027, 5, 31)) == 90
    assert RetentionPeriod.objects.days_of("proof", date(2027, 6, 1)) == 30
    with pytest.raises(NoPeriod):
        RetentionPeriod.objects.days_of("proof", date(2020, 1, 1))


def test_the_register_is_there_for_everybody_to_read(client: Client, periods: None) -> None:
    said = client.get("/account/data/kept/").text

    for words in ("Orders you placed as a household", "seven years", "90 days, in which a delivery can be disputed"):
        assert words in said
    for entry in REGISTER:
        assert entry.what.replace("’", "’") in said

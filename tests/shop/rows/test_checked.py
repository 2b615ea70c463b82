"""A refusal comes in words, before the database is asked."""

import pytest

from shop.enterprises.errors import BadHub
from shop.enterprises.models import Hub
from shop.rows.checked import check_fields, save_checked

pytestmark = pytest.mark.django_db


def test_wrong_fields_are_named_in_words() -> None:
    with pytest.raises(BadHub) as refusal:
        check_fields(Hub(name="", slug="no slug!", road_speed_kmh=50), BadHub)

    assert str(refusal.value) == (
        "Name: This field cannot be blank. "
        "Slug: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
    )


def test_checking_fields_asks_the_database_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        check_fields(Hub(name="Rutland", slug="rutland"), BadHub)


def test_a_taken_name_is_refused_and_nothing_is_stored() -> None:
    save_checked(Hub(name="Rutland", slug="rutland"), BadHub)

    with pytest.raises(BadHub, match="^Name: Hub with this Name already exists.$"):
        save_checked(Hub(name="Rutland", slug="other"), BadHub)

    assert Hub.objects.count() == 1

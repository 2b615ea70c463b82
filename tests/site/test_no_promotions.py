"""What nobody makes by hand has no form in the admin: Oscar's, sent empty, are server errors."""

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("part", ["offer/condition", "offer/benefit", "basket/line", "basket/lineattribute"])
def test_staff_find_no_forms_for_them(client: Client, part: str) -> None:
    client.force_login(User.objects.create_superuser("staff@hub.example", "a long password"))

    assert client.post(f"/admin/{part}/add/").status_code == 404

"""What no row of ours can be called leads nowhere; what only looks like an address of ours is not gone to."""

import pytest
from django.http import QueryDict
from django.test import Client

from accounts.models import User
from config.impossible import is_too_large, without_zero_bytes

LARGEST = "9223372036854775807"


@pytest.mark.parametrize("value", [LARGEST, 7, "0" * 30 + "7", "seven", "-" + LARGEST + "0", ""])
def test_what_may_be_an_id(value: object) -> None:
    assert not is_too_large(value)


@pytest.mark.parametrize("value", ["9223372036854775808", 2**63, "9" * 5000, "١" * 20])
def test_what_no_id_can_be(value: object) -> None:
    assert is_too_large(value)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/shop/catalogue/x_9999999999999999999/", "/shop/search/?q=%00", "/no%00thing/"])
def test_an_impossible_address_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/cms/pages/2/revisions/0/revert/", "/cms/failwhale/"])
def test_what_would_break_on_purpose_or_for_want_of_a_row_is_not_found(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("staff@hub.example", "a long password"))

    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_an_import_of_redirects_begins_with_a_file(client: Client) -> None:
    client.force_login(User.objects.create_superuser("staff@hub.example", "a long password"))

    answer = client.post("/cms/redirects/import/process/", {"key": "x"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/cms/redirects/import/")


@pytest.mark.django_db
def test_the_editors_pages_delete_nobody(client: Client) -> None:
    client.force_login(User.objects.create_superuser("staff@hub.example", "a long password"))
    ada = User.objects.create_user("ada@hub.example", "a long password")

    one = client.post(f"/cms/users/delete/{ada.pk}/")
    several = client.post(f"/cms/bulk/accounts/user/delete/?id={ada.pk}")

    assert (one.status_code, several.status_code) == (302, 302)
    assert User.objects.filter(pk=ada.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("wish", ["2", "%s", "basket:summary", "https://elsewhere.example/", "//elsewhere.example/"])
def test_only_a_path_of_ours_is_gone_to(client: Client, wish: str) -> None:
    answer = client.post("/shop/basket/add/1/", {"quantity": "1", "client_key": "x", "next": wish})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/shop/basket/")


def test_zero_bytes_are_left_out_of_a_form_and_nothing_else() -> None:
    tidy = without_zero_bytes(QueryDict("note=a%00b&note=c&packs=7"))

    assert dict(tidy.lists()) == {"note": ["ab", "c"], "packs": ["7"]}


@pytest.mark.django_db
def test_a_number_of_five_thousand_digits_is_no_error(client: Client) -> None:
    answer = client.post("/shop/basket/add/1/", {"quantity": "9" * 5000, "client_key": "x"})

    assert answer.status_code == 302

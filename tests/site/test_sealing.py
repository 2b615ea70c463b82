"""What is sealed opens with its key, for its purpose, and not otherwise."""

from typing import Any

import pytest

from accounts.sealing import SealBroken, seal, unseal

OLD, NEW = "an old key that lay somewhere", "a new key that lies elsewhere"


def test_what_is_sealed_opens_and_is_never_the_same_twice() -> None:
    first, second = (seal("20-00-00 12345678", purpose="a row") for _ in range(2))

    assert unseal(first, purpose="a row") == unseal(second, purpose="a row") == "20-00-00 12345678"
    assert first != second
    assert "12345678" not in first


def test_it_opens_for_its_own_row_only() -> None:
    with pytest.raises(SealBroken, match="another row"):
        unseal(seal("text", purpose="a row"), purpose="another row")


def test_a_key_is_changed_by_putting_the_new_one_first(settings: Any) -> None:
    settings.FOODSHED_FIELD_KEYS = [OLD]
    before = seal("text", purpose="a row")

    settings.FOODSHED_FIELD_KEYS = [NEW, OLD]
    after = seal("text", purpose="a row")
    assert unseal(before, purpose="a row") == "text"

    settings.FOODSHED_FIELD_KEYS = [NEW]
    assert unseal(after, purpose="a row") == "text"
    with pytest.raises(SealBroken):
        unseal(before, purpose="a row")


def test_without_keys_the_secret_key_seals(settings: Any) -> None:
    settings.FOODSHED_FIELD_KEYS = []
    sealed = seal("text", purpose="a row")

    settings.FOODSHED_FIELD_KEYS = [settings.SECRET_KEY]
    assert unseal(sealed, purpose="a row") == "text"

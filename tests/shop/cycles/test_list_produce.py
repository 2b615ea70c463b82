"""Growers list until listing closes."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


def test_a_grower_lists_a_lot_in_packs() -> None:
    hub = cast.a_hub()
    listing = cast.a_listing(cast.a_day(hub), cast.a_grower(hub), cast.carrots(hub), packs=12)

    assert (listing.packs_bulk, listing.lot.quantity_base) == (12, 120_000)

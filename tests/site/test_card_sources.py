"""Stripe's script and frame are allowed once keys are set, and never before; half a set of keys is refused."""

from pathlib import Path

import pytest

from tests.site.test_production_settings import python

KEYS = {
    "FOODSHED_STRIPE_SECRET_KEY": "sk_live_of_nobody",
    "FOODSHED_STRIPE_PUBLISHABLE_KEY": "pk_live_of_nobody",
    "FOODSHED_STRIPE_WEBHOOK_SECRET": "whsec_of_nobody",
}
SHOW = (
    "from config.settings import production as s;"
    "print(*(source for sources in s.CONTENT_SECURITY_POLICY['DIRECTIVES'].values() for source in sources))"
)


@pytest.mark.slow
def test_pages_may_ask_stripe_only_once_keys_are_set(tmp_path: Path) -> None:
    without = python("-c", SHOW, var=tmp_path).stdout
    with_keys = python("-c", SHOW, var=tmp_path, **KEYS).stdout.split()

    assert "'self'" in without
    assert "stripe" not in without
    assert [source for source in with_keys if "stripe" in source] == [
        "https://js.stripe.com",
        "https://js.stripe.com",
        "https://hooks.stripe.com",
        "https://api.stripe.com",
    ]


def test_half_a_set_of_keys_is_refused_by_name(tmp_path: Path) -> None:
    done = python("-c", SHOW, var=tmp_path, FOODSHED_STRIPE_SECRET_KEY="sk_live_of_nobody")

    assert done.returncode != 0
    assert "Set FOODSHED_STRIPE_PUBLISHABLE_KEY, FOODSHED_STRIPE_WEBHOOK_SECRET too" in done.stderr
    assert "sk_live_of_nobody" not in done.stderr

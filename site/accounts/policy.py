"""The limits of signing in, as the settings state them."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class SignInPolicy:
    """Times in seconds; counts are per window."""

    code_digits: int
    code_valid_s: int
    code_tries: int
    mails_per_address: int
    mails_per_client: int
    mails_window_s: int
    tries_per_address: int
    tries_per_client: int
    tries_window_s: int


def sign_in_policy() -> SignInPolicy:
    """Return the policy in force."""
    return SignInPolicy(**settings.SIGN_IN_POLICY)

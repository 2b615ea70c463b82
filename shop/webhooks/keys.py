"""The secret of a webhook: derived of the server's key, so that no table, dump or backup of rows holds it."""

import secrets
from hashlib import sha256

from django.utils.crypto import salted_hmac

from shop.webhooks.errors import NotDelivered
from shop.webhooks.models import Webhook
from shop.webhooks.signing import secret_text

PURPOSE = "shop.webhooks.keys"


def new_salt() -> str:
    """256 random bits."""
    return secrets.token_hex(32)


def secret_of(salt: str) -> str:
    """The secret that belongs to the salt."""
    return secret_text(salted_hmac(PURPOSE, salt, algorithm="sha256").digest())


def hash_of(secret: str) -> str:
    """It is 256 bits that nobody can guess: a plain hash tells nothing of them."""
    return sha256(secret.encode("ascii")).hexdigest()


def standing_secret(webhook: Webhook) -> str:
    """The secret that its maker was shown. Raises NotDelivered when the server's key is another one now."""
    secret = secret_of(webhook.salt)
    if hash_of(secret) != webhook.secret_hash:
        raise NotDelivered("The server's key has changed since its secret was made. Remove it and register it again.")
    return secret

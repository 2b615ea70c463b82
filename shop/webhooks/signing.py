"""Signing what is sent, as Standard Webhooks has it, so that the receiver knows that it comes from the hub. Pure."""

import hmac
from base64 import b64decode, b64encode
from hashlib import sha256

MARK = "whsec_"


def secret_text(key: bytes) -> str:
    """The key as it is given to a person."""
    return MARK + b64encode(key).decode("ascii")


def headers_for(*, message_id: str, timestamp_s: int, body: bytes, secret: str) -> dict[str, str]:
    """The three headers: which message, when sent (seconds since 1970), and the HMAC-SHA256 over both and the body."""
    signed = f"{message_id}.{timestamp_s}.".encode() + body
    digest = hmac.new(b64decode(secret.removeprefix(MARK)), signed, sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": f"v1,{b64encode(digest).decode('ascii')}",
    }

"""Text that a stolen database must not tell: sealed with keys that lie outside of it.

FOODSHED_FIELD_KEYS seals with its first key and opens with any, so that a key can be changed. Without keys one is
derived from SECRET_KEY.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(Exception):
    """The text can't be opened: the key is another, or it was sealed for another purpose."""


def seal(text: str, *, purpose: str) -> str:
    """Return `text` unreadable. `purpose` names the row that it belongs to: moved to another, it doesn't open."""
    return lock_for(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return what was sealed for this purpose. Raises SealBroken."""
    try:
        return lock_for(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken(f"What was sealed for {purpose} can't be opened. Is FOODSHED_FIELD_KEY another?") from error


def lock_for(purpose: str) -> MultiFernet:
    """The locks of a purpose, the one that seals first."""
    return MultiFernet([Fernet(key_for(key, purpose)) for key in settings.FOODSHED_FIELD_KEYS or [settings.SECRET_KEY]])


def key_for(key: str, purpose: str) -> bytes:
    """Derive the purpose's own key."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=b"foodshed.sealing", info=purpose.encode()).derive(key.encode())
    return urlsafe_b64encode(derived)

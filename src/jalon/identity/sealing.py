"""What must be read again is sealed with a key that lives outside the records."""

from __future__ import annotations

import base64
import hashlib


def sealed(text: str, key: str) -> str:
    """A text that only the key opens."""
    from cryptography.fernet import Fernet

    return Fernet(_stretched(key)).encrypt(text.encode()).decode()


def opened(text: str, key: str) -> str | None:
    """What was sealed; None under another key, or when a letter of it was changed."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_stretched(key)).decrypt(text.encode()).decode()
    except InvalidToken:
        return None


def _stretched(key: str) -> bytes:
    """A key of its own purpose, made from the one of the home, which is random and long."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"jalon sealing\x1f" + key.encode()).digest())

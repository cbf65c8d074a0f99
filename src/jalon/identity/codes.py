"""Codes of an application (TOTP, RFC 6238) and codes on paper."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime

ISSUER = "Jalon"
INTERVAL, DRIFT = 30, 1
"""Seconds a code lasts; intervals that a telephone's clock may be off, before and after."""
HOW_MANY, LETTERS = 10, "abcdefghjkmnpqrstuvwxyz23456789"
"""Codes on paper, of twelve letters that cannot be taken for one another: 59 bits each."""


def new_secret() -> str:
    """A secret for an application, 160 bits."""
    import pyotp

    return str(pyotp.random_base32())


def address(secret: str, email: str) -> str:
    """What the picture says: an `otpauth:` address."""
    import pyotp

    return str(pyotp.TOTP(secret, interval=INTERVAL).provisioning_uri(name=email, issuer_name=ISSUER))


def step_of(secret: str, code: str, now: datetime, after: int = 0) -> int | None:
    """The interval that a code belongs to; None for a wrong one, and for one not newer than `after` (a replay)."""
    import pyotp

    given = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", given):
        return None
    clock, found = pyotp.TOTP(secret, interval=INTERVAL), None
    present = int(now.timestamp()) // INTERVAL
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(str(clock.generate_otp(step)), given) and step > after:
            found = step
    return found


def picture(secret: str, email: str) -> tuple[int, str]:
    """The address as a QR code: the side of its square, quiet zone included, and the path of its dark modules."""
    import segno

    code = segno.make(address(secret, email), error="m", micro=False)
    drawn = [
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(code.matrix_iter(border=4))
        for column, dark in enumerate(line)
        if dark
    ]
    return int(code.symbol_size(border=4)[0]), "".join(drawn)


def on_paper() -> tuple[str, ...]:
    """Fresh codes to keep on paper, in three groups of four."""
    made = ["".join(secrets.choice(LETTERS) for _ in range(12)) for _ in range(HOW_MANY)]
    return tuple(f"{one[:4]}-{one[4:8]}-{one[8:]}" for one in made)


def hashed(code: str, key: str, account: str) -> str:
    """What is kept of a code on paper: without the key of the home, a copy of the records says nothing of it."""
    plain = re.sub(r"[^a-z0-9]", "", code.lower())
    return hmac.new(key.encode(), f"recovery\x1f{account}\x1f{plain}".encode(), hashlib.sha256).hexdigest()

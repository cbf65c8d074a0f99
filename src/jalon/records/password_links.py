"""A link that lets one account choose a password: mailed, used once, for half an hour; only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

LASTS, MOST_AN_HOUR = timedelta(minutes=30), 3


def issue(account: UUID, now: datetime, most: int | None = MOST_AN_HOUR) -> str | None:
    """The token of a new link, earlier ones stop working; None when this account had `most` of them this hour."""
    from jalon.records import models

    rows = models.PasswordLink.objects.filter(account_id=account)
    rows.filter(created__lt=now - timedelta(days=1)).delete()
    if most is not None and rows.filter(created__gt=now - timedelta(hours=1)).count() >= most:
        return None
    rows.filter(used=None).update(used=now)
    token = secrets.token_urlsafe(32)
    models.PasswordLink.objects.create(account_id=account, token_hash=_hashed(token), created=now, expires=now + LASTS)
    return token


def behind(token: str, now: datetime) -> UUID | None:
    """The account that a link still opens; looking uses nothing up."""
    from jalon.records import models

    row = models.PasswordLink.objects.filter(token_hash=_hashed(token), used=None, expires__gt=now).first()
    return row.account_id if row else None


def spend(token: str, now: datetime) -> bool:
    """Use a link: one conditional UPDATE, so that it serves once."""
    from jalon.records import models

    return (
        models.PasswordLink.objects.filter(token_hash=_hashed(token), used=None, expires__gt=now).update(used=now) == 1
    )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

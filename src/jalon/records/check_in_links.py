"""Links that ask one person for one check-in: no session, one KPI, one week, expiring, revocable, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from jalon.records.workspaces import Workspace

LASTS = timedelta(days=8)
"""From a Monday mail until the Tuesday after."""
MOST_USES = 10
"""A check-in may be changed, not written by a machine."""
BYTES = 24


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link is for."""

    workspace: UUID
    person: str
    kpi: str
    week: date
    expires: datetime


def issue(workspace: Workspace, person: str, kpi: str, week: date, now: datetime, lasts: timedelta = LASTS) -> str:
    """A new token (192 random bits): the page is `/c/<token>`. It is said here once; only its hash is kept."""
    from jalon.records import models

    token = secrets.token_urlsafe(BYTES)
    models.CheckInLink.objects.create(
        workspace_id=workspace.id,
        token_hash=_hashed(token),
        person=person,
        kpi=kpi,
        week=week,
        issued=now,
        expires=now + lasts,
    )
    return token


def opened(token: str, now: datetime) -> Opened | None:
    """What a token is for; None when it is unknown, past, revoked or used up. Writes nothing."""
    row = _live(now).filter(token_hash=_hashed(token)).first()
    return Opened(row.workspace_id, row.person, row.kpi, row.week, row.expires) if row else None


def spend(token: str, now: datetime) -> bool:
    """Count one use, by one conditional UPDATE: false when the link no longer holds."""
    from django.db.models import F

    return bool(_live(now).filter(token_hash=_hashed(token)).update(uses=F("uses") + 1))


def revoke(workspace: Workspace, person: str, now: datetime) -> int:
    """End every link of a person; gives how many still held."""
    return int(_live(now).filter(workspace_id=workspace.id, person=person).update(revoked=now))


def _live(now: datetime):  # type: ignore[no-untyped-def]  # a query of Django's, of this room only
    from jalon.records import models

    return models.CheckInLink.objects.filter(expires__gt=now, revoked=None, uses__lt=MOST_USES)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

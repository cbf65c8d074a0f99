"""Links that open one thing without signing in: random, kept as a hash, expiring, revocable, counted."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from jalon.records.workspaces import Workspace

if TYPE_CHECKING:
    from jalon.records import models

Kind = Literal["calendar", "report"]
REPORT_LASTS = timedelta(days=30)
BYTES = 24
"""192 random bits."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its page lists it; the token itself is said once, when it is made."""

    id: int
    workspace: UUID
    kind: str
    subject: str
    made: datetime
    made_by: str
    expires: datetime | None
    revoked: datetime | None
    reads: int
    last_read: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether it still opens."""
        return self.revoked is None and (self.expires is None or self.expires > now)


def issue(
    workspace: Workspace, kind: Kind, subject: str, by: str, now: datetime, lasts: timedelta | None = None
) -> str:
    """A new token, said here once."""
    from jalon.records import models

    token = secrets.token_urlsafe(BYTES)
    models.OpenLink.objects.create(
        workspace_id=workspace.id,
        kind=kind,
        subject=subject,
        token_hash=_hashed(token),
        made=now,
        made_by=by,
        expires=now + lasts if lasts else None,
    )
    return token


def opened(kind: Kind, token: str, now: datetime) -> Link | None:
    """What a token opens, with one more reading counted; None when it is unknown, past or revoked."""
    from django.db.models import F, Q

    from jalon.records import models

    held = models.OpenLink.objects.filter(Q(expires=None) | Q(expires__gt=now), kind=kind, revoked=None)
    mine = held.filter(token_hash=_hashed(token))
    if not mine.update(reads=F("reads") + 1, last_read=now):
        return None
    row = mine.first()
    return _seen(row) if row else None


def of(workspace: Workspace, kind: Kind, subject: str | None = None) -> list[Link]:
    """Links of a kind, newest first."""
    from jalon.records import models

    rows = models.OpenLink.objects.filter(workspace_id=workspace.id, kind=kind).order_by("-id")
    return [_seen(row) for row in (rows.filter(subject=subject) if subject else rows)[:200]]


def revoke(workspace: Workspace, link: int, now: datetime) -> bool:
    """End a link; false when it had ended already or is another company's."""
    from jalon.records import models

    rows = models.OpenLink.objects.filter(workspace_id=workspace.id, id=link, revoked=None)
    return rows.update(revoked=now) == 1


def _seen(row: models.OpenLink) -> Link:
    return Link(
        row.id, row.workspace_id, row.kind, row.subject, row.made, row.made_by, row.expires, row.revoked, row.reads,
        row.last_read,
    )  # fmt: skip


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

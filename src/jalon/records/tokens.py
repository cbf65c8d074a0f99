"""API tokens: shown once, kept as a hash, each for one person in one workspace, within a scope and until a day."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from jalon.records.workspaces import Member, Workspace, member

Scope = Literal["read", "check_in", "import", "plan", "admin", "act"]
SCOPES: dict[Scope, frozenset[str]] = {
    "read": frozenset({"see"}),
    "check_in": frozenset({"see", "comment", "acknowledge"}),
    "import": frozenset({"see", "import", "publish"}),
    "plan": frozenset({"see", "edit_plan", "propose", "decide"}),
    "admin": frozenset({"see", "invite", "administer"}),
    "act": frozenset({"see", "import", "publish", "edit_plan", "propose", "decide", "acknowledge", "comment"}),
}
"""Scope → verbs it lets through, never more than its owner's role allows; only `admin` invites."""
PREFIX = "jalon_"
LASTS = timedelta(days=90)
LONGEST = timedelta(days=366)
SEEN_AGAIN = timedelta(minutes=10)
"""How old the last use is before it is written anew: reading must not write at each request."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its page lists it: never the token itself."""

    id: UUID
    account: UUID
    who: str
    name: str
    start: str
    scope: str
    created: datetime
    expires: datetime
    revoked: datetime | None
    last_used: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked is None and self.expires > now


def issue(owner: Member, name: str, scope: Scope, now: datetime, lasts: timedelta = LASTS) -> tuple[str, Token]:
    """A new token and its row; the text is never to be had again. Raises ValueError for a scope or a length unknown."""
    from jalon.records import models

    if scope not in SCOPES or not timedelta(0) < lasts <= LONGEST or owner.within is not None:
        raise ValueError(scope)
    text = PREFIX + secrets.token_urlsafe(32)
    row = models.ApiToken.objects.create(
        workspace_id=owner.workspace,
        account_id=owner.account,
        token_hash=_hashed(text),
        start=text[: len(PREFIX) + 5],
        name=name.strip()[:80],
        scope=scope,
        created=now,
        expires=now + lasts,
    )
    return text, _seen(row)


def authenticate(text: str, now: datetime) -> Member | None:
    """The member a token stands for, narrowed to its scope; None for one unknown, expired, revoked or left behind."""
    from jalon.records import models

    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    held = models.ApiToken.objects.filter(token_hash=_hashed(text), revoked=None, expires__gt=now)
    row = held.select_related("workspace", "account").first()
    scope = SCOPES.get(row.scope) if row else None  # type: ignore[call-overload]  # a word of the table
    if row is None or scope is None or not row.account.is_active:
        return None
    owner = member(row.account_id, row.workspace.slug)
    if owner is None:
        return None
    if row.last_used is None or now - row.last_used > SEEN_AGAIN:
        models.ApiToken.objects.filter(id=row.id).update(last_used=now)
    return replace(owner, within=scope)


def every(workspace: Workspace, account: UUID | None = None) -> list[Token]:
    """The tokens of a workspace, or somebody's own there, newest first."""
    from jalon.records import models

    rows = models.ApiToken.objects.filter(workspace_id=workspace.id).select_related("account")
    chosen = rows.filter(account_id=account) if account else rows
    return [_seen(row) for row in chosen.order_by("-created")]


def revoke(workspace: Workspace, token: UUID, now: datetime, account: UUID | None = None) -> bool:
    """End a token of this workspace (somebody's own where an account is given); False when there is none to end."""
    from jalon.records import models

    held = models.ApiToken.objects.filter(workspace_id=workspace.id, id=token, revoked=None)
    return (held.filter(account_id=account) if account else held).update(revoked=now) == 1


def revoke_all(workspace: Workspace, account: UUID, now: datetime) -> int:
    """End every token that somebody has in a workspace."""
    from jalon.records import models

    held = models.ApiToken.objects.filter(workspace_id=workspace.id, account_id=account, revoked=None)
    return held.update(revoked=now)


def _seen(row: object) -> Token:
    from jalon.records import models

    assert isinstance(row, models.ApiToken)  # noqa: S101  # rows of one table only
    return Token(
        row.id,
        row.account_id,
        row.account.name,
        row.name,
        row.start,
        row.scope,
        row.created,
        row.expires,
        row.revoked,
        row.last_used,
    )


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

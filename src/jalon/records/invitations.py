"""Invitations: a link for one address, used once, until a day; only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from jalon.records.workspaces import ROLES, Workspace, found_by_id, join

LASTS, LANGUAGES = timedelta(days=7), ("fr", "en")


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as other rooms see it: never its link."""

    id: UUID
    workspace: Workspace
    email: str
    role: str
    person: str
    invited_by: str
    created: datetime
    expires: datetime
    accepted: datetime | None
    revoked: datetime | None
    language: str

    @property
    def open(self) -> bool:
        """Whether nobody accepted nor ended it; its link may be past its day."""
        return self.accepted is None and self.revoked is None

    def waits(self, now: datetime) -> bool:
        """Whether its link still opens."""
        return self.accepted is None and self.revoked is None and self.expires > now


def invite(
    workspace: Workspace, email: str, role: str, person: str, by: str, now: datetime, language: str = "fr"
) -> tuple[str, Invitation]:
    """The token of a new link, and its row; an earlier one for the same address stops working."""
    from jalon.records import models

    if role not in ROLES:
        raise ValueError(role)
    address, token = email.strip().lower(), secrets.token_urlsafe(32)
    models.Invitation.objects.filter(workspace_id=workspace.id, email=address, accepted=None, revoked=None).update(
        revoked=now
    )
    row = models.Invitation.objects.create(
        workspace_id=workspace.id,
        token_hash=_hashed(token),
        email=address,
        role=role,
        person=person,
        invited_by=by,
        language=language if language in LANGUAGES else "fr",
        created=now,
        expires=now + LASTS,
    )
    return token, _seen(row)


def is_address(text: str) -> bool:
    """Whether a text is the address of a mailbox."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def renew(workspace: Workspace, invitation: UUID, now: datetime) -> tuple[str, Invitation] | None:
    """Another link for an invitation that nobody has accepted, even past its day; the earlier one stops working."""
    from jalon.records import models

    token = secrets.token_urlsafe(32)
    held = models.Invitation.objects.filter(workspace_id=workspace.id, id=invitation, accepted=None, revoked=None)
    if held.update(token_hash=_hashed(token), expires=now + LASTS) != 1:
        return None
    return token, _seen(models.Invitation.objects.get(id=invitation))


def behind(token: str, now: datetime) -> Invitation | None:
    """The invitation that a link still opens."""
    from jalon.records import models

    held = models.Invitation.objects.filter(token_hash=_hashed(token), accepted=None, revoked=None, expires__gt=now)
    row = held.first()
    return _seen(row) if row else None


def accept(token: str, account: UUID, now: datetime) -> Invitation | None:
    """Make the account of the invited address a member: one conditional UPDATE, so that a link serves once."""
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        held = models.Invitation.objects.filter(token_hash=_hashed(token), accepted=None, revoked=None, expires__gt=now)
        row = held.first()
        who = models.Account.objects.filter(id=account, is_active=True).first()
        if row is None or who is None or who.email != row.email or held.update(accepted=now) != 1:
            return None
        taken = _seen(row)
        join(taken.workspace, account, taken.role, taken.person)
    return taken


def waiting_for(email: str, now: datetime) -> bool:
    """Whether somebody of that address is awaited."""
    from jalon.records import models

    held = models.Invitation.objects.filter(email=email.strip().lower(), accepted=None, revoked=None, expires__gt=now)
    return held.exists()


def accept_for(account: UUID, now: datetime) -> list[Invitation]:
    """Join wherever a new account is awaited: its address was checked by a provider, so no link needs to be shown."""
    from django.db import transaction

    from jalon.records import models

    taken = []
    with transaction.atomic():
        who = models.Account.objects.get(id=account)
        for row in models.Invitation.objects.filter(email=who.email, accepted=None, revoked=None, expires__gt=now):
            if models.Invitation.objects.filter(id=row.id, accepted=None, revoked=None).update(accepted=now) == 1:
                found = _seen(row)
                join(found.workspace, account, found.role, found.person)
                taken.append(found)
    return taken


def every(workspace: Workspace) -> list[Invitation]:
    """Those of a workspace, newest first."""
    from jalon.records import models

    return [_seen(row) for row in models.Invitation.objects.filter(workspace_id=workspace.id).order_by("-created")]


def revoke(workspace: Workspace, invitation: UUID, now: datetime) -> bool:
    """End an invitation that waits; False when there is none to end."""
    from jalon.records import models

    held = models.Invitation.objects.filter(workspace_id=workspace.id, id=invitation, accepted=None, revoked=None)
    return held.update(revoked=now) == 1


def _seen(row: object) -> Invitation:
    from jalon.records import models

    assert isinstance(row, models.Invitation)  # noqa: S101  # rows of one table only
    return Invitation(
        row.id,
        found_by_id(row.workspace_id),
        row.email,
        row.role,
        row.person,
        row.invited_by,
        row.created,
        row.expires,
        row.accepted,
        row.revoked,
        row.language,
    )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

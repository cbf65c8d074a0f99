"""The audit trail: append-only, each entry chained to the one before by its hash, and told to its own company only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from jalon.records.workspaces import Workspace

if TYPE_CHECKING:
    from jalon.records import models

GENESIS = "0" * 64


MOST_TRIES = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail, as the people of its company read it."""

    number: int
    at: datetime
    actor: str
    verb: str
    subject: str
    details: Mapping[str, object]


def write(
    actor: str,
    verb: str,
    subject: str,
    now: datetime,
    details: Mapping[str, object] | None = None,
    workspace: UUID | None = None,
) -> None:
    """Add an entry to the chain; whoever is overtaken by another writer takes the next number.

    One without a workspace (a sign-in, the first start) belongs to the operator: no company reads it.
    """
    from django.db import IntegrityError

    for attempt in range(1, MOST_TRIES + 1):
        try:
            _append(actor, verb, subject, now, dict(details or {}), workspace)
        except IntegrityError:
            if attempt == MOST_TRIES:
                raise
        else:
            return


def _append(
    actor: str, verb: str, subject: str, now: datetime, said: dict[str, object], workspace: UUID | None
) -> None:
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        last = models.AuditEntry.objects.order_by("-number").first()
        number, previous = (last.number + 1, last.digest) if last else (1, GENESIS)
        models.AuditEntry.objects.create(
            number=number,
            at=now,
            actor=actor,
            verb=verb,
            subject=subject,
            details=said,
            workspace=workspace,
            previous=previous,
            digest=_digest(number, now, actor, verb, subject, said, previous, workspace),
        )


def verify() -> int | None:
    """The number of the first broken entry, or None when the chain is whole."""
    from jalon.records import models

    expected, previous = 1, GENESIS
    for row in models.AuditEntry.objects.order_by("number").iterator():
        digest = _digest(row.number, row.at, row.actor, row.verb, row.subject, row.details, previous, row.workspace)
        if row.number != expected or row.previous != previous or row.digest != digest:
            return expected
        expected, previous = expected + 1, row.digest
    return None


def count() -> int:
    """How many entries there are."""
    from jalon.records import models

    return models.AuditEntry.objects.count()


def of(workspace: Workspace, before: int | None = None, most: int = 100) -> list[Entry]:
    """The newest entries of a company, or those before a number: another's and the operator's are not among them."""
    from jalon.records import models

    rows = models.AuditEntry.objects.filter(workspace=workspace.id).order_by("-number")
    return [_seen(row) for row in (rows.filter(number__lt=before) if before is not None else rows)[:most]]


def count_of(workspace: Workspace) -> int:
    """How many entries a company has."""
    from jalon.records import models

    return models.AuditEntry.objects.filter(workspace=workspace.id).count()


def _seen(row: models.AuditEntry) -> Entry:
    return Entry(row.number, row.at, row.actor, row.verb, row.subject, row.details)


def _digest(
    number: int,
    at: datetime,
    actor: str,
    verb: str,
    subject: str,
    details: Mapping[str, object],
    previous: str,
    workspace: UUID | None,
) -> str:
    """Over the workspace too, where there is one: an entry moved to another company breaks the chain."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [number, moment, actor, verb, subject, details, previous, *([str(workspace)] if workspace else [])]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

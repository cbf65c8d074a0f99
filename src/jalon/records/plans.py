"""Plan revisions: whole documents, immutable, in one chain."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from jalon.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Revision:
    """A plan as it was decided."""

    number: int
    document: str
    status: str
    author: str
    reason: str
    in_force_from: date
    written: datetime


class Overtaken(Exception):
    """Another revision came in between: what was decided was decided about an older plan."""


def append(
    workspace: Workspace, document: str, status: str, author: str, reason: str, day: date, after: int | None = None
) -> Revision:
    """Add a revision; the same document again adds nothing and gives the last one back.

    With `after`, only behind that revision: raises `Overtaken` when another came in between.
    """
    from django.db import transaction

    from jalon.records import models

    digest = hashlib.sha256(document.encode()).hexdigest()
    with transaction.atomic():
        models.Workspace.objects.select_for_update().get(id=workspace.id)
        last = models.PlanRevision.objects.filter(workspace_id=workspace.id).order_by("-number").first()
        if last is not None and last.digest == digest:
            return _seen(last)
        if after is not None and after != (last.number if last else 0):
            raise Overtaken
        row = models.PlanRevision.objects.create(
            workspace_id=workspace.id,
            number=(last.number if last else 0) + 1,
            document=document,
            digest=digest,
            status=status,
            author=author,
            reason=reason,
            in_force_from=day,
        )
    return _seen(row)


def latest(workspace: Workspace) -> Revision | None:
    """The newest revision."""
    from jalon.records import models

    row = models.PlanRevision.objects.filter(workspace_id=workspace.id).order_by("-number").first()
    return _seen(row) if row else None


def in_force(workspace: Workspace, day: date) -> Revision | None:
    """The revision in force on a day; before the first, the first: a plan may be written after its period began."""
    from jalon.records import models

    rows = models.PlanRevision.objects.filter(workspace_id=workspace.id)
    row = rows.filter(in_force_from__lte=day).order_by("-number").first() or rows.order_by("number").first()
    return _seen(row) if row else None


def numbered(workspace: Workspace, number: int) -> Revision | None:
    """A revision by its number: the one a scorecard was published under."""
    from jalon.records import models

    row = models.PlanRevision.objects.filter(workspace_id=workspace.id, number=number).first()
    return _seen(row) if row else None


def history(workspace: Workspace) -> list[Revision]:
    """Every revision, newest first."""
    from jalon.records import models

    return [_seen(row) for row in models.PlanRevision.objects.filter(workspace_id=workspace.id).order_by("-number")]


def _seen(row: object) -> Revision:
    from jalon.records import models

    assert isinstance(row, models.PlanRevision)  # noqa: S101  # rows of one table only
    return Revision(row.number, row.document, row.status, row.author, row.reason, row.in_force_from, row.written)

"""Reports frozen as they were: written once, whole, with a digest that says whether they still are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from jalon.records.workspaces import Workspace

if TYPE_CHECKING:
    from jalon.records import models


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen report."""

    id: int
    kind: str
    as_of: date
    edition: int
    language: str
    document: Mapping[str, object]
    digest: str
    made: datetime
    made_by: str

    @property
    def whole(self) -> bool:
        """Whether it is what was frozen, to the letter."""
        return _digest(self.document) == self.digest


def freeze(
    workspace: Workspace,
    kind: str,
    published: tuple[date, int],
    language: str,
    document: Mapping[str, object],
    by: str,
    now: datetime,
) -> Snapshot:
    """Keep a report of a published day and edition; the same report again is the one that is kept already."""
    from jalon.records import models

    as_of, edition = published
    digest = _digest(document)
    row = models.ReportSnapshot.objects.filter(workspace_id=workspace.id, kind=kind, digest=digest).first()
    row = row or models.ReportSnapshot.objects.create(
        workspace_id=workspace.id,
        kind=kind,
        as_of=as_of,
        edition=edition,
        language=language,
        document=dict(document),
        digest=digest,
        made=now,
        made_by=by,
    )
    return _seen(row)


def every(workspace: Workspace, kind: str) -> list[Snapshot]:
    """Frozen reports of a kind, newest first."""
    from jalon.records import models

    rows = models.ReportSnapshot.objects.filter(workspace_id=workspace.id, kind=kind).order_by("-id")
    return [_seen(row) for row in rows[:100]]


def one(workspace: UUID, snapshot: int) -> Snapshot | None:
    """One frozen report of a company."""
    from jalon.records import models

    row = models.ReportSnapshot.objects.filter(workspace_id=workspace, id=snapshot).first()
    return _seen(row) if row else None


def _seen(row: models.ReportSnapshot) -> Snapshot:
    return Snapshot(
        row.id, row.kind, row.as_of, row.edition, row.language, row.document, row.digest, row.made, row.made_by
    )


def _digest(document: Mapping[str, object]) -> str:
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

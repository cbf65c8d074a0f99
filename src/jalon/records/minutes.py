"""The minutes of the weekly review: written as it goes, line after line, never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from jalon.records.workspaces import Workspace

if TYPE_CHECKING:
    from jalon.records import models

Kind = Literal["note", "promise", "passed", "kept", "closed"]
LONGEST = 600
"""Letters of a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `kept` says that an earlier promise was kept: its subject is `promise:` and the id of that line."""

    id: int
    week: date
    subject: str
    kind: str
    text: str
    person: str
    due: date | None
    by: str
    at: datetime


def write(
    workspace: Workspace,
    week: date,
    subject: str,
    kind: Kind,
    by: str,
    now: datetime,
    text: str = "",
    promised: tuple[str, date | None] = ("", None),
) -> None:
    """Add a line."""
    from jalon.records import models

    person, due = promised
    models.MinuteLine.objects.create(
        workspace_id=workspace.id,
        week=week,
        subject=subject,
        kind=kind,
        text=" ".join(text.split())[:LONGEST],
        person=person,
        due=due,
        by=by,
        at=now,
    )


def of_week(workspace: Workspace, week: date) -> list[Line]:
    """The minutes of a week, in the order they were written."""
    from jalon.records import models

    return [_seen(row) for row in models.MinuteLine.objects.filter(workspace_id=workspace.id, week=week).order_by("id")]


def promises(workspace: Workspace, before: date) -> list[tuple[Line, bool]]:
    """Promises of earlier weeks, newest first, and whether each was kept; what was kept long ago is left out."""
    from jalon.records import models

    rows = models.MinuteLine.objects.filter(workspace_id=workspace.id)
    kept = set(rows.filter(kind="kept").values_list("subject", flat=True))
    made = [_seen(row) for row in rows.filter(kind="promise", week__lt=before).order_by("-week", "-id")[:50]]
    newest = max((one.week for one in made), default=before)
    paired = [(one, f"promise:{one.id}" in kept) for one in made]
    return [(one, done) for one, done in paired if not done or one.week == newest]


def weeks(workspace: Workspace) -> list[date]:
    """The weeks that have minutes, newest first."""
    from jalon.records import models

    rows = models.MinuteLine.objects.filter(workspace_id=workspace.id).order_by("-week")
    return list(rows.values_list("week", flat=True).distinct())


def _seen(row: models.MinuteLine) -> Line:
    return Line(row.id, row.week, row.subject, row.kind, row.text, row.person, row.due, row.by, row.at)

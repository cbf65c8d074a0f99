"""What a workspace said its own files are: choices kept version by version, so that next month's file is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jalon.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class KeptFormat:
    """One version of a choice, as it was written."""

    tool: str
    report: str
    version: int
    choice: Mapping[str, object]
    author: str
    written: datetime


def save(workspace: Workspace, choice: Mapping[str, object], author: str, now: datetime) -> KeptFormat:
    """Keep a choice as the next version of its tool and report; the same choice again is the version there is."""
    current = _last(workspace, str(choice["tool"]), str(choice["report"]))
    if current is not None and not current[1] and dict(current[0].choice) == dict(choice):
        return current[0]
    return _write(workspace, choice, author, now, retired=False)


def retire(workspace: Workspace, tool: str, report: str, author: str, now: datetime) -> KeptFormat | None:
    """Stop recognising files by a choice; None when there is none. What it read stays."""
    current = _last(workspace, tool, report)
    if current is None or current[1]:
        return None
    return _write(workspace, current[0].choice, author, now, retired=True)


def every(workspace: Workspace) -> list[KeptFormat]:
    """The choices in force, by tool and report."""
    from jalon.records import models

    rows = models.SavedFormat.objects.filter(workspace_id=workspace.id).order_by("tool", "report", "version")
    last = {(row.tool, row.report): row for row in rows}
    return [_kept(row) for row in last.values() if not row.retired]


def _last(workspace: Workspace, tool: str, report: str) -> tuple[KeptFormat, bool] | None:
    from jalon.records import models

    of_report = models.SavedFormat.objects.filter(workspace_id=workspace.id, tool=tool, report=report)
    row = of_report.order_by("-version").first()
    return (_kept(row), row.retired) if row else None


def _write(
    workspace: Workspace, choice: Mapping[str, object], author: str, now: datetime, *, retired: bool
) -> KeptFormat:
    from django.db import transaction

    from jalon.records import audit, models

    tool, report = str(choice["tool"]), str(choice["report"])
    with transaction.atomic():
        last = _last(workspace, tool, report)
        row = models.SavedFormat.objects.create(
            workspace_id=workspace.id,
            tool=tool,
            report=report,
            version=last[0].version + 1 if last else 1,
            choice=dict(choice),
            retired=retired,
            author=author,
            written=now,
        )
        verb = "retire_format" if retired else "save_format"
        audit.write(author, verb, f"{tool}/{report}", now, {"version": row.version}, workspace=workspace.id)
    return _kept(row)


def _kept(row: object) -> KeptFormat:
    from jalon.records import models

    assert isinstance(row, models.SavedFormat)  # noqa: S101  # the query's own type
    return KeptFormat(row.tool, row.report, row.version, row.choice, row.author, row.written)

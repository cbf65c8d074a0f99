"""Loads committed to the facts, and the digests of what they wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from jalon.facts.load import Commit, DataFile, Load
from jalon.records.workspaces import Workspace

LEAST_OF_AN_ID = 8


@dataclass(frozen=True, slots=True)
class KeptLoad:
    """A load as it is listed."""

    import_id: str
    source: str
    cut: str
    first_day: date | None
    last_day: date | None
    file_name: str
    format: str
    extracted_at: datetime
    imported: datetime
    author: str
    rows: int
    difference: Mapping[str, object]
    undone: datetime | None
    undone_by: str = ""
    undone_reason: str = ""
    number: int = 0

    def as_document(self) -> dict[str, object]:
        """Its JSON form."""
        told = {name: getattr(self, name) for name in ("import_id", "source", "cut", "file_name", "format", "author")}
        days = {"first_day": self.first_day, "last_day": self.last_day}
        moments = {"extracted_at": self.extracted_at, "imported": self.imported, "undone": self.undone}
        dated = {name: when.isoformat() if when else None for name, when in {**days, **moments}.items()}
        gone = {"undone_by": self.undone_by, "undone_reason": self.undone_reason}
        return {**told, **dated, "rows": self.rows, **gone, "difference": dict(self.difference)}


def keep(workspace: Workspace, load: Load, commit: Commit, findings: Iterable[Mapping[str, object]] = ()) -> None:
    """List a committed load once and keep the digests of its files, in one transaction."""
    from django.db import transaction

    from jalon.records import models

    days = [day for period in load.covers for day in (period.start, period.end)]
    difference = commit.difference
    with transaction.atomic():
        models.ImportedLoad.objects.update_or_create(
            workspace_id=workspace.id,
            import_id=load.import_id,
            defaults={
                "source": load.source,
                "account": load.account or "",
                "cut": load.cut.text,
                "first_day": min(days, default=None),
                "last_day": max(days, default=None),
                "sha256": load.sha256,
                "file_name": load.file_name,
                "format": load.format,
                "extracted_at": load.extracted_at,
                "author": load.author,
                "rows": difference.rows_after,
                "difference": difference.as_document(),
                "findings": list(findings),
                "version": commit.version,
                "undone": None,
                "undone_by": "",
                "undone_reason": "",
            },
        )
        keep_digests(workspace, commit.files)


def keep_digests(workspace: Workspace, files: Iterable[DataFile]) -> None:
    """Remember what each file was when it was written; a digest once kept never changes."""
    from jalon.records import models

    rows = [
        models.DataFileDigest(workspace_id=workspace.id, path=placed(file.path), bytes=file.bytes, sha256=file.sha256)
        for file in files
    ]
    models.DataFileDigest.objects.bulk_create(rows, ignore_conflicts=True)


def placed(path: str) -> str:
    """A data file by its table's folder and its own name: a home may be moved as a whole."""
    return "/".join(PurePath(path).parts[-2:])


def mark_undone(
    workspace: Workspace, import_id: str, files: Iterable[DataFile], now: datetime, actor: str = "", reason: str = ""
) -> None:
    """A load was given back, by whom and why."""
    from jalon.records import models

    models.ImportedLoad.objects.filter(workspace_id=workspace.id, import_id=import_id).update(
        undone=now, undone_by=actor, undone_reason=reason
    )
    keep_digests(workspace, files)


def recent(workspace: Workspace, most: int = 50, before: int | None = None) -> list[KeptLoad]:
    """The last loads, newest first; those that were listed before one of them."""
    from jalon.records import models

    rows = models.ImportedLoad.objects.filter(workspace_id=workspace.id).order_by("-id")
    return [_seen(row) for row in (rows if before is None else rows.filter(id__lt=before))[:most]]


def found(workspace: Workspace, import_id: str) -> KeptLoad | None:
    """A load by its id, or by the beginning of it when that is long enough and names one alone."""
    from jalon.records import models

    if len(import_id) < LEAST_OF_AN_ID:
        return None

    rows = list(models.ImportedLoad.objects.filter(workspace_id=workspace.id, import_id__startswith=import_id)[:2])
    return _seen(rows[0]) if len(rows) == 1 else None


def import_ids(workspace: Workspace) -> set[str]:
    """Every load listed and not undone."""
    from jalon.records import models

    rows = models.ImportedLoad.objects.filter(workspace_id=workspace.id, undone=None)
    return set(rows.values_list("import_id", flat=True))


def digests(workspace: Workspace) -> dict[str, str]:
    """Path inside the workspace's facts → SHA-256 when it was written."""
    from jalon.records import models

    return dict(models.DataFileDigest.objects.filter(workspace_id=workspace.id).values_list("path", "sha256"))


def _seen(row: object) -> KeptLoad:
    from jalon.records import models

    assert isinstance(row, models.ImportedLoad)  # noqa: S101  # rows of one table only
    return KeptLoad(
        row.import_id,
        row.source,
        row.cut,
        row.first_day,
        row.last_day,
        row.file_name,
        row.format,
        row.extracted_at,
        row.imported,
        row.author,
        row.rows,
        row.difference,
        row.undone,
        row.undone_by,
        row.undone_reason,
        row.id,
    )

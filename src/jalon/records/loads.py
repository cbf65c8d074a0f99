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


def keep(workspace: Workspace, load: Load, commit: Commit, findings: Iterable[Mapping[str, object]] = ()) -> None:
    """List a committed load once and keep the digests of its files, in one transaction."""
    from django.db import transaction

    from jalon.records import models

    days = [day for period in load.covers for day in (period.start, period.end)]
    difference = commit.difference
    said = {
        "rows_before": difference.rows_before,
        "rows_after": difference.rows_after,
        "new_days": difference.new_days,
        "replaced_days": difference.replaced_days,
        "changes": [[c.measure, _text(c.before), _text(c.after)] for c in difference.changes],
    }
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
                "difference": said,
                "findings": list(findings),
                "version": commit.version,
                "undone": None,
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


def mark_undone(workspace: Workspace, import_id: str, commit: Commit, now: datetime) -> None:
    """A load was given back."""
    from jalon.records import models

    models.ImportedLoad.objects.filter(workspace_id=workspace.id, import_id=import_id).update(undone=now)
    keep_digests(workspace, commit.files)


def recent(workspace: Workspace, most: int = 50) -> list[KeptLoad]:
    """The last loads, newest first."""
    from jalon.records import models

    rows = models.ImportedLoad.objects.filter(workspace_id=workspace.id).order_by("-imported", "-id")[:most]
    return [_seen(row) for row in rows]


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


def _text(value: object) -> str | None:
    return None if value is None else str(value)


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
    )

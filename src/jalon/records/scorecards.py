"""Published scorecards: append-only, with the changes of standing that each one brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from jalon.records.workspaces import Workspace

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jalon.records.models import PublishedScorecard

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Published:
    """A scorecard as it was published."""

    as_of: date
    edition: int
    plan_revision: int
    document: Document
    published: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A standing that moved."""

    subject: str
    before: str
    after: str
    as_of: date
    owner: str


def next_edition(workspace: Workspace, as_of: date) -> int:
    """1 for the first scorecard of a day."""
    from jalon.records import models

    rows = models.PublishedScorecard.objects.filter(workspace_id=workspace.id, as_of=as_of)
    last = rows.order_by("-edition").values_list("edition", flat=True).first()
    return (last or 0) + 1


def publish(workspace: Workspace, as_of: date, edition: int, plan_revision: int, document: Document) -> list[Change]:
    """Keep a scorecard and what it changed against the one published before it, in one transaction."""
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        before = _before(workspace, as_of, edition)
        models.PublishedScorecard.objects.create(
            workspace_id=workspace.id,
            as_of=as_of,
            edition=edition,
            plan_revision=plan_revision,
            document=document,
        )
        moved = changes_between(before, document, as_of) if before else []
        models.StandingChange.objects.bulk_create(
            models.StandingChange(
                workspace_id=workspace.id,
                subject=change.subject,
                before=change.before,
                after=change.after,
                as_of=as_of,
                edition=edition,
                owner=change.owner,
            )
            for change in moved
        )
    return moved


def latest(workspace: Workspace, as_of: date | None = None) -> Published | None:
    """The newest scorecard, or the one published for a day (its last edition)."""
    from jalon.records import models

    rows = models.PublishedScorecard.objects.filter(workspace_id=workspace.id)
    return _first((rows.filter(as_of=as_of) if as_of else rows).order_by("-as_of", "-edition"))


def edition(workspace: Workspace, as_of: date, number: int) -> Published | None:
    """The scorecard of a day and edition."""
    from jalon.records import models

    return _first(models.PublishedScorecard.objects.filter(workspace_id=workspace.id, as_of=as_of, edition=number))


def known_on(workspace: Workspace, day: date) -> Published | None:
    """The newest scorecard published for a day or before it."""
    from jalon.records import models

    rows = models.PublishedScorecard.objects.filter(workspace_id=workspace.id, as_of__lte=day)
    return _first(rows.order_by("-as_of", "-edition"))


def documents(workspace: Workspace, until: date) -> list[Document]:
    """The last edition of each day up to one, oldest first."""
    from jalon.records import models

    rows = models.PublishedScorecard.objects.filter(workspace_id=workspace.id, as_of__lte=until)
    by_day = dict(rows.order_by("as_of", "edition").values_list("as_of", "document"))
    return list(by_day.values())


def days(workspace: Workspace, most: int = 30) -> list[date]:
    """The days that have a scorecard, newest first."""
    from jalon.records import models

    rows = models.PublishedScorecard.objects.filter(workspace_id=workspace.id).order_by("-as_of")
    return list(rows.values_list("as_of", flat=True).distinct()[:most])


def changes(workspace: Workspace, since: date) -> list[Change]:
    """Standings that moved since a day, newest first."""
    from jalon.records import models

    rows = models.StandingChange.objects.filter(workspace_id=workspace.id, as_of__gte=since).order_by("-as_of", "-id")
    return [Change(row.subject, row.before, row.after, row.as_of, row.owner) for row in rows]


def changes_between(before: Document, after: Document, as_of: date) -> list[Change]:
    """Standings that differ between two documents, by subject."""
    old = {subject: standing for subject, standing, _ in standings(before)}
    return [
        Change(subject, old[subject], standing, as_of, owner)
        for subject, standing, owner in standings(after)
        if subject in old and old[subject] != standing
    ]


def standings(document: Document) -> list[tuple[str, str, str]]:
    """Subject, standing and owner of everything that has a standing."""
    found = []
    for kind, rows in (("objective", "objectives"), ("kra", "kras"), ("kpi", "kpis"), ("kri", "kris")):
        listed = document.get(rows)
        for row in listed if isinstance(listed, list) else []:
            inner = row.get("measured", row)
            found.append((f"{kind}:{inner['id']}", str(inner["standing"]), str(inner.get("owner") or "")))
    return found


def _first(rows: QuerySet[PublishedScorecard]) -> Published | None:
    row = rows.defer("document").first()
    if row is None:
        return None
    return Published(row.as_of, row.edition, row.plan_revision, _document(row.pk, row.published), row.published)


@lru_cache(maxsize=4)
def _document(row: int, _published: datetime) -> Document:
    """A document read once in a process: what was published never changes, and a thousand KPIs weigh 16 MB."""
    from jalon.records import models

    found: Document = models.PublishedScorecard.objects.values_list("document", flat=True).get(pk=row)
    return found


def _before(workspace: Workspace, as_of: date, edition: int) -> Document | None:
    from django.db.models import Q

    from jalon.records import models

    earlier = Q(as_of__lt=as_of) | Q(as_of=as_of, edition__lt=edition)
    row = models.PublishedScorecard.objects.filter(earlier, workspace_id=workspace.id).order_by("-as_of", "-edition")
    first = row.first()
    return first.document if first else None

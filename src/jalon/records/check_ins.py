"""Weekly check-ins: what somebody who answers for an area believes, kept beside what was published, never mixed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from jalon.records.scorecards import Published
from jalon.records.workspaces import Workspace

CONFIDENCES = tuple(Decimal(share) for share in ("0.05", "0.2", "0.4", "0.6", "0.8", "0.95"))
"""Six answers are enough to say what one believes, and both ends are there."""
NEXT_STEPS = ("hold", "act", "ask")
LONGEST = 280
Way = Literal["session", "link", "terminal", "program"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says: a confidence between 0 and 1, a sentence, and what comes next."""

    confidence: Decimal
    sentence: str
    next_step: str


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A check-in as it was kept. `odds` are those the person read beside her own confidence."""

    person: str
    kra: str
    kpi: str
    week: date
    as_of: date
    odds: Decimal | None
    target: str
    due: date | None
    confidence: Decimal
    sentence: str
    next_step: str
    way: str
    written: datetime


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def keep(
    workspace: Workspace, person: str, kpi: str, week: date, said: Said, read: Published, way: Way, now: datetime
) -> CheckIn:
    """Add a check-in on a KPI of the scorecard that the person read; raises KeyError when it is not there."""
    from jalon.records import models

    row = _row(read.document, kpi)
    measured = row["measured"]
    assert isinstance(measured, Mapping)  # noqa: S101  # the form of the contract
    due = measured.get("due")
    kept = models.CheckIn.objects.create(
        workspace_id=workspace.id,
        person=person,
        kra=str(row["kra"]),
        kpi=kpi,
        week=week,
        as_of=read.as_of,
        edition=read.edition,
        value=_text(measured.get("value")),
        odds=_text(measured.get("odds")),
        target=str(measured.get("target") or measured.get("target_range") or ""),
        due=date.fromisoformat(str(due)) if due else None,
        confidence=said.confidence,
        sentence=" ".join(said.sentence.split())[:LONGEST],
        next_step=said.next_step,
        way=way,
        written=now,
    )
    return _seen(kept)


def latest(workspace: Workspace, kpi: str, until: date) -> CheckIn | None:
    """The last check-in on a KPI, of what was known up to a day."""
    from jalon.records import models

    rows = models.CheckIn.objects.filter(workspace_id=workspace.id, kpi=kpi, as_of__lte=until)
    row = rows.order_by("-week", "-written", "-id").first()
    return _seen(row) if row else None


def of_person_before(workspace: Workspace, person: str, kpi: str, week: date) -> CheckIn | None:
    """What a person said of a KPI the last time before a week."""
    from jalon.records import models

    rows = models.CheckIn.objects.filter(workspace_id=workspace.id, person=person, kpi=kpi, week__lt=week)
    row = rows.order_by("-week", "-written", "-id").first()
    return _seen(row) if row else None


def of_week(workspace: Workspace, week: date) -> list[CheckIn]:
    """The last word of each person on each KPI in a week, newest first."""
    from jalon.records import models

    rows = models.CheckIn.objects.filter(workspace_id=workspace.id, week=week).order_by("-written", "-id")
    last: dict[tuple[str, str], CheckIn] = {}
    for row in rows:
        last.setdefault((row.person, row.kpi), _seen(row))
    return list(last.values())


def of_person(workspace: Workspace, person: str) -> list[CheckIn]:
    """Everything a person said, her last word of each week on each KPI, oldest first: for her own eyes."""
    from jalon.records import models

    rows = models.CheckIn.objects.filter(workspace_id=workspace.id, person=person).order_by("written", "id")
    last = {(row.kpi, row.week): _seen(row) for row in rows}
    return sorted(last.values(), key=lambda one: (one.week, one.kpi))


def take_back(workspace: Workspace, person: str, kpi: str, week: date) -> bool:
    """Take back a person's last word of a week on a KPI; the one before it counts again. False where there is none.

    The only other row that goes is what she erases herself: nobody else takes a word away.
    """
    from jalon.records import models

    rows = models.CheckIn.objects.filter(workspace_id=workspace.id, person=person, kpi=kpi, week=week)
    last = rows.order_by("-written", "-id").values_list("id", flat=True).first()
    return last is not None and rows.filter(id=last).delete()[0] > 0


def forget(workspace: Workspace, person: str) -> int:
    """Erase everything a person said; how many rows there were. Written once, but hers."""
    from jalon.records import models

    return models.CheckIn.objects.filter(workspace_id=workspace.id, person=person).delete()[0]


def _row(document: Mapping[str, object], kpi: str) -> Mapping[str, object]:
    listed = document.get("kpis")
    for row in listed if isinstance(listed, list) else []:
        if row["measured"]["id"] == kpi:
            found: Mapping[str, object] = row
            return found
    raise KeyError(kpi)


def _text(value: object) -> str:
    """A number of the scorecard; empty where it was refused."""
    return str(value) if isinstance(value, str) else ""


def _seen(row: object) -> CheckIn:
    from jalon.records import models

    assert isinstance(row, models.CheckIn)  # noqa: S101  # rows of one table only
    odds = Decimal(row.odds) if row.odds else None
    return CheckIn(
        row.person, row.kra, row.kpi, row.week, row.as_of, odds, row.target, row.due, Decimal(row.confidence),
        row.sentence, row.next_step, row.way, row.written,
    )  # fmt: skip

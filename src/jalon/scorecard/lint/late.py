"""D002: a source older than expected: one finding to the person who looks after it, with the days to export."""

from __future__ import annotations

from collections.abc import Iterable

from jalon.findings import Finding, Place, Severity
from jalon.scorecard.results import SourceRow

CODE = "D002"


def told_once(findings: Iterable[Finding], rows: Iterable[SourceRow]) -> tuple[Finding, ...]:
    """The findings with one D002 for each late source of the plan, read by a formula or not."""
    late = {f"source:{row.id}": row for row in rows if row.standing == "stale"}
    known, others = dict[str, Finding](), list[Finding]()
    for finding in findings:
        if finding.code == CODE and finding.subject in late:
            known[finding.subject] = finding
        elif finding.code != CODE or not finding.subject.startswith("source:"):
            others.append(finding)
    told = [_told(subject, row, known.get(subject)) for subject, row in late.items()]
    return (*others, *told)


def _told(subject: str, row: SourceRow, known: Finding | None) -> Finding:
    details = {
        "tool": row.tool,
        "last_day": row.last_day.isoformat() if row.last_day else None,
        "age_days": row.age_days,
        "expected_days": row.expected_days,
        "owner": row.owner,
        "from_day": row.again[0].start.isoformat() if row.again else None,
        "again": [[period.start.isoformat(), period.end.isoformat()] for period in row.again],
    }
    place = Place(None, None, f"sources.{row.id}")
    return Finding(CODE, Severity.WARNING, subject, place, details, known.others if known else ())

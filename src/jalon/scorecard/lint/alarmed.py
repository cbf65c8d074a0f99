"""X004: a KRI in alert that nobody answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from jalon.findings import Detail, Finding, Place, Severity
from jalon.scorecard.lint.known import Known
from jalon.scorecard.results import KriRow, KriStanding


def unanswered_alerts(known: Known) -> Iterator[Finding]:
    """Risks red for longer than their response allows, without a decision that cites them since."""
    written = {kri.id: kri for _, kri in known.plan.kris()}
    for row in known.kris:
        kri, since = written.get(row.id), red_since(row)
        if kri is None or since is None or kri.response.within is None:
            continue
        days = (known.as_of - since).days
        if timedelta(days=days) > kri.response.within.as_timedelta() and not _logged(known, row.id, since):
            details: dict[str, Detail] = {
                "days": days,
                "since": since.isoformat(),
                "within": kri.response.within.whole_days(),
                "owner": row.response_owner,
            }
            yield Finding("X004", Severity.WARNING, f"kri:{row.id}", Place(None, None, kri.path), details)


def red_since(row: KriRow) -> date | None:
    """The first day of the red readings that last until now; None where it is not red, or its readings do not say."""
    if row.standing is not KriStanding.RED:
        return None
    since: date | None = None
    for reading in reversed(row.readings):
        if reading.get("level") is not KriStanding.RED:
            break
        day = reading.get("day")
        since = day if isinstance(day, date) else since
    return since


def _logged(known: Known, kri: str, since: date) -> bool:
    return any(kri in one.evidence and one.day is not None and one.day >= since for one in known.plan.decisions)

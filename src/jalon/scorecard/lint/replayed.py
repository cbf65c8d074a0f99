"""X002, X003: a KRI whose replayed past repeats what it threatens, never speaks, or never stops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jalon.findings import Detail, Finding, Place, Severity
from jalon.plan.model import Kri
from jalon.scorecard.lint.known import Known

TOO_OFTEN = 0.25


def taught_by_their_past(known: Known) -> Iterator[Finding]:
    """Risks that the newest back-test found to copy a figure they threaten, or to be mute or always in alert.

    The plan says a copy that its formulas show (X002); here it is the figures that show it. A risk whose limits
    never spoke for twelve months, or spoke more than a quarter of them, has limits to revise.
    """
    past = {str(row.get("id")): row for row in known.replays}
    for _, kri in known.plan.kris():
        row = past.get(kri.id)
        if row is None:
            continue
        copied = row.get("copies")
        if isinstance(copied, str) and copied in kri.threatens:
            copy: dict[str, Detail] = {"reason": "copy", "copied": copied}
            yield Finding("X002", Severity.WARNING, f"kri:{kri.id}", Place(None, None, kri.path), copy)
        yield from _mute_or_loud(kri, row.get("year"))


def _mute_or_loud(kri: Kri, year: object) -> Iterator[Finding]:
    if not isinstance(year, Mapping):
        return
    amber, red = (float(str(year[name])) for name in ("amber", "red"))
    details: dict[str, Detail] = {"reason": "mute"} if amber == red == 0 else {"reason": "loud", "part": f"{red:.3f}"}
    if amber == red == 0 or red > TOO_OFTEN:
        yield Finding("X003", Severity.WARNING, f"kri:{kri.id}", Place(None, None, kri.path), details)

"""S008: a target whose change would be lost in what the KPI does by itself."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.findings import Finding, Place, Severity
from jalon.scorecard.lint.known import Known
from jalon.scorecard.visible import Visibility


def lost_in_the_noise(known: Known) -> Iterator[Finding]:
    """Open targets that would be told from chance less than once in two."""
    for one in known.targets():
        seen = one.row.visible
        if one.is_open and isinstance(seen, Visibility) and not seen.stands_out:
            details = {"aimed": str(abs(seen.aimed)), "smallest": str(seen.smallest), "days": seen.days}
            yield Finding("S008", Severity.WARNING, one.subject, Place(None, None, one.path), details)

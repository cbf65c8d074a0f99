"""What the person answered when a file could not tell: options of `read` and `import`, kept with the load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jalon.quantities import Period


@dataclass(frozen=True, slots=True)
class Answers:
    """Each field is an option; None when nothing was answered."""

    currency: str | None = None
    period: Period | None = None
    timezone: str | None = None
    account: str | None = None
    tool: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    as_format: str | None = None
    meant: str | None = None
    """The format meant where several fit equally; `as_format` is meant for every file."""
    day_first: bool | None = None
    accepted: frozenset[str] = frozenset()
    extracted_at: datetime | None = None


NOTHING = Answers()

"""What was noticed, apart from the words that say it: a code, how grave, about what, where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Detail = object
"""A value of `Finding.details`: text, number, bool, None, list or mapping of these (JSON-ready)."""


class Severity(StrEnum):
    """How grave: `error` forbids, `todo` is a draft's gap, `warning` asks, `info` is kept."""

    ERROR = "error"
    TODO = "todo"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a file with a 1-based line, and a path inside the document or a column of a table."""

    file: str | None = None
    line: int | None = None
    path: str | None = None
    column: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed. It holds no sentence: `wording` makes it from the code and the details."""

    code: str
    severity: Severity
    subject: str
    place: Place = NOWHERE
    details: Mapping[str, Detail] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Detail]:
        """The JSON form shared by every command, without its message."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "subject": self.subject,
            "others": list(self.others),
            "place": {"file": self.place.file, "line": self.place.line, "path": self.place.path},
            "details": dict(self.details),
        }


def in_reading_order(findings: list[Finding]) -> list[Finding]:
    """By line, then code, then subject: the same answer for the same file, whatever made it."""
    return sorted(findings, key=lambda f: (f.place.line or 0, f.code, f.subject, f.place.path or ""))

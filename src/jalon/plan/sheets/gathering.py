"""What is at hand while somebody's sheets are read: the plan now and as it was laid out, the changes gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jalon.findings import Detail, Finding, Severity
from jalon.plan.document.changing import inside
from jalon.plan.document.writing import Data
from jalon.plan.sheets.editing import Draft
from jalon.plan.sheets.filled import Filled
from jalon.plan.sheets.laying import Object, languages_of


@dataclass(frozen=True, slots=True)
class Decided:
    """By whom, why and from which day targets with a history change."""

    author: str
    reason: str
    day: date


@dataclass(slots=True)
class Taking:
    """What is at hand while sheets are read."""

    current: Data
    base: Data
    decided: Decided
    draft: Draft
    filled: Mapping[str, Filled]
    findings: list[Finding] = field(default_factory=list)
    new_kras: dict[str, Object] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        return languages_of(self.base)

    def blame(self, own: Filled, row: int | None, header: str | None, code: str, **details: Detail) -> None:
        """A cell, or a row, that is not understood."""
        self.findings.append(Finding(code, Severity.ERROR, "plan", own.place(row, header), details))

    def kra_path(self, name: str) -> str | None:
        """Where an area stands that is not going away."""
        kras = inside(self.current, "kras")
        listed = kras if isinstance(kras, list) else []
        at = next((i for i, one in enumerate(listed) if isinstance(one, dict) and one.get("id") == name), None)
        return None if at is None or f"kras.{at}" in self.draft.removed else f"kras.{at}"

"""Judging a plan by every rule, once each: severities of drafts, waivers, order, counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import jalon.plan.lint.rules as shipped
from jalon.findings import Finding, Severity, in_reading_order
from jalon.plan.document import Reading
from jalon.plan.lint.rule import Case, Rule
from jalon.plan.model import Plan

TOLERATED_IN_DRAFT = "RKSDAXZ"


@dataclass(frozen=True, slots=True)
class LintReport:
    """Everything the lint says of a plan, at once."""

    file: str
    findings: tuple[Finding, ...]
    waived: int

    @property
    def counts(self) -> dict[str, int]:
        """How many of each severity."""
        found = [finding.severity for finding in self.findings]
        return {str(severity): found.count(severity) for severity in Severity}

    def as_document(self, message: Callable[[dict[str, object]], str]) -> dict[str, object]:
        """The document of `jalon lint --json`; `message` makes the sentence of each finding."""
        rows = [{**finding.as_document(), "message": message(finding.as_document())} for finding in self.findings]
        return {
            "plan": self.file,
            "version": "jalon/1",
            "counts": self.counts,
            "waived": self.waived,
            "findings": rows,
        }


def shipped_rules() -> list[Rule]:
    """Every rule of this room: one file each under `rules/`."""
    found: list[Rule] = []
    for module in iter_modules(shipped.__path__):
        rule = import_module(f"{shipped.__name__}.{module.name}").RULE
        found.extend(rule if isinstance(rule, tuple) else (rule,))
    return sorted(found, key=lambda rule: rule.code)


def lint(reading: Reading, as_of: date | None = None, rules: Sequence[Rule] | None = None) -> LintReport:
    """Judge a plan as it was read. A plan that cannot be read has its one finding and no other."""
    plan = reading.plan
    if plan is None:
        return LintReport(reading.file, reading.findings, 0)
    case = Case(plan, reading.places, plan.as_of or as_of)
    chosen = shipped_rules() if rules is None else rules
    found = [*reading.findings, *(finding for rule in chosen for finding in rule.findings(case))]
    kept, waived = _waived(_silenced(found), plan, case.as_of)
    graded = [_in_draft(finding) for finding in kept] if plan.is_draft else kept
    return LintReport(reading.file, tuple(in_reading_order(graded)), waived)


def _silenced(found: list[Finding]) -> list[Finding]:
    """One fault, one code: S007 silences S001 to S003 on its KPI; M014 silences M015 on its cascade."""
    context = {f.subject for f in found if f.code == "S007"}
    twice = {f.subject for f in found if f.code == "M014"}
    return [
        f
        for f in found
        if not (f.code in ("S001", "S002", "S003") and f.subject in context)
        and not (f.code == "M015" and f.subject in twice)
    ]


def _waived(found: list[Finding], plan: Plan, as_of: date | None) -> tuple[list[Finding], int]:
    """Warnings and infos that a waiver in force hides; an error is never hidden."""
    hidden = {
        (waiver.code, waiver.subject)
        for waiver in plan.lint.waivers
        if waiver.until is None or as_of is None or waiver.until >= as_of
    }
    kept = [
        f for f in found if f.severity not in (Severity.WARNING, Severity.INFO) or (f.code, f.subject) not in hidden
    ]
    return kept, len(found) - len(kept)


def _in_draft(finding: Finding) -> Finding:
    if finding.severity is Severity.ERROR and finding.code[0] in TOLERATED_IN_DRAFT:
        return replace(finding, severity=Severity.TODO)
    return finding

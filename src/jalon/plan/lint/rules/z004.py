"""Z004: a waiver is in force, and never aimed at an error."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from jalon.findings import Severity
from jalon.plan.lint.rule import Breach, Case, warning

DATA_ERRORS = frozenset({"D001"})
"""Errors that only the data can show; they are judged elsewhere and cannot be waived either."""


def _of_the_document(code: str) -> bool:
    """F001 to F109: what a machine cannot read. F110 is an info."""
    return code.startswith("F") and code != "F110"


def _breaches(case: Case) -> Iterator[Breach]:
    severities = {rule.code: rule.severity for rule in import_module("jalon.plan.lint").shipped_rules()}
    for waiver in case.plan.lint.waivers:
        expired = case.as_of is not None and waiver.until is not None and waiver.until < case.as_of
        code = waiver.code or ""
        aimed = severities.get(code) is Severity.ERROR or code in DATA_ERRORS or _of_the_document(code)
        if expired or aimed:
            until = waiver.until.isoformat() if waiver.until else None
            details = {"code": code, "until": until, "reason": "error" if aimed else "expired"}
            yield Breach(f"waiver:{code}", waiver.path, details)


RULE = warning("Z004", _breaches)

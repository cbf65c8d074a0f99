"""M008: a ratio of few cases, whose last digits are chance."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon import catalogue
from jalon.findings import Finding, Place, Severity
from jalon.scorecard.lint.known import Aimed, Known


def few_cases(known: Known) -> Iterator[Finding]:
    """Ratios shown under every minimum that their catalogue row states."""
    for one in known.targets():
        row, least = one.row, _least(one)
        if not isinstance(row.value, Decimal) or row.denominator is None or row.numerator is None or not least:
            continue
        parts = {"numerator": abs(row.numerator), "denominator": row.denominator}
        if all(parts[name] < needed for name, needed in least.items()):
            needed = least.get("denominator", least.get("numerator"))
            details = {
                "numerator": f"{row.numerator:f}",
                "denominator": f"{row.denominator:f}",
                "needed": f"{needed:f}",
                "side": "denominator" if "denominator" in least else "numerator",
            }
            yield Finding("M008", Severity.WARNING, one.subject, Place(None, None, one.path), details)


def _least(one: Aimed) -> dict[str, Decimal]:
    row = catalogue.kpis().get(one.asked.use or "")
    found = {} if row is None else {"numerator": row.min_numerator, "denominator": row.min_denominator}
    return {name: needed for name, needed in found.items() if needed is not None}

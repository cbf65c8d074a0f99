"""M003: a sum cascade adds up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon.plan.lint.cascades import adds_wrongly, mixes_units, sums
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for cascade in sums(case.plan):
        if cascade.broken(case) or mixes_units(cascade) or adds_wrongly(cascade, case.plan):
            continue
        tolerance = cascade.cascade.tolerance or Decimal(0)
        rest = cascade.cascade.rest
        for name, whole, parts, more in (
            ("baseline", cascade.result.baseline, [r.baseline for r in cascade.rows], rest.baseline),
            ("target", cascade.target, [r.target for r in cascade.rows], rest.target),
        ):
            known = [part for part in parts if part is not None]
            if whole is None or len(known) < len(parts):
                continue
            total = sum(known, Decimal(0)) + more
            if abs(total - whole) > tolerance:
                details = {"field": name, "parts": str(total), "result": str(whole), "gap": str(total - whole)}
                yield Breach(cascade.subject, cascade.path, details)
                break


RULE = error("M003", _breaches)

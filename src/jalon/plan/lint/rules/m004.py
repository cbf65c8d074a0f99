"""M004: a product cascade recomposes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from jalon.plan.lint.cascades import cascades
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for cascade in cascades(case.plan, "product"):
        if cascade.broken(case):
            continue
        tolerance = cascade.cascade.tolerance or Decimal("0.005")
        for name, whole, parts in (
            ("baseline", cascade.result.baseline, [r.baseline for r in cascade.rows]),
            ("target", cascade.target, [r.target for r in cascade.rows]),
        ):
            known = [part for part in parts if part is not None]
            if not whole or len(known) < len(parts):
                continue
            total = Decimal(math.prod(known))
            if abs(total / whole - 1) > tolerance:
                details = {"field": name, "parts": format(total.normalize(), "f"), "result": str(whole)}
                yield Breach(cascade.subject, cascade.path, details)
                break


RULE = error("M004", _breaches)

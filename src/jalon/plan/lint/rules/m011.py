"""M011: a sum cascade adds one unit."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import adds_wrongly, mixes_units, sums
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for cascade in sums(case.plan):
        if mixes_units(cascade) and not adds_wrongly(cascade, case.plan):
            units = {row.name: row.unit for row in cascade.rows}
            yield Breach(cascade.subject, cascade.path, {"units": units, "result": cascade.result.unit})


RULE = error("M011", _breaches, "plan+catalogue")

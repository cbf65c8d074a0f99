"""K006: few indicators an area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    most = case.plan.lint.kpis_per_kra
    for kra in case.plan.kras:
        if len(kra.kpis) > most:
            yield Breach(f"kra:{kra.id}", f"{kra.path}.kpis", {"count": len(kra.kpis), "most": most})


RULE = warning("K006", _breaches)

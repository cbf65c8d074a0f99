"""K009: an area has an indicator."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        if not kra.kpis and not case.wrong(f"{kra.path}.kpis"):
            yield Breach(f"kra:{kra.id}", f"{kra.path}.kpis")


RULE = error("K009", _breaches)

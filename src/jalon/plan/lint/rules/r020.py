"""R020: an area has a territory."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        if not kra.territory and not case.wrong(f"{kra.path}.territory"):
            yield Breach(f"kra:{kra.id}", f"{kra.path}.territory")


RULE = error("R020", _breaches)

"""R004: two areas may not claim the same territory unless a rule settles it."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for overlap in case.territory.overlaps():
        if overlap.ground != "budget":
            cells = [case.territory.cell(overlap.ground, box) for box in overlap.left]
            yield Breach(f"kra:{overlap.first.id}", overlap.claim.path, {"cells": cells}, (f"kra:{overlap.second.id}",))


RULE = error("R004", _breaches)

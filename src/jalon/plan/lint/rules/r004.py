"""R004: two areas may not claim the same territory unless a rule settles it."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error
from jalon.plan.territory import Overlap


def _breaches(case: Case) -> Iterator[Breach]:
    pairs: dict[tuple[str, str], list[Overlap]] = {}
    for overlap in case.territory.overlaps():
        if overlap.ground != "budget":
            pairs.setdefault((overlap.first.path, overlap.second.path), []).append(overlap)
    for found in pairs.values():
        first, second = found[0].first, found[0].second
        cells = [case.territory.cell(overlap.ground, box) for overlap in found for box in overlap.left]
        where = [case.territory.narrowed(overlap.ground, box) for overlap in found for box in overlap.left]
        yield Breach(f"kra:{first.id}", found[0].claim.path, {"cells": cells, "where": where}, (f"kra:{second.id}",))


RULE = error("R004", _breaches)

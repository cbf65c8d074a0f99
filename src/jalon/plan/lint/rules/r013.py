"""R013: a budget line has one holder."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for overlap in case.territory.overlaps():
        if overlap.ground == "budget":
            cells = [case.territory.cell("budget", box) for box in overlap.left]
            where = [case.territory.narrowed("budget", box) for box in overlap.left]
            yield Breach(
                f"kra:{overlap.first.id}",
                overlap.claim.path,
                {"cells": cells, "where": where},
                (f"kra:{overlap.second.id}",),
            )


RULE = error("R013", _breaches)

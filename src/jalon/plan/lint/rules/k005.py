"""K005: an area watches what threatens it."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        if not kra.kris and not case.wrong(f"{kra.path}.kris"):
            yield Breach(f"kra:{kra.id}", f"{kra.path}.kris")


RULE = warning("K005", _breaches)

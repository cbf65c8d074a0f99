"""R017: the reviewer is not the owner."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        written = case.written(f"{kra.path}.reviewer")
        if written and kra.owner is not None and kra.reviewer == kra.owner:
            yield Breach(f"kra:{kra.id}", f"{kra.path}.reviewer", {"reviewer": kra.owner})


RULE = warning("R017", _breaches)

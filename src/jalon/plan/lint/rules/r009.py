"""R009: what is not theirs is written."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        if not kra.limits and not case.wrong(f"{kra.path}.limits"):
            yield Breach(f"kra:{kra.id}", f"{kra.path}.limits")


RULE = warning("R009", _breaches)

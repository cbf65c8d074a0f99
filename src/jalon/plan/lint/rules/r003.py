"""R003: an area has exactly one owner: none, or a list, is refused."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        several = kra.path in case.plan.several_owners
        if several or (kra.owner is None and not case.wrong(f"{kra.path}.owner")):
            yield Breach(f"kra:{kra.id}", f"{kra.path}.owner", {"several": several})


RULE = error("R003", _breaches)

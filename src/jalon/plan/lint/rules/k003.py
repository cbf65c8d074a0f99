"""K003: an area serves an objective."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        if not kra.serves and not case.wrong(f"{kra.path}.serves"):
            yield Breach(f"kra:{kra.id}", f"{kra.path}.serves")


RULE = error("K003", _breaches)

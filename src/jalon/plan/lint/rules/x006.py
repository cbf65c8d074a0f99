"""X006: a risk threatens something named."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for _, kri in case.plan.kris():
        if not kri.threatens and not case.wrong(f"{kri.path}.threatens"):
            yield Breach(f"kri:{kri.id}", f"{kri.path}.threatens")


RULE = error("X006", _breaches)

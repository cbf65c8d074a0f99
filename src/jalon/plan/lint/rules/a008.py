"""A008: a finished action has a measured effect or a reason."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for action in case.plan.actions:
        if action.status == "done" and action.outcome is None and not case.wrong(f"{action.path}.outcome"):
            yield Breach(f"action:{action.id}", f"{action.path}.outcome")


RULE = warning("A008", _breaches)

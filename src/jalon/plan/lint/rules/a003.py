"""A003: an action says how its effect will be measured."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for action in case.plan.actions:
        if action.effect_design in (None, "none") and not case.wrong(f"{action.path}.effect_design"):
            yield Breach(f"action:{action.id}", f"{action.path}.effect_design")


RULE = warning("A003", _breaches)

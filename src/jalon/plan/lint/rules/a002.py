"""A002: an action says what effect it expects."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for action in case.plan.actions:
        if action.expect is None and not case.wrong(f"{action.path}.expect"):
            yield Breach(f"action:{action.id}", f"{action.path}.expect")


RULE = warning("A002", _breaches)

"""A006: an action ends, and says what is decided then."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for action in case.plan.actions:
        said = {"end": action.end, "after": action.after}
        missing = [n for n, value in said.items() if value is None and not case.wrong(f"{action.path}.{n}")]
        if missing:
            yield Breach(f"action:{action.id}", action.path, {"missing": missing})


RULE = warning("A006", _breaches)

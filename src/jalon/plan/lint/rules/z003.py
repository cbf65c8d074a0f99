"""Z003: a decision is judged at its review date."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for decision in case.plan.decisions:
        due = decision.review_on
        if case.as_of is not None and due is not None and due < case.as_of and decision.outcome is None:
            yield Breach(f"decision:{decision.id}", f"{decision.path}.review_on", {"review_on": due.isoformat()})


RULE = warning("Z003", _breaches)

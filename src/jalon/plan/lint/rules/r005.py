"""R005: a sharing rule has a review date, and it is not past."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for rule in case.plan.overlap_rules:
        if case.wrong(f"{rule.path}.review_on"):
            continue
        late = rule.review_on is not None and case.as_of is not None and rule.review_on <= case.as_of
        if rule.review_on is None or late:
            day = rule.review_on.isoformat() if rule.review_on else None
            yield Breach(f"overlap_rule:{rule.id}", f"{rule.path}.review_on", {"review_on": day, "overdue": late})


RULE = warning("R005", _breaches)

"""Z001: a decision taken has its rule, its evidence and its review date."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for decision in case.plan.decisions:
        if decision.chosen is None:
            continue
        said = {"rule": decision.rule, "evidence": decision.evidence, "review_on": decision.review_on}
        missing = [n for n, value in said.items() if not value and not case.wrong(f"{decision.path}.{n}")]
        if missing:
            yield Breach(f"decision:{decision.id}", decision.path, {"missing": missing})


RULE = warning("Z001", _breaches)

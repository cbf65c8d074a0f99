"""R016: a sharing rule settles something."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for rule in case.plan.overlap_rules:
        if rule.where is None or case.wrong(f"{rule.path}.where", f"{rule.path}.between"):
            continue
        if case.wrong(*(f"{kra.path}.territory" for kra in case.plan.kras if kra.id in rule.between)):
            continue
        if not case.territory.settles(rule.where, rule.between):
            yield Breach(f"overlap_rule:{rule.id}", rule.path, {"between": list(rule.between)})


RULE = warning("R016", _breaches)

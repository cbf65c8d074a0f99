"""M012: a formula says only numbers, names, + - * / and parentheses."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.catalogue.formula import RefusedFormula, parse
from jalon.plan.lint.formulas import formulas
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for formula in formulas(case.plan):
        if case.wrong(formula.path):
            continue
        try:
            parse(formula.text)
        except RefusedFormula as refused:
            details = {
                "formula": formula.text[:120],
                "reason": refused.reason,
                "at": refused.at + 1,
                "found": refused.near,
            }
            yield Breach(formula.subject, formula.path, details)


RULE = error("M012", _breaches)

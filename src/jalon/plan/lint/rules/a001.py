"""A001: an action works on its own area: its KPI, its objective, its territory."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for action in case.plan.actions:
        if case.wrong(f"{action.path}.kra", f"{action.path}.kpi", f"{action.path}.objective", f"{action.path}.touches"):
            continue
        kra = case.plan.kra(action.kra)
        if kra is None:
            yield Breach(f"action:{action.id}", f"{action.path}.kra", {"reason": "kra"})
            continue
        if (action.kpi is None) == (action.objective is None):
            yield Breach(f"action:{action.id}", action.path, {"reason": "one_aim"})
        elif action.kpi is not None and action.kpi not in {kpi.id for kpi in kra.kpis}:
            yield Breach(f"action:{action.id}", f"{action.path}.kpi", {"reason": "kpi", "kpi": action.kpi})
        elif action.objective is not None and action.objective not in kra.serves:
            yield Breach(f"action:{action.id}", f"{action.path}.objective", {"reason": "objective"})
        if case.wrong(f"{kra.path}.territory"):
            continue
        for claim in action.touches:
            if not case.territory.covers(kra, claim):
                yield Breach(
                    f"action:{action.id}", claim.path, {"reason": "outside", "kra": kra.id}, (f"kra:{kra.id}",)
                )
                break


RULE = error("A001", _breaches)

"""R012: nobody carries more indicators than can be steered."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.formulas import targeted
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    limits = case.plan.lint
    for person in case.plan.people:
        mine = [kra for kra in case.plan.kras if kra.owner == person.id and kra.status == "active"]
        kpis = sum(len(targeted(kra)) for kra in mine)
        kris = sum(1 for kra, kri in case.plan.kris() if kri.owner == person.id and kra.status == "active")
        if kpis > limits.kpis_per_person or kris > limits.kris_per_person:
            most = {"kpis_most": limits.kpis_per_person, "kris_most": limits.kris_per_person}
            yield Breach(f"person:{person.id}", person.path, {"kpis": kpis, "kris": kris, **most})


RULE = warning("R012", _breaches)

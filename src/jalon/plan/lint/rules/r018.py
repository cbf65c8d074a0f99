"""R018: few contributors."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, info


def _breaches(case: Case) -> Iterator[Breach]:
    most = case.plan.lint.contributors_per_kra
    for kra in case.plan.kras:
        if len(kra.contributors) > most:
            yield Breach(f"kra:{kra.id}", f"{kra.path}.contributors", {"count": len(kra.contributors), "most": most})


RULE = info("R018", _breaches)

"""R010: somebody else stands in for the owner."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        if kra.owner is None or case.wrong(f"{kra.path}.deputy", f"{kra.path}.owner"):
            continue
        owner = case.plan.person(kra.owner)
        if owner is not None and kra.deputy is None and case.wrong(f"{owner.path}.deputy"):
            continue
        deputy = case.plan.deputy_of(kra)
        if deputy is None or deputy == kra.owner:
            yield Breach(f"kra:{kra.id}", f"{kra.path}.deputy", {"owner": kra.owner, "deputy": deputy})


RULE = warning("R010", _breaches)

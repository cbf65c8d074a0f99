"""R007: a risk has exactly one owner, in one area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    seen: dict[tuple[str, frozenset[tuple[str, frozenset[str]]]], str] = {}
    for kra, kri in case.plan.kris():
        if kri.path in case.plan.several_owners:
            yield Breach(f"kri:{kri.id}", f"{kri.path}.owner", {"several": True})
        if kra.status != "active" or not (kri.use or kri.formula):
            continue
        key = (kri.use or kri.formula or "", frozenset((n, frozenset(v)) for n, v in kri.filter.items()))
        first = seen.setdefault(key, kra.id)
        if first != kra.id:
            yield Breach(f"kri:{kri.id}", kri.path, {"kras": [first, kra.id]}, (f"kra:{first}", f"kra:{kra.id}"))


RULE = error("R007", _breaches)

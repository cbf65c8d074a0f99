"""R007: a risk has exactly one owner, in one area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error, meet
from jalon.plan.model import Kra


def _breaches(case: Case) -> Iterator[Breach]:
    seen: dict[tuple[str, frozenset[tuple[str, frozenset[str]]]], list[Kra]] = {}
    for kra, kri in case.plan.kris():
        if kri.path in case.plan.several_owners:
            yield Breach(f"kri:{kri.id}", f"{kri.path}.owner", {"several": True})
        if (
            kra.status != "active"
            or not (kri.use or kri.formula)
            or case.wrong(f"{kri.path}.use", f"{kri.path}.filter")
        ):
            continue
        key = (kri.use or kri.formula or "", frozenset((n, frozenset(v)) for n, v in kri.filter.items()))
        first = next((one for one in seen.get(key, []) if one is not kra and meet(one, kra)), None)
        seen.setdefault(key, []).append(kra)
        if first is not None:
            others = (f"kra:{first.id}", f"kra:{kra.id}")
            yield Breach(f"kri:{kri.id}", kri.path, {"kras": [first.id, kra.id]}, others)


RULE = error("R007", _breaches)

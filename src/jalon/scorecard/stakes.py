"""What is at stake for an objective in each thing: the part of its target that is missing because of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Stake:
    """A share of an objective's target (negative when it is missing) that something answers for today."""

    objective: str
    share: Decimal


def stakes(document: Document) -> dict[str, Stake]:
    """Subject (`kpi:cpl`, `objective:O1a`, `kri:…`, `source:…`) → its largest stake. What no cascade holds is absent.

    The shares of a cascade come from its contributions. One per cent of a part that is itself an objective is one per
    cent of the objective above, whether the cascade is a product or a sum of that one part.
    """
    found: dict[str, Stake] = {}
    for row in _rows(document, "objectives"):
        target, value, expected = (_number(row.get(name)) for name in ("target", "value", "expected"))
        if value is not None and expected:
            _keep(found, f"objective:{row['id']}", Stake(str(row["id"]), value / expected - 1))
        for part in _rows(row, "parts"):
            share = _number(part.get("contribution"))
            if share is not None and target:
                _keep(found, f"{part['kind']}:{part['id']}", Stake(str(row["id"]), share / target))
    for row in _rows(document, "kris"):
        threats = row.get("threatens")
        for name in threats if isinstance(threats, list | tuple) else ():
            for subject in (f"kpi:{name}", f"objective:{name}"):
                if subject in found:
                    _keep(found, f"kri:{row['id']}", found[subject])
    sources = _rows(document, "sources")
    for row in _rows(document, "kpis"):
        mine = found.get(f"kpi:{row['id']}")
        tools = {str(one["tool"]) for one in _rows(row, "provenance")} if mine else frozenset()
        for source in sources:
            if mine is not None and str(source["tool"]) in tools:
                _keep(found, f"source:{source['id']}", mine)
    return found


def _keep(found: dict[str, Stake], subject: str, stake: Stake) -> None:
    known = found.get(subject)
    if known is None or abs(stake.share) > abs(known.share):
        found[subject] = stake


def _rows(holder: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    listed = holder.get(name)
    found = listed if isinstance(listed, list | tuple) else []
    return [{**row, **measured} if isinstance(measured := row.get("measured"), Mapping) else row for row in found]


def _number(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None

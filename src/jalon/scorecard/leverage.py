"""What an action is expected to bring to a company objective, by the plan's own cascade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon.plan.model import Action

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Gain:
    """An amount on an objective, in the objective's unit, and as a share of its target."""

    objective: str
    unit: str
    amount: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Lever:
    """How much an objective moves when a KPI moves by one of its own unit."""

    objective: str
    per_unit: Decimal


def levers(document: Document) -> dict[str, tuple[Lever, ...]]:
    """The objectives each KPI moves, through the cascades, the highest objective first.

    In a sum one more is one more. In a product, one per cent more is one per cent more, so a unit is worth
    objective target over part target. A weighted cascade adds scores, not amounts: it gives no lever.
    """
    rows = {str(row["measured"]["id"]): row for row in _rows(document, "objectives")}
    found: dict[str, list[Lever]] = {}
    for name in rows:
        for kpi, worth in _moved_by(name, rows, ()):
            found.setdefault(kpi, []).append(Lever(name, worth))
    nested = {str(part["id"]) for row in rows.values() for part in row["parts"] if part["kind"] == "objective"}
    return {kpi: tuple(sorted(one, key=lambda lever: lever.objective in nested)) for kpi, one in found.items()}


def _moved_by(name: str, rows: Mapping[str, dict], seen: tuple[str, ...]) -> Iterator[tuple[str, Decimal]]:  # type: ignore[type-arg]
    row = rows.get(name)
    if row is None or name in seen or row["mode"] not in ("sum", "product"):
        return
    whole = _decimal(row["measured"]["target"])
    for part in row["parts"]:
        mine = _decimal(part["target"])
        worth = Decimal(1) if row["mode"] == "sum" else whole / mine if whole and mine else None
        if worth is None or part["kind"] not in ("kpi", "objective"):
            continue
        if part["kind"] == "kpi":
            yield str(part["id"]), worth
        else:
            yield from ((kpi, worth * deeper) for kpi, deeper in _moved_by(str(part["id"]), rows, (*seen, name)))


def expected_of(document: Document, action: Action) -> Gain | None:
    """What an action is expected to bring to the highest objective it moves, as announced before it began."""
    measured = _measured(document, action.kpi or action.objective or "")
    expect = action.expect
    if measured is None or expect is None:
        return None
    base = _decimal(measured["target"]) or _decimal(measured["value"])
    gain = expect.abs if expect.abs is not None else expect.rel * base if expect.rel is not None and base else None
    if not gain:
        return None
    return _gain(document, str(measured["id"]), gain)


def gain_of(document: Document, name: str, moved: Decimal) -> Gain | None:
    """What moving a KPI or an objective by so much is worth to the highest objective it moves."""
    return _gain(document, name, moved) if moved else None


def _gain(document: Document, name: str, moved: Decimal) -> Gain | None:
    lever = next(iter(levers(document).get(name, ())), None)
    row = _measured(document, lever.objective if lever else name)
    is_objective = any(one["measured"]["id"] == name for one in _rows(document, "objectives"))
    if row is None or (lever is None and not is_objective):
        return None
    amount = moved * lever.per_unit if lever else moved
    aim = _decimal(row["target"])
    return Gain(str(row["id"]), str(row["unit"]), abs(amount), abs(amount / aim)) if aim else None


def _measured(document: Document, name: str) -> Mapping[str, object] | None:
    for kind in ("kpis", "objectives"):
        for row in _rows(document, kind):
            if row["measured"]["id"] == name:
                found: Mapping[str, object] = row["measured"]
                return found
    return None


def _rows(document: Document, kind: str) -> list:  # type: ignore[type-arg]  # rows of a JSON document
    found = document.get(kind)
    return found if isinstance(found, list) else []


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None

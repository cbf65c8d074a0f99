"""What a KPI or an action weighs on a company objective, by the plan's own cascade: the order of the day's work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon.plan.model import Action

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Stake:
    """An amount on an objective, in the objective's unit, and as a share of its way from start to target."""

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


def at_stake(document: Document, kpi: str) -> Stake | None:
    """What the shortfall of a KPI costs the highest objective it moves; None where no cascade or no figure says it."""
    measured = _measured(document, kpi)
    short = _shortfall(measured) if measured else None
    return _stake(document, kpi, short) if short else None


def expected_of(document: Document, action: Action) -> Stake | None:
    """What an action is expected to bring to the highest objective it moves, as announced before it began."""
    measured = _measured(document, action.kpi or action.objective or "")
    expect = action.expect
    if measured is None or expect is None:
        return None
    base = _decimal(measured["target"]) or _decimal(measured["value"])
    gain = expect.abs if expect.abs is not None else expect.rel * base if expect.rel is not None and base else None
    if not gain:
        return None
    return _stake(document, str(measured["id"]), gain)


def _shortfall(measured: Mapping[str, object]) -> Decimal | None:
    """How far below its target a KPI is heading: by its forecast, else by its path to date; None when it is not."""
    forecast = measured["forecast"]
    foreseen = _decimal(forecast.get("median")) if isinstance(forecast, Mapping) else None
    aim, value = _decimal(measured["target"]), _decimal(measured["value"])
    if foreseen is None:
        aim, foreseen = _decimal(measured["expected"]), value
    if aim is None or foreseen is None:
        return None
    short = foreseen - aim if measured["direction"] == "down" else aim - foreseen
    return short if short > 0 else None


def _stake(document: Document, name: str, moved: Decimal) -> Stake | None:
    lever = next(iter(levers(document).get(name, ())), None)
    row = _measured(document, lever.objective if lever else name)
    is_objective = any(one["measured"]["id"] == name for one in _rows(document, "objectives"))
    if row is None or (lever is None and not is_objective):
        return None
    amount = moved * lever.per_unit if lever else moved
    start, aim = _decimal(row["baseline"]), _decimal(row["target"])
    if start is None or aim is None or start == aim:
        return None
    return Stake(str(row["id"]), str(row["unit"]), abs(amount), abs(amount / (aim - start)))


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

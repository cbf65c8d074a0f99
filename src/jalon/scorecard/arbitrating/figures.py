"""The figures that a rule looks at: read from a published scorecard as it stands, refused where it refuses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon.plan.model import Arbitration, Plan

Document = Mapping[str, object]
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number beside one option: its value, its interval, the bound it is held against, and where it comes from.

    `kind`: `carried`, `against`, `odds`, `effect`, `marginal_cost`, `left`, `days`. `subject`: `kpi:cpl`, `kra:K_sea`…
    `refused` holds the code of a refusal with its facts; then there is no value.
    """

    option: str
    kind: str
    subject: str = ""
    unit: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    bound: Decimal | None = None
    refused: Mapping[str, object] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the whole interval lies above the bound."""
        return self.bound is not None and self.low is not None and self.low > self.bound

    @property
    def is_under(self) -> bool:
        """Whether the whole interval lies at or under the bound."""
        return self.bound is not None and self.high is not None and self.high <= self.bound


def rows(document: Document, kind: str) -> list[Row]:
    """Rows of a scorecard, what is measured laid flat."""
    listed = document.get(kind)
    found = listed if isinstance(listed, list | tuple) else []
    return [{**row, **inner} if isinstance(inner := row.get("measured"), Mapping) else row for row in found]


def row_of(document: Document, name: str) -> tuple[str, Row] | None:
    """Kind (`kpi`, `objective`) and row of what is measured under a name."""
    for kind in ("kpi", "objective"):
        for row in rows(document, f"{kind}s"):
            if row.get("id") == name:
                return kind, row
    return None


def number(value: object) -> Decimal | None:
    """A decimal of a document; None for anything else."""
    return Decimal(value) if isinstance(value, str) else None


def refusal(value: object) -> Mapping[str, object] | None:
    """The refusal that stands where a number should."""
    return value if isinstance(value, Mapping) and "refused" in value else None


def marginal_cost(document: Document, decision: str, option: str, kpi: str) -> Figure:
    """What the next result costs, with its 80 % interval and the admitted ceiling, as published."""
    subject = f"kpi:{kpi}"
    for row in _costs(document, decision):
        if row.get("kpi") == kpi:
            why = refusal(row.get("cost"))
            told = row.get("cost")
            if why is not None or not isinstance(told, Mapping):
                return Figure(option, "marginal_cost", subject, refused=why or _not_yet(kpi))
            low, high = _pair(told.get("marginal80"))
            return Figure(
                option, "marginal_cost", subject, str(told.get("unit", "")), number(told.get("marginal")),
                low, high, number(told.get("ceiling")),
            )  # fmt: skip
    return Figure(option, "marginal_cost", subject, refused=_not_yet(kpi))


def _costs(document: Document, decision: str) -> list[Row]:
    for row in rows(document, "decisions"):
        if row.get("id") == decision:
            listed = row.get("costs")
            return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list | tuple) else []
    return []


def _pair(value: object) -> tuple[Decimal | None, Decimal | None]:
    return (number(value[0]), number(value[1])) if isinstance(value, list | tuple) and len(value) == 2 else (None, None)


def _not_yet(name: str) -> dict[str, object]:
    return {"refused": "NotComputedYet", "what": name}


def left_in(plan: Plan, line: str) -> Decimal | None:
    """What a line of the budget still holds once every decision taken has moved its amount; None: it says no amount."""
    found = next((one for one in (plan.budget.lines if plan.budget else ()) if one.id == line), None)
    if found is None or found.amount is None:
        return None
    moved = [one.effect for one in plan.decisions if one.chosen and one.effect and one.effect.amount]
    gone = sum((one.amount or Decimal(0) for one in moved if one.source == line), Decimal(0))
    come = sum((one.amount or Decimal(0) for one in moved if one.to == line), Decimal(0))
    return found.amount - gone + come


def rules_by(plan: Plan) -> Arbitration | None:
    """The plan's rules, where it writes some."""
    return plan.arbitration if plan.arbitration and plan.arbitration.rules else None

"""Company results and how the areas make them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jalon.plan.model.indicators import Guardrail, Measurement
from jalon.quantities import Text


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a cascade: a KPI or a lower objective (sum, product), or a KRA with its weight."""

    kpi: str | None = None
    objective: str | None = None
    kra: str | None = None
    weight: Decimal | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """What no area carries, shown as its own line."""

    baseline: Decimal = Decimal(0)
    target: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cascade:
    """How parts make the result: `sum`, `product` or `weighted`."""

    mode: str
    parts: tuple[Part, ...]
    rest: Rest
    tolerance: Decimal | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """A company result for the period, with one owner."""

    id: str
    name: Text | None
    axis: str | None
    owner: str | None
    result: Measurement
    guardrails: tuple[Guardrail, ...]
    cascade: Cascade | None
    rationale: Text | None
    path: str = ""

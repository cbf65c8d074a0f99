"""The KPIs and KRIs of the field, as a plan may `use` them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jalon.catalogue.measures import listed, rows
from jalon.quantities import Text


@dataclass(frozen=True, slots=True)
class CatalogueKpi:
    """A KPI of the field: formula over measures, bounds, traps. Formula, unit and direction cannot be replaced."""

    id: str
    area: str
    channel: str
    name: Text
    formula: str
    formula_text: Text
    unit: str
    value_min: Decimal | None
    value_max: Decimal | None
    direction: str
    aggregation: str
    timing: str
    activity: bool
    gameable: bool
    maturity_days: int
    min_numerator: Decimal | None
    min_denominator: Decimal | None
    target_kind: str
    trap: Text


@dataclass(frozen=True, slots=True)
class CatalogueKri:
    """A risk indicator of the field: named method, inputs and parameters (`key=value` already split)."""

    id: str
    category: str
    name: Text
    risk: Text
    formula: str
    measures: tuple[str, ...]
    base_measures: tuple[str, ...]
    method: str
    inputs: tuple[tuple[str, str], ...]
    params: tuple[tuple[str, str], ...]
    bad_direction: str
    scale: str
    appetite: Decimal | None
    limit: Decimal | None
    threshold_basis: str
    threshold_words: tuple[str, str, str]
    cadence: str
    lead_days: tuple[int, int]
    owner_role: str
    response_amber: Text
    response_red: Text


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell.strip() else None


def _pairs(cell: str) -> tuple[tuple[str, str], ...]:
    return tuple((name.strip(), value.strip()) for name, _, value in (part.partition("=") for part in listed(cell)))


def _lead(cell: str) -> tuple[int, int]:
    numbers = [int(part) for part in cell.replace("to", " ").split() if part.lstrip("-").isdigit()]
    return (numbers[0], numbers[-1]) if numbers else (0, 0)


@cache
def kpis() -> dict[str, CatalogueKpi]:
    """Every KPI of the catalogue by id."""
    return {
        row["kpi_id"]: CatalogueKpi(
            id=row["kpi_id"],
            area=row["area"],
            channel=row["channel"],
            name=Text.of(row["name_fr"], row["name_en"]),
            formula=row["formula"],
            formula_text=Text.of(row["formula_fr"], row["formula_en"]),
            unit=row["unit"],
            value_min=_number(row["value_min"]),
            value_max=_number(row["value_max"]),
            direction=row["direction"],
            aggregation=row["aggregation"],
            timing=row["timing"],
            activity=row["activity"] == "yes",
            gameable=row["gameable"] == "yes",
            maturity_days=int(row["maturity_days"] or 0),
            min_numerator=_number(row["min_numerator"]),
            min_denominator=_number(row["min_denominator"]),
            target_kind=row["target_kind"],
            trap=Text.of(row["trap_fr"], row["trap_en"]),
        )
        for row in rows("kpis")
    }


@cache
def kris() -> dict[str, CatalogueKri]:
    """Every KRI of the catalogue by id."""
    return {
        row["kri_id"]: CatalogueKri(
            id=row["kri_id"],
            category=row["category"],
            name=Text.of(row["name_fr"], row["name_en"]),
            risk=Text.of(row["risk_fr"], row["risk_en"]),
            formula=row["formula"],
            measures=listed(row["measures"]),
            base_measures=listed(row["base_measures"]),
            method=row["method_id"],
            inputs=_pairs(row["inputs"]),
            params=_pairs(row["params"]),
            bad_direction=row["bad_direction"],
            scale=row["scale"],
            appetite=_number(row["appetite"]),
            limit=_number(row["limit"]),
            threshold_basis=row["threshold_basis"],
            threshold_words=(row["green_appetite"], row["amber_tolerance"], row["red_limit"]),
            cadence=row["cadence"].replace(" ", "_"),
            lead_days=_lead(row["lead_days"]),
            owner_role=row["owner_role"],
            response_amber=Text.of(row["response_amber_fr"], row["response_amber_en"]),
            response_red=Text.of(row["response_red_fr"], row["response_red_en"]),
        )
        for row in rows("kris")
    }

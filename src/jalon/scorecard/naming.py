"""Names that tell apart KPIs of one catalogue row: the filter is said when the plan gave no name of its own."""

from __future__ import annotations

from jalon import catalogue
from jalon.plan.model import Measurement, Plan
from jalon.quantities import Text

ACRONYM = 3
"""Ids of so few letters (seo, b2b) are written in capitals when the plan gives them no name."""


def told_apart(plan: Plan, asked: Measurement) -> Text | None:
    """The name of a KPI; a catalogue name with a filter says what it is restricted to."""
    row = catalogue.kpis().get(asked.use) if asked.use else None
    if asked.name is None or row is None or asked.name != row.name or not asked.filter:
        return asked.name
    return Text(
        {
            language: f"{asked.name.in_language(language)} · {_restriction(plan, asked, language)}"
            for language in ("fr", "en")
        }
    )


def _restriction(plan: Plan, asked: Measurement, language: str) -> str:
    return ", ".join(
        _value(plan, dimension, value, language) for dimension, values in asked.filter.items() for value in values
    )


def _value(plan: Plan, dimension: str, value: str, language: str) -> str:
    named = (plan.grounds.get(dimension) or {}).get(value) or (plan.dimensions.get(dimension) or {}).get(value)
    if named:
        return named.in_language(language)
    return value.upper() if len(value) <= ACRONYM else value.replace("_", " ")

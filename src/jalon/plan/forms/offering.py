"""What a form offers beside what the plan says: channels, assets, stages, units, measures and tools of the field."""

from __future__ import annotations

from functools import cache

from jalon import catalogue
from jalon.plan.forms.asking import Option

SUGGESTED = ("formula", "unit", "tool")
"""Fields written on one line that begin with a word of the catalogue."""


@cache
def values_of(ground: str) -> dict[str, dict[str, str]]:
    """Values of a ground that the catalogue and the role templates know, with their names by language, if any."""
    if ground == "channel":
        return {one.id: one.name.as_document() for one in catalogue.channels().values()}
    claims = [claim for role in catalogue.roles().values() for claim in role.claims]
    return {value: {} for claim in claims for value in claim.get(ground, ())}


def suggested(field: str, language: str) -> list[Option]:
    """Words to begin with."""
    if field == "unit":
        return [Option(one) for one in sorted({kpi.unit for kpi in catalogue.kpis().values()})]
    if field == "tool":
        return [Option(one) for one in sorted(catalogue.tool_habits())]
    if field == "formula":
        found = [Option(one.id, one.name.in_language(language)) for one in catalogue.measures().values()]
        return sorted(found, key=lambda one: one.value)
    return []

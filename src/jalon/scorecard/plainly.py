"""A published value as JSON writes it: decimals as text, days in ISO, refusals by their code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from jalon.findings import Finding
from jalon.quantities import Period, Refusal, Text


def plainly(value: object) -> object:
    """The JSON form of a value of the scorecard."""
    if isinstance(value, Refusal):
        facts = value.as_document()
        return {"refused": facts.pop("code"), **{k: plainly(v) for k, v in facts.items()}}
    if isinstance(value, Finding):
        return value.as_document()
    if isinstance(value, Text):
        return value.as_document()
    if isinstance(value, Period):
        return [value.start.isoformat(), value.end.isoformat()]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plainly(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plainly(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plainly(inner) for inner in value]
    return value

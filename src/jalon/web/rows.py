"""Rows of a published scorecard (contract 1), as screens read them."""

from __future__ import annotations

from collections.abc import Mapping

from jalon.quantities import Text


def measured(row: Mapping[str, object]) -> Mapping[str, object]:
    """What was measured of a KPI or an objective."""
    found = row["measured"]
    assert isinstance(found, Mapping)  # noqa: S101  # the form of the contract
    return found


def said(text: object, language: str) -> str:
    """A text of the plan or of a scorecard in a language, else in the first it was written in."""
    if isinstance(text, Text):
        return text.in_language(language)
    if isinstance(text, Mapping):
        return str(text.get(language) or next(iter(text.values()), ""))
    return str(text or "")


def strings(value: object) -> list[str]:
    """A list of words."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def items(value: object) -> list:  # type: ignore[type-arg]  # rows of a JSON document
    """A list of rows; empty when there is none."""
    return list(value) if isinstance(value, list | tuple) else []

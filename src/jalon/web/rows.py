"""Rows of a published scorecard (contract 1), as screens read them."""

from __future__ import annotations

from collections.abc import Mapping

from jalon.wording.carried import said as said


def measured(row: Mapping[str, object]) -> Mapping[str, object]:
    """What was measured of a KPI or an objective."""
    found = row["measured"]
    assert isinstance(found, Mapping)  # noqa: S101  # the form of the contract
    return found


def strings(value: object) -> list[str]:
    """A list of words."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def items(value: object) -> list:  # type: ignore[type-arg]  # rows of a JSON document
    """A list of rows; empty when there is none."""
    return list(value) if isinstance(value, list | tuple) else []

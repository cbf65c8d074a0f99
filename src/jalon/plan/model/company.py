"""The company, its people and its money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.quantities import Text

Filter = Mapping[str, tuple[str, ...]]
"""Dimension → values: keys are joined by AND, values of one key by OR; absent = everything."""


@dataclass(frozen=True, slots=True)
class Company:
    """Whose plan it is; every amount of the plan is in `currency`."""

    id: str
    name: Text
    activity: Text | None = None
    country: str = "FR"
    currency: str = "EUR"
    timezone: str = "Europe/Paris"
    week_starts: str = "monday"
    school_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """People shown together; a team never owns anything."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team; `first_day` and `last_day` are `from` and `to` of the document."""

    id: str
    name: str
    role: str | None = None
    team: str | None = None
    email: str | None = None
    deputy: str | None = None
    external: bool = False
    sponsor: str | None = None
    actor: bool = True
    first_day: date | None = None
    last_day: date | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the company's own, beside the templates."""

    id: str
    name: Text
    based_on: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """A great axis of the director's."""

    id: str
    name: Text
    path: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Money with a purpose; its owner is the owner of the KRA that claims it.

    `least` and `most` say how far an arbitration may take the amount of the period; both equal to it: a fixed line.
    """

    id: str
    amount: Decimal | None
    name: Text | None = None
    media: bool = False
    note: Text | None = None
    path: str = ""
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """The money of the period; `seasonality` maps `jan`…`dec` to shares that sum to 1."""

    total: Decimal | None
    lines: tuple[BudgetLine, ...]
    seasonality: Mapping[str, Decimal] = field(default_factory=dict)
    path: str = ""

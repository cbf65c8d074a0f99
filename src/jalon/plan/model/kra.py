"""Key result areas: one accountable person, a territory, written limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jalon.plan.model.indicators import Kpi, Kri
from jalon.plan.model.territory import Claim
from jalon.quantities import Text


@dataclass(frozen=True, slots=True)
class Limit:
    """What is not theirs, and whose it is."""

    text: Text
    held_by: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """What passes to another area, and when."""

    to: str | None
    what: Text | None
    when: Text | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Kra:
    """An area one person answers for. It has no value: it is not a number.

    `owner` is None when absent or wrong; `first_day` and `last_day` are `from` and `to`, filled with the period's.
    """

    id: str
    name: Text | None
    owner: str | None
    deputy: str | None
    reviewer: str | None
    primary: bool
    axis: str | None
    template: str | None
    status: str
    first_day: date | None
    last_day: date | None
    mission: Text | None
    territory: tuple[Claim, ...]
    limits: tuple[Limit, ...]
    serves: tuple[str, ...]
    contributors: tuple[str, ...]
    kpis: tuple[Kpi, ...]
    kris: tuple[Kri, ...]
    hand_overs: tuple[HandOver, ...]
    path: str = ""

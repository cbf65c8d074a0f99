"""Refusals of this room: why a period has no number though the formula is bound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jalon.quantities import Refusal


@dataclass(frozen=True, slots=True)
class NoFacts(Refusal):
    """No day of the period was reported for this measure."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class NotCovered(Refusal):
    """Rows of whole weeks, months or ranges that neither equal the period nor tile it; nothing is spread over days."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class MixedCurrencies(Refusal):
    """One cut holds several currencies for this measure: its sum would be an amount of nothing."""

    name: str
    currencies: str

"""Refusals of this room: why a risk cannot be read or watched."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.quantities import Refusal


@dataclass(frozen=True, slots=True)
class NegativeValues(Refusal):
    """A share of the days is below zero: a fall by a share has no meaning."""

    share: float


@dataclass(frozen=True, slots=True)
class TooFewEvents(Refusal):
    """Events needed and had: too few for a percentage."""

    needed: int
    have: int


@dataclass(frozen=True, slots=True)
class NoCommonCells(Refusal):
    """The cells present on both sides carry too small a share of the volume."""

    share: float


@dataclass(frozen=True, slots=True)
class NoPeers(Refusal):
    """Nothing comparable to read this against."""


@dataclass(frozen=True, slots=True)
class NoWitness(Refusal):
    """No other tool tells whether silence is true."""


@dataclass(frozen=True, slots=True)
class NoGuardrail(Refusal):
    """The KPI has no result beside it that could contradict it."""


@dataclass(frozen=True, slots=True)
class NoItems(Refusal):
    """The source gives totals only: no item to look at."""


@dataclass(frozen=True, slots=True)
class NotIdentified(Refusal):
    """The data do not tell the curve: `share` is how much narrower than chance the answer would be."""

    share: float

"""Odds of reaching a target: what is left of a period, back-tested at the same horizon.

`odds` answers any number of questions in one call, each with a `Verdict` or a refusal. Ask with `FlowAsked` (totals),
`RatioAsked`, `StockAsked` or `PublishedAsked` (what never adds); aim with `at_least`, `at_most`, `between`. Days are
days since 1970-01-01, steps are days (`unit=7`) or weeks (`unit=1`), arrays run oldest first and NaN is missing.
Beside it: `Immature` (days whose figures still grow), `masked` and
`rebased` (measurement breaks), `trust` (what an expected effect is worth), `detectability` and `needed_per_arm` (what
could be seen at all).
"""

from jalon.stats.odds.asked import Asked, FlowAsked, PublishedAsked, RatioAsked, StockAsked
from jalon.stats.odds.breaks import Rebased, masked, rebased
from jalon.stats.odds.detectability import Detectability, Sought, detectability, needed_per_arm, smallest_in_test
from jalon.stats.odds.effects import PlannedEffect, Trust, trust
from jalon.stats.odds.judging import odds
from jalon.stats.odds.maturity import Immature
from jalon.stats.odds.target import Target, at_least, at_most, between
from jalon.stats.odds.verdict import Fan, Verdict

__all__ = [
    "Asked",
    "Detectability",
    "Fan",
    "FlowAsked",
    "Immature",
    "PlannedEffect",
    "PublishedAsked",
    "RatioAsked",
    "Rebased",
    "Sought",
    "StockAsked",
    "Target",
    "Trust",
    "Verdict",
    "at_least",
    "at_most",
    "between",
    "detectability",
    "masked",
    "needed_per_arm",
    "odds",
    "rebased",
    "smallest_in_test",
    "trust",
]

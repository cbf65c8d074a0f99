"""Arbitration: the plan's ordered rules read on a published scorecard, and the conflicts that it shows."""

from jalon.scorecard.arbitrating.conflicts import Conflict, conflicts
from jalon.scorecard.arbitrating.figures import Figure
from jalon.scorecard.arbitrating.ruling import Ruling, Step, ruling
from jalon.scorecard.arbitrating.weighing import Gain, Weighed, expecting, weighed

__all__ = ["Conflict", "Figure", "Gain", "Ruling", "Step", "Weighed", "conflicts", "expecting", "ruling", "weighed"]

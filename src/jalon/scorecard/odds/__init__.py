"""The odds of every target of a plan, asked of the statistics in one batch."""

from jalon.scorecard.odds.likely import Likely, likelihoods
from jalon.scorecard.odds.record import record_of

__all__ = ["Likely", "likelihoods", "record_of"]

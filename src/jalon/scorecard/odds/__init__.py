"""The odds of every target of a plan, asked of the statistics in one batch."""

from jalon.scorecard.odds.likely import Likely, likelihoods
from jalon.scorecard.odds.record import Record, record_of

__all__ = ["Likely", "Record", "likelihoods", "record_of"]

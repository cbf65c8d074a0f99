"""What became of a decision at its review date: measured as an action is, beside what was expected of it."""

from jalon.scorecard.reviewing.judging import decision_rows
from jalon.scorecard.reviewing.tallying import Tally, tally

__all__ = ["Tally", "decision_rows", "tally"]

"""Odds of reaching a target: totals with their rest back-tested at the same horizon.

`flow_odds` answers for many totals in one call; `at_least`, `at_most`, `between` say what is aimed at; the answer is a
`Verdict` or a refusal.
"""

from jalon.stats.odds.flows import FlowAsked, flow_odds
from jalon.stats.odds.target import Target, at_least, at_most, between
from jalon.stats.odds.verdict import Fan, Verdict

__all__ = ["Fan", "FlowAsked", "Target", "Verdict", "at_least", "at_most", "between", "flow_odds"]

"""How each method of the catalogue is given its inputs: one binder a method, found by its name."""

from __future__ import annotations

from jalon.scorecard.kri.binding.counts import count_rule
from jalon.scorecard.kri.binding.dated import event_window
from jalon.scorecard.kri.binding.levels import concentration, joint_rule, slope, spike, threshold
from jalon.scorecard.kri.binding.question import Binder, Question, Span
from jalon.scorecard.kri.binding.references import against_reference
from jalon.scorecard.kri.binding.responses import marginal_response
from jalon.scorecard.kri.binding.shapes import distribution_shift, residual_shift, trend_conflict
from jalon.scorecard.kri.binding.silence import zero_run
from jalon.scorecard.kri.binding.timing import freshness, slack

BINDERS: dict[str, Binder] = {
    "threshold": threshold,
    "against_reference": against_reference,
    "residual_shift": residual_shift,
    "spike": spike,
    "slope": slope,
    "trend_conflict": trend_conflict,
    "concentration": concentration,
    "distribution_shift": distribution_shift,
    "event_window": event_window,
    "marginal_response": marginal_response,
    "count_rule": count_rule,
    "joint_rule": joint_rule,
    "zero_run": zero_run,
    "freshness": freshness,
    "slack": slack,
}
"""Methods whose inputs the facts and the plan can tell."""

__all__ = ["BINDERS", "Binder", "Question", "Span"]

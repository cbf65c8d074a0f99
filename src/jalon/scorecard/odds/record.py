"""How far past expectations came true: what finished actions measured, over what was expected of them."""

from __future__ import annotations

from jalon.plan.model import Action, Plan

MEASURED = ("positive", "negative", "no_effect")


def record_of(plan: Plan) -> tuple[float, ...]:
    """Measured over expected, one for each finished action that said both in the same terms."""
    ratios = (_ratio(action) for action in plan.actions if action.status == "done")
    return tuple(ratio for ratio in ratios if ratio is not None)


def _ratio(action: Action) -> float | None:
    expect, outcome = action.expect, action.outcome
    if expect is None or outcome is None or outcome.verdict not in MEASURED:
        return None
    for expected, measured in ((expect.rel, outcome.rel), (expect.abs, outcome.abs)):
        if expected and measured is not None:
            return float(measured / expected)
    return 0.0 if outcome.verdict == "no_effect" else None

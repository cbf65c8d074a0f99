"""How far past expectations came true: what finished actions measured, over what was expected of them."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.plan.model import Action, Plan

MEASURED = ("positive", "negative", "no_effect")


@dataclass(frozen=True, slots=True)
class Record:
    """Measured over expected effects of finished actions, each with the area that carried it: its kind."""

    kept: tuple[tuple[str | None, float], ...] = ()

    def of(self, kind: str | None) -> tuple[float, ...]:
        """Those of one kind of action."""
        return tuple(ratio for one, ratio in self.kept if one == kind)

    def beside(self, kind: str | None) -> tuple[float, ...]:
        """Those of all other kinds."""
        return tuple(ratio for one, ratio in self.kept if one != kind)


def record_of(plan: Plan, but: frozenset[str] = frozenset()) -> Record:
    """One ratio for each finished action that said effect and expectation in the same terms, `but` those named."""
    told = ((one.kra, _ratio(one)) for one in plan.actions if one.status == "done" and one.id not in but)
    return Record(tuple((kind, ratio) for kind, ratio in told if ratio is not None))


def _ratio(action: Action) -> float | None:
    expect, outcome = action.expect, action.outcome
    if expect is None or outcome is None or outcome.verdict not in MEASURED:
        return None
    for expected, measured in ((expect.rel, outcome.rel), (expect.abs, outcome.abs)):
        if expected and measured is not None:
            return float(measured / expected)
    return 0.0 if outcome.verdict == "no_effect" else None

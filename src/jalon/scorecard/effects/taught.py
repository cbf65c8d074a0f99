"""What measured actions and moves teach elsewhere: lift tests of a channel, and the effect of anything dated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.metrics import Measurements
from jalon.plan.model import Action, Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NotBound
from jalon.scorecard.acted import ActionEffect, ActionRow
from jalon.scorecard.effects.answering import answered
from jalon.scorecard.effects.asking import question_between, unsettled
from jalon.scorecard.effects.kept import Row, effect_in

_WIDTH_80 = 2 * 1.2815515655446004
_DOUBTFUL = frozenset({"placebo_failed", "control_moved", "split_void"})


@dataclass(frozen=True, slots=True)
class LiftTest:
    """A measured action of a channel: what `spend` over `window` brought to `aim`, with its standard error.

    `effect` is in the unit of the number, over the window; `is_total` where its days add. `sound`: neither its placebos
    nor its controls contradict it. `verdict` may be `cannot_tell`: its wide error still says something.
    """

    action: str
    channel: str
    aim: str
    window: Period
    spend: Decimal
    effect: Decimal
    error: Decimal
    is_total: bool
    verdict: str
    sound: bool


def lift_tests(plan: Plan, rows: Iterable[ActionRow | Row], channel: str) -> tuple[LiftTest, ...]:
    """The measured actions of a channel, oldest first; `rows` are those of a scorecard, or of its document."""
    named = {action.id: action for action in plan.actions}
    found = []
    for name, aim, effect in map(_parts, rows):
        action = named.get(name)
        if action is not None and isinstance(effect, ActionEffect) and channel in channels_of(action, plan):
            low, high = effect.interval80
            found.append(
                LiftTest(
                    name,
                    channel,
                    aim,
                    effect.window,
                    action.cost,
                    effect.effect,
                    (high - low) / Decimal(str(_WIDTH_80)),
                    effect.read_as != "test" and effect.unit != "ratio",
                    effect.verdict,
                    not _DOUBTFUL & set(effect.warnings),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.window.start, one.action)))


def _parts(row: ActionRow | Row) -> tuple[str, str, ActionEffect | Refusal | None]:
    """Which action, on which number, with what effect once it is over."""
    if isinstance(row, ActionRow):
        return row.id, row.aim, row.effect if row.state == "measured" else None
    return str(row["id"]), str(row["aim"]), effect_in(row["effect"]) if row["state"] == "measured" else None


def channels_of(action: Action, plan: Plan) -> frozenset[str]:
    """The channels an action works on: those it touches, else those of its area."""
    own = {value for claim in action.touches if claim.ground == "channel" for value in claim.values}
    if own or action.touches:
        return frozenset(own)
    kra = plan.kra(action.kra)
    claims = kra.territory if kra else ()
    return frozenset(value for claim in claims if claim.ground == "channel" for value in claim.values)


def effect_between(
    key: str, plan: Plan, measurements: Measurements, window: Period, as_of: date, margin: Decimal | None = None
) -> ActionEffect | Refusal:
    """What changed in `kpi:…` or `objective:…` over a window, against what would have come: for decisions and moves.

    `margin` is the smallest share that would matter. Refused while the window is open or its figures still move.
    """
    one = question_between(key, plan, measurements, window, margin)
    if one is None:
        return NotBound(key)
    return unsettled(one, as_of) or answered(one, plan, as_of)

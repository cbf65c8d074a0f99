"""The action rows of a day: what was announced, what was measured once its time had come, what is still owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from jalon.metrics import Measurements
from jalon.plan.model import Action, Plan
from jalon.quantities import Refusal
from jalon.quantities.estimates import estimated
from jalon.scorecard.acted import ActionEffect, ActionRow, Announced
from jalon.scorecard.effects.announcing import announced, asked_as
from jalon.scorecard.effects.answering import again, answered
from jalon.scorecard.effects.arms import TESTS
from jalon.scorecard.effects.asking import ArmCount, EffectQuestion, key_of, question_of, unsettled
from jalon.scorecard.effects.kept import Row, announced_in, effect_in
from jalon.scorecard.odds.record import Record, record_of

NEVER = frozenset({None, "none"})
LIVE = ("planned", "running")
ANNOUNCED_AGAIN = timedelta(days=7)
"""A past that grew by a week may say something else of what could be seen."""
_TOLD = ("effect", "no_effect")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the figures: the rows published before, what arms of tests counted, the plan's revision."""

    before: Mapping[str, Row] = field(default_factory=dict)
    arms: Mapping[str, Sequence[ArmCount]] = field(default_factory=dict)
    revision: int = 0


def action_rows(
    plan: Plan, measurements: Measurements, as_of: date, known: Known | None = None
) -> tuple[ActionRow, ...]:
    """Every action of the plan. What was measured before is taken as it was; nothing is measured twice."""
    told = known or Known()
    return tuple(_row(action, plan, measurements, as_of, told) for action in plan.actions)


def _row(action: Action, plan: Plan, measurements: Measurements, as_of: date, known: Known) -> ActionRow:
    before = known.before.get(action.id, {})
    one = question_of(action, plan, measurements, known.arms.get(action.id, ()))
    seen = None if isinstance(one, Refusal) else _announced(action, one, plan, as_of, before)
    effect, later = _effect(action, one, plan, as_of, before)
    state = _state(action, effect, as_of)
    expected = _expected(action, one, seen, effect)
    frozen, moved = _frozen(action, as_of, before, known.revision)
    over = action.status == "done" or (action.status in LIVE and action.end is not None and action.end < as_of)
    answered_for = isinstance(effect, ActionEffect) or action.outcome is not None
    return ActionRow(
        id=action.id,
        kra=action.kra,
        aim=key_of(action),
        work=work_of(action),
        owner=plan.owner_of(action),
        status=action.status,
        state=state,
        start=action.start,
        end=action.end,
        read_on=action.read_until,
        design=action.effect_design,
        announced=seen,
        effect=effect,
        again=later,
        expected_effect=expected,
        came_true=_came_true(effect, expected),
        frozen=frozen,
        design_changed=moved,
        owes=over and not answered_for and state not in ("waiting", "running"),
    )


def work_of(action: Action) -> str:
    """What sort of work it is: the ground that it touches first."""
    return action.touches[0].ground or "other" if action.touches else "other"


def _announced(action: Action, one: EffectQuestion, plan: Plan, as_of: date, before: Row) -> Announced | None:
    """Made anew while the launch is ahead, when its past grew by a week or the action changed; then kept as it was."""
    if action.status == "stopped" or one.series.refusal is not None:
        return announced_in(before.get("announced"))
    last = announced_in(before.get("announced"))
    begun = action.start is not None and action.start <= as_of
    same = last is not None and last.question == asked_as(action) and as_of - last.made_on < ANNOUNCED_AGAIN
    if last is not None and (begun or same):
        return last
    return announced(action, one, plan, as_of)


def _effect(
    action: Action, one: EffectQuestion | Refusal, plan: Plan, as_of: date, before: Row
) -> tuple[ActionEffect | Refusal | None, ActionEffect | None]:
    """The first measure, and the newest of figures that changed since."""
    first = effect_in(before.get("effect"))
    if action.effect_design in NEVER or action.status == "stopped":
        return first, None
    if isinstance(one, Refusal):
        return (first, None) if first else (one, None)
    early = unsettled(one, as_of)
    if one.arms and one.design in TESTS:
        return _tested(one, plan, as_of, first)
    if first is not None:
        newer = None if early is not None else again(first, one, plan, as_of)
        if newer is None or newer.question == _question(before.get("again")):
            newer = effect_in(before.get("again"))
        return first, newer
    if action.start is None or action.start > as_of:
        return None, None
    if early is not None:
        return (None, None) if action.read_until and as_of < action.read_until else (early, None)
    return answered(one, plan, as_of), None


def _tested(
    one: EffectQuestion, plan: Plan, as_of: date, first: ActionEffect | None
) -> tuple[ActionEffect | Refusal | None, ActionEffect | None]:
    """A test read once is read at its end; with planned looks or at any time, at each count until then.

    What the past alone said before its arms were counted stands beside.
    """
    if as_of <= one.window.end and one.mode == "fixed":
        return None, None
    if first is not None and first.read_as == "test" and first.measured_on > one.window.end:
        return first, again(first, one, plan, as_of)
    return answered(one, plan, as_of), first if first is not None and first.read_as != "test" else None


def _question(row: object) -> object:
    return row.get("question") if isinstance(row, Mapping) else None


def _state(action: Action, effect: ActionEffect | Refusal | None, as_of: date) -> str:
    if isinstance(effect, ActionEffect) and (action.read_until is None or as_of > action.read_until):
        return "measured"
    if action.status == "stopped":
        return "stopped"
    if action.effect_design in NEVER:
        return "told" if action.outcome else "unmeasured"
    if action.start is None or action.start > as_of:
        return "planned"
    if action.read_until is not None and as_of <= action.read_until:
        return "running"
    if isinstance(effect, Refusal) and effect.code == "NotSettled":
        return "waiting"
    return "told" if action.outcome else "refused"


def _expected(
    action: Action, one: EffectQuestion | Refusal, seen: Announced | None, effect: ActionEffect | Refusal | None
) -> Decimal | None:
    """The expected effect in the unit of the measured one: as it was said, else its share of what would have come."""
    said = action.expect.abs if action.expect else None
    if not isinstance(effect, ActionEffect) or isinstance(one, Refusal):
        return None
    if said is not None and (effect.read_as != "test" or not one.is_total):
        return said
    share = seen.expected if seen else None
    if share is None or effect.without is None:
        return None
    return estimated(float(share) * abs(float(effect.without)))


def _came_true(effect: ActionEffect | Refusal | None, expected: Decimal | None) -> Decimal | None:
    if not isinstance(effect, ActionEffect) or not expected:
        return None
    return estimated(float(effect.effect / expected), 3)


def _frozen(action: Action, as_of: date, before: Row, revision: int) -> tuple[str | None, int | None]:
    """The design as it stood at the start, and the revision that moved it since."""
    if action.start is None or action.start > as_of:
        return None, None
    last, moved = before.get("frozen"), before.get("design_changed")
    now = asked_as(action)
    was = last if isinstance(last, str) else now
    return was, moved if isinstance(moved, int) else revision if was != now else None


def record_with(plan: Plan, rows: Sequence[ActionRow]) -> Record:
    """What past actions teach of expectations: measured here first, else what was brought from before."""
    mine = dict(_taught(rows))
    return Record((*mine.values(), *record_of(plan, frozenset(mine)).kept))


def _taught(rows: Sequence[ActionRow]) -> Iterator[tuple[str, tuple[str | None, float]]]:
    for row in rows:
        effect = row.effect
        is_over = row.state == "measured" and row.came_true is not None
        if is_over and isinstance(effect, ActionEffect) and effect.verdict in _TOLD:
            yield row.id, (row.kra, float(row.came_true or 0))

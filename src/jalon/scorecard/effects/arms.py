"""A test read from what its arms counted: the split first, then the difference, then what must not be spoilt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jalon.quantities import Refusal
from jalon.quantities.estimates import estimated
from jalon.quantities.refusals import NoArms
from jalon.scorecard.acted import ActionEffect, ArmRow, TestRow
from jalon.scorecard.effects.asking import ArmCount, EffectQuestion, fingerprint
from jalon.stats.effects.randomised import Anytime, Arm, Fixed, Mode, Planned, guardrail, proportion, read_test, split

TESTS = frozenset({"ab_test", "holdout", "platform_lift"})
CONTROL, TREATED = "control", "treated"
GUARDED_BY = 0.05
"""Share of its own level by which a guardrail may be spoilt before it is said to be broken."""


def read_arms(one: EffectQuestion, as_of: date) -> ActionEffect | Refusal:
    """Second arm against the first, in the mode fixed at design; void when units were not split as announced."""
    last = latest(one.arms)
    if CONTROL not in last or TREATED not in last:
        return NoArms()
    first, second = last[CONTROL], last[TREATED]
    shares = split([first.units, second.units])
    if isinstance(shares, Refusal):
        return shares
    mode = _mode(one)
    margin = None
    arms = [proportion(each.units, each.converted) for each in (first, second)]
    if one.margin is not None:
        margin = float(one.margin) * abs(arms[0].mean)
    found = read_test(arms[0], arms[1], mode, margin=margin)
    narrow = read_test(arms[0], arms[1], mode, alpha=0.2)
    if isinstance(found, Refusal) or isinstance(narrow, Refusal):
        return found if isinstance(found, Refusal) else narrow  # type: ignore[return-value]
    void = shares.standing == "void"
    warnings = [f"split_{shares.standing}"] if shares.standing != "sound" else []
    if one.mode == "fixed" and one.sample and first.units + second.units < one.sample:
        warnings.append("read_early")
    rows = tuple(
        ArmRow(each.arm, each.units, each.converted, estimated(arm.mean))
        for each, arm in zip((first, second), arms, strict=True)
    )
    reached = (first.units + second.units) / one.sample if one.sample else None
    guarded = _guarded(first, second)
    if guarded == "broken":
        warnings.append("guardrail_broken")
    return ActionEffect(
        read_as="test",
        window=one.window,
        grain="unit",
        periods=first.units + second.units,
        measured_on=as_of,
        question=fingerprint(one, None),
        unit="ratio",
        effect=estimated(found.difference),
        interval80=(estimated(narrow.interval[0]), estimated(narrow.interval[1])),
        interval95=(estimated(found.interval[0]), estimated(found.interval[1])),
        came=estimated(arms[1].mean),
        without=estimated(arms[0].mean),
        relative=None if found.lift is None else estimated(found.lift),
        relative95=None
        if found.lift_interval is None
        else (estimated(found.lift_interval[0]), estimated(found.lift_interval[1])),
        p=estimated(found.p),
        verdict="cannot_tell" if void else found.verdict,
        margin=None if margin is None else estimated(margin),
        warnings=tuple(warnings),
        test=TestRow(
            one.mode,
            shares.standing,
            estimated(shares.p),
            rows,
            guarded,
            None if reached is None else estimated(min(reached, 9.0), 3),
        ),
    )


def latest(counts: tuple[ArmCount, ...]) -> Mapping[str, ArmCount]:
    """The newest count of each arm: each says everything since the start."""
    return {one.arm: one for one in sorted(counts, key=lambda one: one.day)}


def _mode(one: EffectQuestion) -> Mode:
    """As chosen at design; planned looks are the days on which both arms were counted, as shares of the sample."""
    sample = one.sample or 0
    if one.mode == "anytime":
        last = latest(one.arms)
        return Anytime(float(sample or sum(each.units for each in last.values())))
    if one.mode == "planned" and sample > 0:
        by_day: dict[date, int] = {}
        for each in one.arms:
            by_day[each.day] = by_day.get(each.day, 0) + each.units
        shares = sorted({min(1.0, units / sample) for units in by_day.values() if units > 0})
        return Planned(tuple(shares)) if shares else Fixed()
    return Fixed()


def _guarded(first: ArmCount, second: ArmCount) -> str | None:
    """Whether what must not be spoilt was not, where arms counted it."""
    if first.guarded is None or second.guarded is None:
        return None
    arms: list[Arm] = [proportion(first.units, first.guarded), proportion(second.units, second.guarded)]
    found = read_test(arms[0], arms[1])
    return None if isinstance(found, Refusal) else guardrail(found, GUARDED_BY * abs(arms[0].mean))

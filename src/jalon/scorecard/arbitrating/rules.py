"""What each kind of rule says of the options that are left: one of them, fewer, nothing, or that it cannot know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from jalon.plan.model import HELD, ArbitrationRule, Decision, Plan
from jalon.scorecard.arbitrating.figures import Document, Figure, left_in, number, refusal, row_of
from jalon.scorecard.arbitrating.weighing import Gain, Weighed

Result = Literal[
    "decides", "narrows", "not_concerned", "does_not_separate", "refused", "unread", "to_decider", "not_reached"
]
RESERVE = "reserve"
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule is asked: the options left of a decision, in figures, on a day."""

    plan: Plan
    decision: Decision
    document: Document
    as_of: date
    rule: ArbitrationRule
    left: tuple[Weighed, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The options left."""
        return tuple(one.option for one in self.left)


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says: its result, the options it leaves, the figures it read."""

    result: Result
    left: tuple[str, ...]
    figures: tuple[Figure, ...] = ()


def read_by(case: Case) -> Said:
    """The rule read; a rule whose figures are refused never decides, one that nobody told how to read is for people."""
    reader = READERS.get(case.rule.compares or "")
    return reader(case) if reader else Said("unread", case.names)


def kept(case: Case, left: Iterable[str], figures: Iterable[Figure]) -> Said:
    """What is left after a rule: one option decides; all of them or none: it does not separate."""
    names = set(left)
    found = tuple(name for name in case.names if name in names)
    told = tuple(figures)
    if len(found) == 1 and len(case.names) > 1:
        return Said("decides", found, told)
    if not found or found == case.names:
        return Said("does_not_separate", case.names, told)
    return Said("narrows", found, told)


def compliance(case: Case) -> Said:
    """What breaks a law or a commitment goes first, whatever it brings."""
    against = [one for one in case.left if one.against]
    if not against:
        return Said("not_concerned", case.names)
    told = [Figure(one.option, "against") for one in against]
    return kept(case, [one.option for one in case.left if not one.against], told)


def priority(case: Case) -> Said:
    """The area that the quarter puts first."""
    quarter = f"{case.as_of.year}-Q{(case.as_of.month - 1) // _MONTHS + 1}"
    first = case.rule.priority.get(quarter)
    if first is None or not any(one.kras for one in case.left):
        return Said("not_concerned", case.names)
    serving = [one.option for one in case.left if first in one.kras]
    told = [Figure(name, "carried", f"kra:{first}") for name in serving] or [Figure("", "carried", f"kra:{first}")]
    return kept(case, _with_reserve(case, serving), told)


def danger(case: Case) -> Said:
    """The objective with the lowest odds among those that the options move: what serves it stays."""
    touched = list(dict.fromkeys(gain.objective for one in case.left for gain in one.gains if gain.objective))
    missing = [figure for one in case.left for figure in one.missing]
    if not touched:
        return Said("refused", case.names, tuple(missing)) if missing else Said("not_concerned", case.names)
    told = [_odds(case.document, name) for name in touched]
    lacking = [*(one for one in told if one.refused), *missing]
    if lacking:
        return Said("refused", case.names, tuple(lacking))
    worst = min(told, key=lambda one: one.value or Decimal(1))
    name = worst.subject.partition(":")[2]
    up = _favourable(case.document, name)
    serving = [one.option for one in case.left if any(_serves(g, up) for g in one.gains if g.objective == name)]
    return kept(case, _with_reserve(case, serving), [worst])


def expected_effect(case: Case) -> Said:
    """The option that brings most to the objective, when its interval lies beyond the others'."""
    missing = [figure for one in case.left for figure in one.missing]
    touched = {gain.objective for one in case.left for gain in one.gains if gain.objective}
    if missing:
        return Said("refused", case.names, tuple(missing))
    if not touched:
        return Said("not_concerned", case.names)
    figures = [_effect(one, name) for name in sorted(touched) for one in case.left]
    if len(touched) > 1 or any(one.low is None or one.high is None for one in figures):
        return Said("does_not_separate", case.names, tuple(figures))
    up = _favourable(case.document, next(iter(touched)))
    best = max(figures, key=lambda one: (one.value or Decimal(0)) * up)
    others = [one for one in figures if one is not best]
    clear = all(_beyond(best, other, up) for other in others)
    return kept(case, [best.option] if clear else case.names, figures)


def marginal_value(case: Case) -> Said:
    """The next euro goes where it buys a result at the lowest cost, its doubt included, under the admitted ceiling."""
    if not case.decision.moves_money or not any(one.costs for one in case.left):
        return Said("not_concerned", case.names)
    figures = [figure for one in case.left for figure in one.costs]
    lacking = [one for one in figures if one.refused is not None or one.bound is None]
    if lacking:
        return Said("refused", case.names, tuple(_without_bound(one) for one in lacking))
    spending = [one for one in case.left if one.costs]
    open_ = [one for one in spending if not any(figure.is_over for figure in one.costs)]
    if not open_:
        held = [HELD] if HELD in case.names else [one.option for one in case.left if not one.costs]
        return kept(case, held, figures)
    best = _cheapest(open_)
    if best:
        return kept(case, best, figures)
    return kept(case, [one.option for one in case.left if not one.costs or one in open_], figures)


def _cheapest(options: list[Weighed]) -> list[str]:
    """Options of the lowest cost, whose interval ends under its ceiling and before any other's begins; none else."""
    costs = {one.option: one.cost for one in options if one.cost is not None}
    for one in options:
        mine = costs.get(one.option)
        if mine is None or mine.high is None or not all(figure.is_under for figure in one.costs):
            continue
        same = [
            name
            for name, cost in costs.items()
            if (cost.value, cost.low, cost.high) == (mine.value, mine.low, mine.high)
        ]
        others = [cost for name, cost in costs.items() if name not in same]
        if all(cost.low is not None and mine.high < cost.low for cost in others):
            return same
    return []


def ceiling(case: Case) -> Said:
    """What surely costs more than the admitted ceiling goes."""
    if not any(one.costs for one in case.left):
        return Said("not_concerned", case.names)
    figures = [figure for one in case.left for figure in one.costs]
    lacking = [one for one in figures if one.refused is not None or one.bound is None]
    if lacking:
        return Said("refused", case.names, tuple(_without_bound(one) for one in lacking))
    left = [one.option for one in case.left if not any(figure.is_over for figure in one.costs)]
    return kept(case, left, figures)


def reserve(case: Case) -> Said:
    """What would leave the reserve with less than it must keep goes."""
    drawn = {
        one.option: sum((effect.amount or Decimal(0) for effect in one.effects if effect.source == RESERVE), Decimal(0))
        for one in case.left
    }
    if not any(drawn.values()):
        return Said("not_concerned", case.names)
    have, least = left_in(case.plan, RESERVE), case.rule.keep or Decimal(0)
    currency = case.plan.company.currency
    if have is None:
        why = {"refused": "NotAnnounced", "name": RESERVE}
        return Said("refused", case.names, (Figure("", "left", f"budget:{RESERVE}", currency, refused=why),))
    told = [
        Figure(name, "left", f"budget:{RESERVE}", currency, have - amount, bound=least)
        for name, amount in drawn.items()
    ]
    return kept(case, [one.option for one in told if (one.value or Decimal(0)) >= least], told)


def reversible(case: Case) -> Said:
    """Of what acts, the option that is undone soonest: it can still be refused once it has been seen."""
    acting = [one for one in case.left if one.acts and one.undone_days is not None]
    told = [Figure(one.option, "days", unit="day", value=Decimal(one.undone_days or 0)) for one in acting]
    if not acting:
        return Said("does_not_separate", case.names)
    soonest = min(one.undone_days or 0 for one in acting)
    return kept(case, [one.option for one in acting if one.undone_days == soonest], told)


def decider(case: Case) -> Said:
    """Nothing is computed: a person decides."""
    return Said("to_decider", case.names)


READERS: Mapping[str, Callable[[Case], Said]] = {
    "compliance": compliance,
    "priority": priority,
    "danger": danger,
    "expected_effect": expected_effect,
    "marginal_value": marginal_value,
    "ceiling": ceiling,
    "reserve": reserve,
    "reversible": reversible,
    "decider": decider,
}


def _with_reserve(case: Case, serving: list[str]) -> list[str]:
    """Keeping the money stays among the answers until one option alone is left."""
    held = HELD in case.names and case.decision.moves_money and len(serving) > 1
    return [*serving, HELD] if held else serving


def _odds(document: Document, name: str) -> Figure:
    found = row_of(document, name)
    told = found[1].get("odds") if found else None
    value = number(told)
    why = refusal(told) or ({"refused": "NotComputedYet", "what": name} if value is None else None)
    return Figure("", "odds", f"objective:{name}", "ratio", value, refused=why)


def _favourable(document: Document, name: str) -> int:
    """1 where more is better, −1 where less is."""
    found = row_of(document, name)
    return -1 if found and found[1].get("direction") == "down" else 1


def _serves(gain: Gain, up: int) -> bool:
    told = gain.on_objective
    if told is None:
        return False
    ends = [one * up for one in told[1:] if one is not None]
    return told[0] * up > 0 and all(end > 0 for end in ends)


def _effect(one: Weighed, name: str) -> Figure:
    told = next((gain for gain in one.gains if gain.objective == name), None)
    unit = told.objective_unit if told else ""
    nothing = Decimal(0)
    value, low, high = told.on_objective if told and told.on_objective else (nothing, nothing, nothing)
    return Figure(one.option, "effect", f"objective:{name}", unit, value, low, high)


def _beyond(best: Figure, other: Figure, up: int) -> bool:
    """Whether the worst of one is better than the best of the other."""
    if best.low is None or best.high is None or other.low is None or other.high is None:
        return False
    return best.low > other.high if up > 0 else best.high < other.low


def _without_bound(figure: Figure) -> Figure:
    if figure.refused is not None:
        return figure
    return Figure(figure.option, figure.kind, figure.subject, figure.unit, refused={"refused": "NoTarget"})

"""Things of the plan by name, with their page: whatever an id stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon import wording
from jalon.plan.model import Action, Outcome
from jalon.scorecard.leverage import Gain
from jalon.web.here import Here
from jalon.web.rows import measured as measured_of
from jalon.web.rows import said
from jalon.wording import effects


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a page of its own; without one, its id."""

    kind: str
    id: str
    name: str
    link: str


def named(place: Here, name: str | None) -> Named | None:
    """A KPI, objective, KRI, KRA, action, milestone, decision or budget line by its id."""
    if not name or place.plan is None:
        return None
    plan = place.plan
    for kind in ("kpi", "objective"):
        for row in place.rows(f"{kind}s"):
            if measured_of(row)["id"] == name:
                return _at(kind, name, said(measured_of(row)["name"], place.language))
    for row in place.rows("kris"):
        if row["id"] == name:
            return _at("kri", name, said(row["name"], place.language))
    held = [("kra", one.id, one.name) for one in plan.kras]
    held += [("action", one.id, one.name) for one in plan.actions]
    held += [("milestone", one.id, one.name) for one in plan.milestones]
    for kind, id_, words in held:
        if id_ == name:
            return _at(kind, name, said(words, place.language) or name)
    for decision in plan.decisions:
        if decision.id == name:
            return _at("decision", name, said(decision.question, place.language))
    for line in plan.budget.lines if plan.budget else ():
        if line.id == name:
            return Named("budget", name, said(line.name, place.language) or name, f"/territories?q={name}")
    return Named("", name, name, "")


def _at(kind: str, name: str, words: str) -> Named:
    return Named(kind, name, words, f"/{kind}/{name}")


def all_named(place: Here, names: Iterable[str | None]) -> list[Named]:
    """Several of them, in order."""
    found = (named(place, name) for name in names)
    return [one for one in found if one is not None]


def unit_of(place: Here, action: Action) -> str:
    """The unit of what an action works on."""
    wanted = action.kpi or action.objective
    for row in (*place.rows("kpis"), *place.rows("objectives")):
        if measured_of(row)["id"] == wanted:
            return str(measured_of(row)["unit"])
    return "count"


def change(value: Decimal, unit: str, language: str) -> str:
    """A change of a value in its own unit, signed: of a share, in points."""
    sign = "+" if value > 0 else ""
    if unit == "ratio":
        return f"{sign}{wording.number(value * 100, language, 1)}\u00a0pt"
    return f"{sign}{wording.quantity(value, unit, language)}"


def expected_words(place: Here, action: Action) -> str:
    """The effect announced before the start, with its range; empty when none was."""
    expect, language = action.expect, place.language
    if expect is None:
        return ""
    if expect.rel is not None:
        return wording.percent(expect.rel, language, signed=True)
    if expect.abs is None:
        return ""
    unit = unit_of(place, action)
    return change(expect.abs, unit, language) + _between(expect.low, expect.high, unit, language)


def effect_of(place: Here, action: Action) -> Mapping[str, object] | None:
    """The effect that the published scorecard measured; None where it measured none."""
    row = next((one for one in place.rows("actions") if one["id"] == action.id), None)
    found = row["effect"] if row and row["state"] == "measured" else None
    return found if isinstance(found, dict) and "refused" not in found else None


def measured_words(place: Here, action: Action) -> str:
    """What was measured here, with its interval; else what was brought; empty before the end."""
    found = effect_of(place, action)
    if found is None:
        return brought_words(place, action)
    verdict = wording.phrase(f"acted.verdict.{found['verdict']}", place.language)
    return f"{verdict}, {effects.sized(found, place.language)}"


def brought_words(place: Here, action: Action) -> str:
    """A result from before Jalon, with its interval, or that one cannot say."""
    outcome = action.outcome
    if outcome is None:
        return ""
    verdict = wording.phrase(f"status.{outcome.verdict}", place.language)
    return ", ".join(part for part in (verdict, _effect(place, action, outcome)) if part)


def _effect(place: Here, action: Action, outcome: Outcome) -> str:
    language = place.language
    low, high = outcome.interval or (None, None)
    if outcome.rel is not None:
        ends = "" if low is None or high is None else _ends(
            wording.percent(low, language, signed=True), wording.percent(high, language, signed=True), language
        )  # fmt: skip
        return wording.percent(outcome.rel, language, signed=True) + ends
    if outcome.abs is None:
        return ""
    unit = unit_of(place, action)
    return change(outcome.abs, unit, language) + _between(low, high, unit, language)


def _between(low: Decimal | None, high: Decimal | None, unit: str, language: str) -> str:
    if low is None or high is None:
        return ""
    return _ends(change(low, unit, language), change(high, unit, language), language)


def _ends(low: str, high: str, language: str) -> str:
    return f" ({wording.phrase('work.between', language, {'low': low, 'high': high})})"


def gain_words(gain: Gain, language: str) -> str:
    """What an action is expected to bring to an objective, in words."""
    facts = {"amount": amount_words(gain.amount, gain.unit, language), "objective": gain.objective}
    return wording.phrase("work.brings", language, {**facts, "share": wording.percent(gain.share, language, 1)})


def amount_words(amount: Decimal, unit: str, language: str) -> str:
    """An amount of an objective, estimated: of a share, in points."""
    if unit == "ratio":
        return f"{wording.number(amount * 100, language, 1)}\u00a0pt"
    return wording.quantity(rounded(amount), unit, language, compact=True)


def rounded(amount: Decimal) -> Decimal:
    """What is estimated is written with two digits that mean something."""
    if amount == 0:
        return amount
    step = Decimal(1).scaleb(amount.adjusted() - 1)
    return (amount / step).to_integral_value() * step

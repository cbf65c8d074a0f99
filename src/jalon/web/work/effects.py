"""What a page says of an action's effect: what could be seen before, what was measured, what is still owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon import wording
from jalon.plan.model import Action
from jalon.records import arms, plans
from jalon.scorecard.effects.ledger import LedgerLine, holds, ledger
from jalon.scorecard.leverage import gain_of
from jalon.web.here import Here
from jalon.web.rows import items
from jalon.web.work.effect_chart import EffectChart, Strip, drawn, strip
from jalon.web.work.naming import Named, gain_words, named
from jalon.wording import effects as worded

TESTS = ("ab_test", "holdout", "platform_lift")
LEAST_P = Decimal("0.01")
TONES = {"effect": "on", "no_effect": "none", "cannot_tell": "watch"}
_SAME: Mapping[str, str] = {
    "interrupted_time_series": "before_after",
    "synthetic_control": "geo_holdout",
    "platform_lift": "holdout",
}


@dataclass(frozen=True, slots=True)
class ShownDesign:
    """One way of measuring in words; `refused` says why it cannot be."""

    name: str
    share: str
    amount: str
    worth: str
    days: int
    needed: int | None
    wolf: str
    chosen: bool
    advised: bool
    blind: bool
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """A measured effect as a page shows it."""

    verdict: str
    tone: str
    sized: str
    relative: str
    p: str
    expected: str
    inside: bool
    row: Mapping[str, object]
    chart: EffectChart | None
    strip: Strip | None
    wrong: int
    warnings: list[str]
    came: str
    without: str
    shape: str


def row_of(place: Here, name: str) -> Mapping[str, object] | None:
    """The row of an action in the published scorecard; None of an older one."""
    return next((one for one in place.rows("actions") if one["id"] == name), None)


def shown_designs(place: Here, row: Mapping[str, object] | None) -> tuple[list[ShownDesign], str]:
    """Every way of measuring with what it sees, and the advice."""
    seen = row.get("announced") if row else None
    if row is None or not isinstance(seen, Mapping):
        return [], ""
    language, unit = place.language, unit_of(place, row)
    expected, chosen = seen["expected"], _SAME.get(str(row["design"]), str(row["design"]))
    told = []
    for one in items(seen["designs"]):
        gain = gain_of(place.card, str(row["aim"]).partition(":")[2], Decimal(one["smallest"]))
        wolf = one["cried_wolf"]
        told.append(
            ShownDesign(
                wording.phrase(f"design.{one['kind']}", language),
                wording.percent(one["relative"], language, 1),
                worded.change(one["smallest"], unit, language).lstrip("+"),
                gain_words(gain, language) if gain and gain.unit != unit else "",
                int(one["days"]),
                one["needed_days"],
                "" if wolf is None else wording.percent(wolf, language, 0),
                one["kind"] == chosen,
                one["kind"] == seen["recommended"],
                expected is not None and abs(Decimal(expected)) < Decimal(one["relative"]),
            )
        )
    for one in items(seen.get("refused")):
        why = wording.refusal(one["why"], language)
        name = wording.phrase(f"design.{one['kind']}", language)
        told.append(ShownDesign(name, "", "", "", 0, None, "", one["kind"] == chosen, False, False, why))
    return told, worded.advice(seen, language)


def unit_of(place: Here, row: Mapping[str, object]) -> str:
    """The unit of the number an action works on."""
    wanted = str(row["aim"]).partition(":")[2]
    for one in (*place.rows("kpis"), *place.rows("objectives")):
        measured = one["measured"]
        if isinstance(measured, Mapping) and measured["id"] == wanted:
            return str(measured["unit"])
    return "count"


def shown_effect(place: Here, row: Mapping[str, object] | None, name: str = "effect") -> ShownEffect | None:
    """The effect in words and drawn; None where nothing was measured."""
    found = row.get(name) if row else None
    if row is None or not isinstance(found, Mapping) or "refused" in found:
        return None
    language, unit = place.language, str(found["unit"])
    expected = row["expected_effect"]
    shape = found["shape"]
    placebos = items(found["placebos"])
    return ShownEffect(
        wording.phrase(f"acted.verdict.{found['verdict']}", language),
        TONES[str(found["verdict"])],
        worded.sized({**found, "relative": None}, language),
        "" if found["relative"] is None else wording.percent(str(found["relative"]), language, 1, signed=True),
        _chance(Decimal(str(found["p"])), language),
        "" if expected is None else worded.change(expected, unit, language),
        expected is not None and holds(found, expected),
        found,
        drawn(found, language),
        strip(found),
        sum(1 for one in placebos if not one["inside"]),
        [worded.warning(str(code), language) for code in items(found["warnings"])],
        "" if found["came"] is None else amount(found["came"], unit, language),
        "" if found["without"] is None else amount(found["without"], unit, language),
        wording.phrase(f"acted.shape.{shape}", language) if shape else "",
    )


def _chance(p: Decimal, language: str) -> str:
    """A probability of chance alone; what is nearly nothing is said so."""
    if p < LEAST_P:
        return wording.phrase("acted.p.small", language, {"limit": wording.number(LEAST_P, language, 2)})
    return wording.number(p, language, 2)


def amount(value: object, unit: str, language: str) -> str:
    """Where a number stood."""
    if unit == "ratio":
        return wording.percent(str(value), language, 2)
    return wording.quantity(str(value), unit, language, compact=True)


def why_not(row: Mapping[str, object] | None, language: str) -> str:
    """Why nothing was measured, of an action that is over."""
    found = row.get("effect") if row else None
    return wording.refusal(found, language) if isinstance(found, Mapping) and "refused" in found else ""


def counted(place: Here, action: Action) -> tuple[arms.Counted, ...]:
    """What the arms of an action's test counted so far."""
    return arms.of_workspace(place.workspace, place.as_of).get(action.id, ())


def is_test(action: Action) -> bool:
    """Whether arms are counted for it."""
    return action.effect_design in TESTS


def moved_design(place: Here, row: Mapping[str, object] | None) -> plans.Revision | None:
    """The revision that changed the design after the start: who, when and why."""
    number = row.get("design_changed") if row else None
    return plans.numbered(place.workspace, number) if isinstance(number, int) else None


@dataclass(frozen=True, slots=True)
class Told:
    """A measured action as the ledger lists it."""

    action: Named | None
    kra: Named | None
    work: str
    expected: str
    effect: ShownEffect


@dataclass(frozen=True, slots=True)
class Counts:
    """A line of the ledger in words."""

    kra: Named | None
    work: str
    line: LedgerLine
    share: str


def told_actions(place: Here, kra: str | None = None) -> list[Told]:
    """The measured actions, of one area or of all of them, the latest first."""
    found = []
    for row in place.rows("actions"):
        effect = shown_effect(place, row)
        if effect is not None and kra in (None, row["kra"]):
            found.append(
                Told(
                    named(place, str(row["id"])),
                    named(place, str(row["kra"])),
                    work_word(str(row["work"]), place.language),
                    effect.expected,
                    effect,
                )
            )
    return sorted(found, key=lambda one: str(one.effect.row["window"]), reverse=True)


def counts(place: Here, kra: str | None = None) -> list[Counts]:
    """The ledger by area and kind of action."""
    lines = [one for one in ledger(place.rows("actions")) if kra in (None, one.kra)]
    return [
        Counts(
            named(place, line.kra),
            work_word(line.work, place.language),
            line,
            "" if line.share is None else wording.percent(line.share, place.language),
        )
        for line in lines
    ]


def work_word(work: str, language: str) -> str:
    """A kind of action as people say it."""
    key = f"work.kind.{work}"
    return wording.phrase(key if wording.known(key, language) else "work.kind.other", language)

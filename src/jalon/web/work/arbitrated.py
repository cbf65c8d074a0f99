"""A question as its page shows it: the rules in their order, the options side by side, what they touch, who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jalon import wording
from jalon.plan.model import Decision, OptionEffect, Plan
from jalon.scorecard.arbitrating import Ruling, Weighed, ruling
from jalon.web.here import Here
from jalon.web.rows import items, measured, said, strings
from jalon.web.work.naming import Named, all_named, named
from jalon.wording import arbitrated

Row = Mapping[str, object]
MARKS = {"decides": "yes", "narrows": "yes", "refused": "warning", "unread": "warning", "to_decider": "people"}
_GRAVE = ("red", "amber")


@dataclass(frozen=True, slots=True)
class Naming:
    """How a page calls the things of a decision."""

    place: Here
    decision: Decision | None = None

    def option(self, name: str) -> str:
        """An option of the question."""
        text = self.decision.option_name(name) if self.decision else None
        return said(text, self.place.language) if text else name.replace("_", " ")

    def thing(self, subject: str) -> str:
        """`kpi:cpl` and its like, by name."""
        kind, _, name = subject.partition(":")
        plan = self.place.plan
        if plan and kind in plan.grounds and name in plan.value_names(kind):
            return said(plan.value_names(kind)[name], self.place.language)
        found = named(self.place, name)
        return found.name if found else name.replace("_", " ")

    def person(self, name: str) -> str:
        """Somebody of the plan."""
        return self.place.person(name)["name"]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A rule in its turn."""

    number: int
    name: str
    said: str
    mark: str
    result: str
    figures: list[str]

    @property
    def hit(self) -> bool:
        """Whether it is the one that ends the reading."""
        return self.result in ("decides", "refused", "unread", "to_decider")


@dataclass(frozen=True, slots=True)
class ShownGain:
    """What an option should bring: in a sentence, and its amount alone beside what it is on."""

    sentence: str
    amount: str
    aim: str


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option beside the others: what it brings, its money, who carries it, what is at risk there, the way back."""

    id: str
    name: str
    designated: bool
    chosen: bool
    gains: list[ShownGain]
    money: list[str]
    carriers: list[Named]
    owners: list[str]
    risks: list[Named]
    undone: str
    against: list[str]


@dataclass(frozen=True, slots=True)
class Touched:
    """A published number that the question rests on."""

    thing: Named
    owner: str
    row: Row


@dataclass(frozen=True, slots=True)
class CostLine:
    """What the next result costs at one place, drawn on one scale with the others."""

    thing: Named
    told: Row | None
    refusal: str
    held: str
    low: float = 0
    high: float = 0
    at: float = 0
    ceiling: float = 0
    sentence: str = ""

    @property
    def width(self) -> float:
        """How wide the bar is."""
        return self.high - self.low


def ruled(place: Here, decision: Decision) -> Ruling | None:
    """What the plan's rules make of a question that is awaited, on the scorecard shown."""
    if place.plan is None or not place.card or decision.chosen is not None:
        return None
    return ruling(place.plan, decision, place.card)


def lead(place: Here, decision: Decision, found: Ruling) -> str:
    """What the rules make of it, in one sentence."""
    return arbitrated.ruling(found.as_document(), Naming(place, decision), place.language)


def steps(place: Here, decision: Decision, found: Ruling) -> list[ShownStep]:
    """Every rule, in the plan's order."""
    names, shown = Naming(place, decision), []
    person = place.person(found.decider)["name"] if found.decider else ""
    for number, row in enumerate(items(found.as_document()["steps"]), 1):
        result = str(row["result"])
        shown.append(
            ShownStep(
                number,
                said(row["name"], place.language)
                or wording.phrase(f"arbitrated.usual.{row['compares']}", place.language),
                arbitrated.result(row, names, place.language, person),
                MARKS.get(result, "void" if result == "not_reached" else "no"),
                result,
                arbitrated.figures(row, names, place.language),
            )
        )
    return shown


def options(place: Here, decision: Decision, found: Ruling | None) -> list[ShownOption]:
    """The options side by side."""
    told = {one.option: one for one in found.options} if found else {}
    return [_option(place, decision, name, told.get(name), found) for name in decision.options]


def _option(place: Here, decision: Decision, name: str, told: Weighed | None, found: Ruling | None) -> ShownOption:
    plan, names = place.plan, Naming(place, decision)
    rows = items(found.as_document()["options"]) if found else []
    gains = next((items(row["gains"]) for row in rows if row["option"] == name), [])
    effects = decision.effects_of(name)
    areas = told.kras if told else tuple(one.kra for one in effects if one.kra)
    owners = [kra.owner for kra in (plan.kra(area) for area in areas) if kra and kra.owner] if plan else []
    undone = told.undone_days if told else None
    return ShownOption(
        id=name,
        name=names.option(name),
        designated=bool(found and found.option == name),
        chosen=decision.chosen == name,
        gains=[_gain(one, names, place.language) for one in gains] or _announced(place, effects, names),
        money=[_money(place, one) for one in effects if one.amount],
        carriers=all_named(place, areas),
        owners=list(dict.fromkeys(owners)),
        risks=_risks(place, areas, effects),
        undone=wording.quantity(str(undone), "day", place.language) if undone is not None else "",
        against=[said(one.against, place.language) for one in effects if one.against],
    )


def _announced(place: Here, effects: tuple[OptionEffect, ...], names: Naming) -> list[ShownGain]:
    """What was announced of an option, of a decision that is taken."""
    found = []
    for one in effects:
        if one.expect is None or not one.kpi or one.expect.abs is None:
            continue
        unit = next(
            (str(measured(row)["unit"]) for row in place.rows("kpis") if measured(row)["id"] == one.kpi), "count"
        )
        row = {"kpi": one.kpi, "unit": unit, "on_kpi": [one.expect.abs, one.expect.low, one.expect.high]}
        found.append(_gain(row, names, place.language))
    return found


def _gain(row: Row, names: Naming, language: str) -> ShownGain:
    on, amount = arbitrated.gain_parts(row, names, language)
    return ShownGain(arbitrated.gain(row, names, language), amount, on)


def common_aim(shown: list[ShownOption]) -> str:
    """What every option that brings something brings it to; empty when they differ."""
    aims = {gain.aim for one in shown for gain in one.gains}
    return next(iter(aims)) if len(aims) == 1 else ""


def _money(place: Here, one: OptionEffect) -> str:
    amount = wording.quantity(str(one.amount), place.workspace.currency, place.language)
    ends = {"first": named(place, one.source), "second": named(place, one.to)}
    values = {"amount": amount, **{name: end.name if end else "" for name, end in ends.items()}}
    way = "both" if one.source and one.to else "out" if one.source else "into"
    return wording.phrase(f"arbitrated.money.{way}", place.language, values)


def _risks(place: Here, areas: tuple[str, ...], effects: tuple[OptionEffect, ...]) -> list[Named]:
    """Risks in alert or in vigilance where an option acts."""
    kpis = {name for one in effects for name in (one.kpi, one.cost_kpi) if name}
    found = [
        str(row["id"])
        for row in sorted(place.rows("kris"), key=lambda row: row["standing"] != "red")
        if row["standing"] in _GRAVE and (row["kra"] in areas or kpis & set(strings(row["threatens"])))
    ]
    return all_named(place, found)


def touched(place: Here, decision: Decision, found: Ruling | None) -> list[Touched]:
    """Published numbers that the options move, objectives first, each with owner, target and odds."""
    asked: dict[str, None] = {}
    for one in found.options if found else ():
        asked.update(dict.fromkeys(gain.objective for gain in one.gains if gain.objective))
    for effect in decision.effects:
        asked.update(dict.fromkeys(name for name in (effect.kpi, effect.cost_kpi) if name))
    asked.update(dict.fromkeys(decision.evidence))
    rows = {str(measured(row)["id"]): measured(row) for kind in ("objectives", "kpis") for row in place.rows(kind)}
    return [
        Touched(thing, str(rows[name]["owner"] or ""), rows[name])
        for name in asked
        if name in rows and (thing := named(place, name)) is not None
    ]


def costs(place: Here, decision: Decision) -> list[CostLine]:
    """The marginal costs published for a question, on one scale."""
    rows = next((items(row.get("costs")) for row in place.rows("decisions") if row["id"] == decision.id), [])
    known = [row["cost"] for row in rows if "refused" not in row["cost"]]
    ends = [float(value) for cost in known for value in (*cost["marginal80"], cost["ceiling"]) if value is not None]
    most = max(ends, default=1) * 1.06
    return [line for row in rows if (line := _cost(place, row, most)) is not None]


def _cost(place: Here, row: Row, most: float) -> CostLine | None:
    thing, told = named(place, str(row["kpi"])), row["cost"]
    if thing is None or not isinstance(told, Mapping):
        return None
    if "refused" in told:
        return CostLine(thing, None, wording.refusal(told, place.language), "open")
    low, high = told["marginal80"]

    def share(value: object) -> float:
        return round(100 * float(str(value)) / most, 2)

    held = arbitrated.held({"low": low, "high": high, "bound": told["ceiling"]})
    return CostLine(
        thing, told, "", held, share(low), share(high) if high is not None else 100, share(told["marginal"]),
        share(told["ceiling"]), arbitrated.next_cost(told, place.language),
    )  # fmt: skip


def told_people(plan: Plan, decision: Decision, found: Ruling | None) -> list[str]:
    """Everybody accountable for what the question touches, each once: who carries an option, and who decides."""
    areas = (
        [*(area for one in found.options for area in one.kras), *plan.areas_of(decision)]
        if found
        else plan.areas_of(decision)
    )
    owners = [kra.owner for area in dict.fromkeys(areas) if (kra := plan.kra(area)) and kra.owner]
    decider = plan.arbitration.decider if plan.arbitration else None
    return list(dict.fromkeys([*owners, *([decider] if decider else [])]))

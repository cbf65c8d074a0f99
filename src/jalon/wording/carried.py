"""What a number carries with it wherever it goes: owner, target, odds, main risk, next action, its day and its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jalon.plan.model import Action, Decision, Plan
from jalon.quantities import Text, spoken
from jalon.wording import numbers
from jalon.wording.phrases import known, phrase
from jalon.wording.sentences import odds, refusal, standing

Document = Mapping[str, object]
_ROWS = {"objective": "objectives", "kra": "kras", "kpi": "kpis", "kri": "kris", "source": "sources"}


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing of a scorecard, said. An absent value is said by its reason in the same place."""

    kind: str
    id: str
    name: str
    standing: str
    word: str
    value: str
    target: str
    due: str
    odds: str
    forecast: str
    owner: str
    risk: str
    action: str
    day: str
    path: str
    share: str | None = None
    """The odds as a fraction; None when they are refused."""


def said(text: object, language: str) -> str:
    """A text of the plan or of a document in a language, else in the first it was written in."""
    if isinstance(text, Text):
        return text.in_language(language)
    if isinstance(text, Mapping):
        return spoken(text, language)
    return str(text or "")


def rows(document: Document, kind: str) -> list[Mapping[str, object]]:
    """Rows of a scorecard (`kpis`…), with what is measured laid flat."""
    listed = document.get(kind)
    found = listed if isinstance(listed, list) else []
    return [{**row, **measured} if isinstance(measured := row.get("measured"), dict) else row for row in found]


def row_of(document: Document, subject: str) -> Mapping[str, object] | None:
    """The row of `kpi:cpl`."""
    kind, _, name = subject.partition(":")
    return next((row for row in rows(document, _ROWS.get(kind, "")) if row.get("id") == name), None)


def carried(document: Document, plan: Plan, subject: str, language: str) -> Carried | None:
    """A thing of the scorecard with all that travels with it; None when the scorecard does not hold it."""
    kind = subject.partition(":")[0]
    if kind in ("decision", "milestone"):
        return _dated(plan, kind, subject.partition(":")[2], str(document["as_of"]), language)
    row = row_of(document, subject)
    if row is None:
        return None
    code = str(row["standing"])
    word = phrase("carried.stale", language) if kind == "source" else standing(code, language)
    common = (kind, str(row["id"]), _name(kind, row, language), code, word)
    owner = person_name(plan, row.get("owner"), language)
    if kind in ("kpi", "objective"):
        return _measured(common, row, document, plan, owner, language)
    if kind == "kri":
        return _risk(common, row, document, owner, language)
    because = str(row.get("because") or "")
    worst = carried(document, plan, f"kpi:{because}", language) if because else None
    day = numbers.day(str(row["last_day"]), language) if row.get("last_day") else worst.day if worst else numbers.DASH
    path = "/sources" if kind == "source" else f"/kra/{row['id']}"
    value = (
        f"{worst.name} : {worst.value}"
        if worst and language == "fr"
        else f"{worst.name}: {worst.value}"
        if worst
        else ""
    )
    filled = (worst.target, worst.due, worst.odds, worst.forecast) if worst else ("", "", "", "")
    risk, action = (worst.risk, worst.action) if worst else ("", "")
    return Carried(*common, value, *filled, owner, risk, action, day, path, worst.share if worst else None)


def _dated(plan: Plan, kind: str, name: str, as_of: str, language: str) -> Carried | None:
    """A decision that waits or a milestone that several areas wait for: its day, its person, what hangs on it."""
    decision = next((one for one in plan.decisions if one.id == name), None) if kind == "decision" else None
    milestone = next((one for one in plan.milestones if one.id == name), None) if kind == "milestone" else None
    if decision is not None:
        due = plan.deadline_of(decision)
        owner = plan.arbitration.decider if plan.arbitration else None
        title = question(decision, language)
        hangs = [said(decision.option_name(one), language) for one in decision.options]
    elif milestone is not None:
        due, owner, title = milestone.day, milestone.owner, said(milestone.name, language)
        hangs = [said(kra.name, language) for kra in plan.kras if kra.id in milestone.needed_by]
    else:
        return None
    late = due is not None and due.isoformat() < as_of
    word = phrase("carried.late" if late else "carried.due", language)
    return Carried(
        kind, name, title, kind, word, "", "", numbers.day(due, language) if due else numbers.DASH, "", "",
        person_name(plan, owner, language), ", ".join(hangs), "", numbers.day(as_of, language), f"/{kind}/{name}",
    )  # fmt: skip


def _measured(
    common: tuple[str, str, str, str, str],
    row: Mapping[str, object],
    document: Document,
    plan: Plan,
    owner: str,
    language: str,
) -> Carried:
    unit, chance, foreseen = str(row["unit"]), row["odds"], row["forecast"]
    kind, name = common[0], common[1]
    forecast = numbers.DASH
    if isinstance(foreseen, Mapping) and "median" in foreseen:
        forecast = numbers.quantity(str(foreseen["median"]), unit, language, compact=True)
    return Carried(
        *common,
        value=amount(row["value"], unit, language),
        target=aim(row, language),
        due=numbers.day(str(row["due"]), language) if row["due"] else numbers.DASH,
        odds=refusal(chance, language) if isinstance(chance, Mapping) else odds(str(chance), language, short=True),
        forecast=forecast,
        owner=owner,
        risk=_main_risk(row, document, language),
        action=_next_action(row, kind, plan, language),
        day=_day_known(row, document, language),
        path=f"/{kind}/{name}",
        share=None if isinstance(chance, Mapping) else str(chance),
    )


def _risk(
    common: tuple[str, str, str, str, str], row: Mapping[str, object], document: Document, owner: str, language: str
) -> Carried:
    response = row["response_red"] if row["standing"] == "red" else row["response_amber"]
    threats = row["threatens"]
    names = [_threatened(str(one), document, language) for one in threats] if isinstance(threats, Sequence) else []
    limit = row["limit"]
    return Carried(
        *common,
        value=amount(row["reading"], str(row["unit"]), language),
        target=numbers.DASH if limit is None or isinstance(limit, list | Mapping) else f"{limit}",
        due="",
        odds="",
        forecast="",
        owner=owner,
        risk=", ".join(names) or numbers.DASH,
        action=said(response, language) or phrase("carried.no_plan", language),
        day=numbers.day(str(row["reading_day"]), language) if row["reading_day"] else numbers.DASH,
        path=f"/kri/{row['id']}",
    )


def amount(value: object, unit: str, language: str) -> str:
    """A value in its unit, or a dash: its reason is said beside it."""
    return numbers.DASH if isinstance(value, Mapping) else numbers.quantity(str(value), unit, language, compact=True)


def aim(row: Mapping[str, object], language: str) -> str:
    """The target value, or both ends of its range."""
    unit, between = str(row["unit"]), row.get("target_range")
    if isinstance(between, list | tuple) and len(between) == 2:
        low, high = (numbers.quantity(str(one), unit, language, compact=True) for one in between)
        return phrase("odds.between", language, {"low": low, "high": high})
    target = row.get("target")
    return numbers.quantity(str(target), unit, language, compact=True) if target is not None else numbers.DASH


def person_name(plan: Plan, person: object, language: str) -> str:
    """Somebody of the plan by name; nobody is said so."""
    found = plan.person(str(person)) if person else None
    return found.name if found else str(person) if person else phrase("carried.nobody", language)


def action_of(plan: Plan, kind: str, name: str) -> Action | None:
    """The nearest action under way or ahead on a KPI or an objective."""
    waiting = [one for one in plan.actions if one.status in ("running", "planned")]
    mine = [one for one in waiting if (one.kpi if kind == "kpi" else one.objective) == name]
    return min(mine, key=lambda one: (one.status != "running", str(one.end)), default=None)


def question(decision: Decision, language: str) -> str:
    """What is to be decided."""
    return said(decision.question, language) or decision.id


def _next_action(row: Mapping[str, object], kind: str, plan: Plan, language: str) -> str:
    """Its own next action; for an objective without one, the nearest on a KPI of its cascade."""
    wanted, name = row.get("next_action"), str(row["id"])
    found = next((one for one in plan.actions if one.id == wanted), None) or action_of(plan, kind, name)
    parts = row.get("parts")
    kpis = [str(one["id"]) for one in parts if one.get("kind") == "kpi"] if isinstance(parts, list) else []
    near = [one for kpi in kpis if (one := action_of(plan, "kpi", kpi)) is not None] if found is None else []
    found = found or min(near, key=lambda one: (one.status != "running", str(one.end)), default=None)
    return f"{said(found.name, language)} ({found.id})" if found else phrase("carried.no_action", language)


def _main_risk(row: Mapping[str, object], document: Document, language: str) -> str:
    risks, wanted = rows(document, "kris"), row.get("main_risk")
    grave = {"red": 0, "amber": 1, "unknown": 2, "quiet": 3}
    threats = [one for one in risks if _holds(one.get("threatens"), row.get("id"))]
    found = next((one for one in risks if one["id"] == wanted), None)
    found = found or min(threats, key=lambda one: grave.get(str(one["standing"]), 4), default=None)
    if found is None:
        return phrase("carried.no_risk", language)
    word = standing(str(found["standing"]), language)
    return f"{said(found['name'], language)} ({word})"


def _holds(listed: object, name: object) -> bool:
    return isinstance(listed, list | tuple) and name in listed


def _threatened(name: str, document: Document, language: str) -> str:
    found = row_of(document, f"objective:{name}") or row_of(document, f"kpi:{name}")
    return said(found["name"], language) if found else name


def _day_known(row: Mapping[str, object], document: Document, language: str) -> str:
    listed = row.get("provenance")
    days = [str(one["last_day"]) for one in listed if one.get("last_day")] if isinstance(listed, list) else []
    return numbers.day(min(days) if days else str(document["as_of"]), language)


def _name(kind: str, row: Mapping[str, object], language: str) -> str:
    if kind == "source":
        key = f"tool.{row['tool']}"
        return phrase(key, language) if known(key, language) else str(row["tool"])
    return said(row.get("name"), language) or str(row["id"])

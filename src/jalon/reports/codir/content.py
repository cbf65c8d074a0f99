"""Choosing what the page says: objectives, zones that moved, risks, proofs, decisions. Nothing is typed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jalon.plan.model import Action, Decision, Plan
from jalon.reports.codir.page import Ask, Goal, Page, Row
from jalon.scorecard.stakes import Stake, stakes
from jalon.wording import day, money, numbers, percent, phrase, quantity, say, standing
from jalon.wording.carried import Carried, Document, carried, person_name, row_of, rows, said

MOST = 3
ODDS_MOVED = Decimal("0.05")
"""A change of odds below five points is weather."""
_GRAVITY = ("off_course", "no_data", "stale", "watch", "on_course", "no_target")
_SETTLED = ("positive", "negative", "no_effect")
_RISKS = {"red": 0, "amber": 1}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is made from: a published scorecard, an earlier one, the plan, the language, the screens' address."""

    document: Document
    before: Document
    plan: Plan
    as_of: date
    language: str
    address: str

    def t(self, key: str, **values: str) -> str:
        """A phrase of the page."""
        return phrase(f"codir.{key}", self.language, values)

    def link(self, path: str) -> str:
        """A way back to the screens."""
        return self.address + path


def incomplete(document: Document, plan: Plan) -> list[tuple[str, str]]:
    """Objective and what it lacks (`owner`, `target`): with any of these, the page is not exported."""
    found = []
    for row in rows(document, "objectives"):
        if not row.get("owner"):
            found.append((str(row["id"]), "owner"))
        if row.get("target") is None and not row.get("target_range"):
            found.append((str(row["id"]), "target"))
    return found


def page(asked: Asked) -> Page:
    """The page of a scorecard."""
    plan, language = asked.plan, asked.language
    asks = _asks(asked)
    decider = plan.arbitration.decider if plan.arbitration else None
    known = str(asked.before.get("as_of") or "")
    return Page(
        language=language,
        company=plan.company.name.in_language(language),
        room=asked.t("room"),
        day=day(_oldest(asked), language, "full"),
        day_iso=asked.as_of.isoformat(),
        sender=person_name(plan, decider, language),
        title=_title(asked, asks),
        moved_title=asked.t("moved", day=day(known, language, "short")) if known else asked.t("moved.first"),
        goals=tuple(_goal(row, asked) for row in rows(asked.document, "objectives")),
        moved=tuple(_moved(asked)),
        risks=tuple(_risks(asked)),
        proofs=tuple(_proof(action, asked) for action in _proven(plan)),
        asks=tuple(asks),
        freshness=_freshness(asked),
        foot=asked.t(
            "foot",
            day=day(asked.as_of, language),
            edition=str(asked.document.get("edition", "")),
            revision=str(asked.document.get("plan_revision", "")),
        ),
        link=asked.link("/codir"),
    )


def _oldest(asked: Asked) -> str:
    """The day of the page is that of the oldest figure of an objective on it."""
    days = [
        str(one["last_day"])
        for row in rows(asked.document, "objectives")
        for one in _listed(row.get("provenance"))
        if one.get("last_day")
    ]
    recent = [one for one in days if one >= (asked.as_of - timedelta(days=31)).isoformat()]
    return min(recent, default=asked.as_of.isoformat())


def _title(asked: Asked, asks: list[Ask]) -> str:
    found = rows(asked.document, "objectives")
    worst = min(found, key=lambda row: _GRAVITY.index(str(row["standing"])), default=None)
    count = sum(1 for row in found if row["standing"] == "off_course")
    parts = []
    if worst is not None:
        word = standing(str(worst["standing"]), asked.language)
        name = said(worst["name"], asked.language)
        key = "title.several" if count > 1 else "title"
        parts.append(asked.t(key, name=name, word=word, count=str(count), all=str(len(found))))
    waiting = sum(1 for one in asked.plan.decisions if one.chosen is None)
    if waiting:
        parts.append(asked.t("title.asks" if waiting > 1 else "title.ask", count=str(waiting), day=asks[0].before))
    elif asks:
        parts.append(asked.t("title.nobody"))
    return asked.t("title.join").join(parts)


def _goal(row: Mapping[str, object], asked: Asked) -> Goal:
    found = carried(asked.document, asked.plan, f"objective:{row['id']}", asked.language)
    assert found is not None  # noqa: S101  # a row of this very document
    foreseen, unit = row.get("forecast"), str(row["unit"])
    between = ""
    if isinstance(foreseen, Mapping) and "band80" in foreseen:
        low, high = (quantity(str(one), unit, asked.language, compact=True) for one in foreseen["band80"])
        between = asked.t("between", low=low, high=high)
    breached = [one for one in _listed(row.get("guardrails")) if one.get("breached")]
    names = [_measure_name(str(one.get("kpi")), asked) for one in breached]
    value, target = _number(row.get("value")), _number(row.get("target"))
    return Goal(
        found.id, found.name, found.owner, found.standing, found.word, found.target, found.due, found.value,
        found.forecast, between, found.odds, found.risk, found.action,
        asked.t("guardrails", names=", ".join(names)) if names else "", asked.link(found.path),
        float(found.share) if found.share is not None else None,
        float(value / target) if value is not None and target else None,
    )  # fmt: skip


def _measure_name(name: str, asked: Asked) -> str:
    row = row_of(asked.document, f"kpi:{name}")
    return said(row["name"], asked.language) if row else name.upper() if len(name) <= 4 else name


def _moved(asked: Asked) -> list[Row]:
    """Areas whose standing or odds moved since the earlier scorecard, what weighs most on an objective first."""
    weights, found = stakes(asked.document), []
    for row in rows(asked.document, "kras"):
        kpi = carried(asked.document, asked.plan, f"kpi:{row.get('because')}", asked.language)
        earlier = row_of(asked.before, f"kra:{row['id']}")
        was = row_of(asked.before, f"kpi:{row.get('because')}")
        if kpi is None or earlier is None:
            continue
        shift = _shift(kpi.share, was)
        if row["standing"] != earlier["standing"] or abs(shift or Decimal(0)) >= ODDS_MOVED:
            weight = weights.get(f"kpi:{kpi.id}", Stake("", Decimal(0))).share
            found.append((abs(weight), abs(shift or Decimal(0)), _zone(row, earlier, was, kpi, asked)))
    found.sort(key=lambda one: (-one[0], -one[1]))
    return [row for _, _, row in found[:MOST]]


def _shift(share: str | None, was: Mapping[str, object] | None) -> Decimal | None:
    before = _number(was.get("odds")) if was else None
    return Decimal(share) - before if share is not None and before is not None else None


def _zone(
    row: Mapping[str, object],
    earlier: Mapping[str, object],
    was: Mapping[str, object] | None,
    kpi: Carried,
    asked: Asked,
) -> Row:
    language = asked.language
    before, after = (standing(str(one["standing"]), language) for one in (earlier, row))
    change = asked.t("zone.same", word=after) if before == after else asked.t("zone.moved", before=before, after=after)
    text = asked.t("zone.text", change=change, kpi=kpi.name, value=kpi.value, target=kpi.target, risk=kpi.risk)
    share = _number(was.get("odds")) if was else None
    odds = f"{percent(share, language, 0)} → {kpi.odds}" if share is not None and kpi.share is not None else kpi.word
    owner = person_name(asked.plan, row.get("owner"), language)
    return Row(
        str(row["standing"]), f"{said(row['name'], language)} · {owner}", text, odds, asked.link(f"/kra/{row['id']}")
    )


def _risks(asked: Asked) -> list[Row]:
    """Red first, then amber, then what weighs most."""
    weights = stakes(asked.document)
    found = [row for row in rows(asked.document, "kris") if str(row["standing"]) in _RISKS]
    nothing = Stake("", Decimal(0))
    found.sort(key=lambda row: (_RISKS[str(row["standing"])], -abs(weights.get(f"kri:{row['id']}", nothing).share)))
    return [_risk(row, asked) for row in found[:MOST]]


def _risk(row: Mapping[str, object], asked: Asked) -> Row:
    found = carried(asked.document, asked.plan, f"kri:{row['id']}", asked.language)
    assert found is not None  # noqa: S101  # a row of this very document
    who = person_name(asked.plan, row.get("response_owner") or row.get("owner"), asked.language)
    running = next((one for one in asked.plan.actions if one.answers_kri == row["id"]), None)
    cost = money(running.cost, asked.plan.company.currency, asked.language) if running else asked.t("risk.no_cost")
    plan = (
        asked.t("risk.running", action=said(running.name, asked.language), id=running.id) if running else found.action
    )
    within = _delay(str(row.get("response_within") or ""), asked)
    text = asked.t(
        "risk.text", threatens=found.risk, plan=plan.partition(";")[0].strip(" .\u00a0"), who=who, within=within
    )
    return Row(
        found.standing, asked.t("risk.name", name=found.name, word=found.word), text, cost, asked.link(found.path)
    )


def _delay(iso: str, asked: Asked) -> str:
    """`P2D`, `PT4H` as people say them."""
    count = "".join(one for one in iso if one.isdigit())
    if not count:
        return numbers.DASH
    return asked.t("hours" if iso.startswith("PT") else "days", count=count)


def _proven(plan: Plan) -> list[Action]:
    """What settled a question first, then what did not; the newest of each first."""
    ended = sorted((one for one in plan.actions if one.outcome), key=lambda one: str(one.end), reverse=True)
    return sorted(ended, key=lambda one: one.outcome is None or one.outcome.verdict not in _SETTLED)[:MOST]


def _proof(action: Action, asked: Asked) -> Row:
    outcome, language = action.outcome, asked.language
    assert outcome is not None  # noqa: S101  # chosen for it
    verdict = phrase(f"status.{outcome.verdict}", language)
    unit = _unit(action, asked)
    expected, measured = _effect(action.expect, unit, language), _effect(outcome, unit, language)
    interval = ""
    if outcome.interval:
        signed = "ratio" if outcome.rel is not None or unit == "ratio" else unit
        low, high = (_signed(one, signed, outcome.rel is None, language) for one in outcome.interval)
        interval = asked.t("proof.interval", low=low, high=high, level=percent(outcome.level, language, 0))
    key = "proof.measured" if measured else "proof.not_measured"
    text = asked.t(key, expected=expected or numbers.DASH, measured=measured, interval=interval, verdict=verdict)
    if outcome.reason:
        text = f"{text} {said(outcome.reason, language)}."
    sign = "yes" if outcome.verdict == "positive" else "no"
    cost = money(action.cost, asked.plan.company.currency, language)
    name = f"{said(action.name, language)} ({action.id})"
    return Row(sign, name, text, cost, asked.link(f"/action/{action.id}"))


def _unit(action: Action, asked: Asked) -> str:
    row = row_of(asked.document, f"kpi:{action.kpi}") or row_of(asked.document, f"objective:{action.objective}")
    return str(row["unit"]) if row else "count"


def _effect(effect: object, unit: str, language: str) -> str:
    absolute, relative = getattr(effect, "abs", None), getattr(effect, "rel", None)
    if absolute is not None:
        return _signed(absolute, unit, True, language)
    return _signed(relative, unit, False, language) if relative is not None else ""


def _signed(value: Decimal, unit: str, absolute: bool, language: str) -> str:
    """A difference: points of a ratio, per cent of the rest, or a quantity with its sign."""
    if absolute and unit == "ratio":
        return phrase("codir.points", language, {"value": numbers.number(value * 100, language, 1, signed=True)})
    if not absolute:
        return percent(value, language, 1, signed=True)
    return ("+" if value > 0 else "") + quantity(value, unit, language, compact=True)


def _asks(asked: Asked) -> list[Ask]:
    plan = asked.plan
    waiting = [one for one in plan.decisions if one.chosen is None]
    decided = [(plan.deadline_of(one), _ask(one, asked)) for one in waiting]
    decided.sort(key=lambda pair: pair[0] or date.max)
    return [*(one for _, one in decided), *_unclaimed(asked)][:MOST]


def _ask(decision: Decision, asked: Asked) -> Ask:
    plan, language = asked.plan, asked.language
    due = plan.deadline_of(decision)
    amount = decision.effect.amount if decision.effect else None
    decider = person_name(plan, plan.arbitration.decider if plan.arbitration else None, language)
    options = [said(decision.option_name(one), language) for one in decision.options]
    return Ask(
        question=f"{decision.id} · {said(decision.question, language)}",
        amount=money(amount, plan.company.currency, language) if amount is not None else asked.t("ask.no_amount"),
        options=", ".join(options),
        recommendation=asked.t("ask.none_yet"),
        decider=decider,
        before=day(due, language, "long") if due else numbers.DASH,
        otherwise=asked.t("ask.late" if due and due < asked.as_of else "ask.otherwise", who=decider),
        link=asked.link(f"/decision/{decision.id}"),
    )


def _unclaimed(asked: Asked) -> list[Ask]:
    """Money that nobody answers for asks for a name."""
    plan, language, found = asked.plan, asked.language, []
    decider = person_name(plan, plan.arbitration.decider if plan.arbitration else None, language)
    for one in _listed(asked.document.get("findings")):
        details = one.get("details")
        if one.get("code") != "R019" or one.get("severity") == "info" or not isinstance(details, Mapping):
            continue
        spent = details.get("media_cost_since_start") or details.get("media_cost")
        if spent:
            currency = str(details.get("currency") or plan.company.currency)
            due = day(asked.as_of + timedelta(days=15), language, "long")
            sentence = say(one, language, with_remedy=False)
            name = str(details["value"]).capitalize() if isinstance(details["value"], str) else sentence
            found.append(
                Ask(
                    asked.t("ask.unclaimed", name=name), money(str(spent), currency, language), asked.t("ask.name"),
                    sentence, decider, due, asked.t("ask.unclaimed.otherwise"), asked.link("/territories"),
                )
            )  # fmt: skip
    return found


def _freshness(asked: Asked) -> str:
    sources, language = rows(asked.document, "sources"), asked.language
    fresh = sum(1 for row in sources if row["standing"] == "fresh")
    silent = [row for row in rows(asked.document, "kpis") if row["standing"] in ("stale", "no_data")]
    parts = [asked.t("fresh", fresh=str(fresh), all=str(len(sources)))]
    for row in sources:
        if row["standing"] == "stale":
            found = carried(asked.document, asked.plan, f"source:{row['id']}", language)
            parts.append(
                asked.t("fresh.late", name=found.name if found else str(row["id"]), day=found.day if found else "")
            )
    if silent:
        names = [f"{said(row['name'], language)} ({standing(str(row['standing']), language)})" for row in silent]
        parts.append(asked.t("fresh.silent", names=", ".join(names)))
    return " ".join(parts)


def _listed(value: object) -> list[Mapping[str, object]]:
    return list(value) if isinstance(value, list | tuple) else []


def _number(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None

"""What stands beside an area on the map, a line each: its KPIs and risks, its work, or its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jalon import wording
from jalon.plan.model import Kra, Plan
from jalon.web.here import Here
from jalon.web.rows import measured, said

WIDTH = 1112
COLUMNS = {"objective": 0, "kra": 286, "kpi": 544, "kri": 862}
LETTERS, RISK_LETTERS = 38, 31
"""Letters of a name with its figures on one line: of a KPI, of a risk."""
KPI_END = 836
"""Where the figures of a KPI end; those of a risk end with the map."""
HANDFUL = 6
"""KPIs or risks of an area that the map names one by one; of more, the gravest."""
GRAVITY = ("off_course", "stale", "no_data", "watch", "on_course", "no_target")
RISKS = ("red", "amber", "unknown", "quiet")


@dataclass(frozen=True, slots=True)
class Row:
    """One link: shape and name; at the right the value and its odds, the reading of a risk, an end, a role."""

    link: str
    code: str
    title: str
    value: str
    x: int
    y: float
    label: str
    end: int


Beside = tuple[list[Row], list[Row]]


def figures(place: Here, kra: str) -> Beside:
    kpis = [measured(one) for one in place.rows("kpis") if one["kra"] == kra]
    kris = [one for one in place.rows("kris") if one["kra"] == kra]
    shown, more = _gravest(place, kra, kpis, GRAVITY, "kpi")
    fired, others = _gravest(place, kra, kris, RISKS, "kri")
    return [*(kpi_row(place, one, 0) for one in shown), *more], [*(kri_row(place, one, 0) for one in fired), *others]


def _gravest(
    place: Here, kra: str, held: list[Mapping[str, object]] | list[dict[str, object]], order: tuple[str, ...], kind: str
) -> tuple[list[Mapping[str, object]], list[Row]]:
    """All that an area has where that is a handful, in the plan's order; of more, the gravest and a way to the rest."""
    if len(held) <= HANDFUL:
        return list(held), []
    standings = [str(one["standing"]) for one in held]
    worst = sorted(range(len(held)), key=lambda number: (order.index(standings[number]), number))[: HANDFUL - 1]
    rest = len(held) - len(worst)
    title = wording.phrase(f"map.more.{kind}", place.language, {"count": str(rest)})
    hidden = [code for number, code in enumerate(standings) if number not in worst]
    counted = [(code, hidden.count(code)) for code in order if code in hidden]
    told = ", ".join(f"{number} {wording.standing(code, place.language)}" for code, number in counted)
    end = KPI_END if kind == "kpi" else WIDTH
    row = Row(f"/kra/{kra}", "more", title, "", COLUMNS[kind], 0, f"{title}{_colon(place)}{told}", end)
    return [held[number] for number in sorted(worst)], [row]


def _colon(place: Here) -> str:
    return "\u00a0: " if place.language == "fr" else ": "


def work(place: Here, kra: str) -> Beside:
    """What is done for an area: its actions, and the milestones it waits for."""
    plan, language = place.plan, place.language
    actions, milestones = [], []
    for action in plan.actions if plan else ():
        if action.kra == kra and action.status in ("planned", "running"):
            name = f"{action.id} · {said(action.name, language)}"
            end = wording.day(action.end, language, "short") if action.end else ""
            owner = place.person(plan.owner_of(action) if plan else None)["name"]
            label = f"{name}, {wording.phrase(f'status.{action.status}', language)}, {owner}"
            actions.append(
                Row(f"/action/{action.id}", "action", shortened(name, 27), end, COLUMNS["kpi"], 0, label, KPI_END)
            )
    for one in plan.milestones if plan else ():
        if kra in one.needed_by and one.status == "open":
            name, day = said(one.name, language), wording.day(one.day, language, "short") if one.day else ""
            label = f"{name}, {place.person(one.owner)['name']}"
            milestones.append(
                Row(f"/milestone/{one.id}", "flag", shortened(name, 27), day, COLUMNS["kri"], 0, label, WIDTH)
            )
    return actions, milestones


def people(place: Here, kra: str) -> Beside:
    """Who answers for an area and who stands in; beside them, who else works on it, with what."""
    plan, found = place.plan, place.plan.kra(kra) if place.plan else None
    if plan is None or found is None:
        return [], []
    held = [("holder", found.owner), ("deputy", plan.deputy_of(found))]
    first = [_person(place, one, _t(f"map.{role}", place), "kpi") for role, one in held if one]
    named = {one for _, one in held}
    counted = _working(place, plan, found)
    others = [one for one in counted if one not in named]
    return first, [_person(place, one, counted[one], "kri") for one in others]


def _working(place: Here, plan: Plan, kra: Kra) -> dict[str, str]:
    """Who else has something to do there, and how much of it."""
    doing = [plan.owner_of(one) for one in plan.actions if one.kra == kra.id and one.status in ("planned", "running")]
    watching = [str(row["response_owner"]) for row in place.rows("kris") if row["kra"] == kra.id]
    found = {}
    for one in dict.fromkeys([*kra.contributors, *(one for one in doing if one), *watching]):
        counts = [("action", doing.count(one)), ("risk", watching.count(one))]
        parts = [_t(f"map.with.{what}{'.many' if n > 1 else ''}", place, count=str(n)) for what, n in counts if n]
        found[one] = ", ".join(parts) or _t("map.contributor", place)
    return found


def _person(place: Here, person: str, role: str, column: str) -> Row:
    name = place.person(person)["name"]
    end = KPI_END if column == "kpi" else WIDTH
    shown = shortened(name, 27 if column == "kpi" else RISK_LETTERS - len(role))
    return Row(f"/person/{person}", "people", shown, role, COLUMNS[column], 0, f"{name}, {role}", end)


def _t(key: str, place: Here, **facts: str) -> str:
    return wording.phrase(key, place.language, facts)


def kpi_row(place: Here, measured: Mapping[str, object], y: float) -> Row:
    unit, name = str(measured["unit"]), said(measured["name"], place.language)
    known = not isinstance(measured["value"], Mapping) and measured["value"] is not None
    value = wording.quantity(str(measured["value"]), unit, place.language, compact=True) if known else "–"
    standing = wording.standing(str(measured["standing"]), place.language)
    odds = "" if measured["closed"] else odds_of(place, measured)
    label = ", ".join(part for part in (name, standing, said_odds(place, measured)) if part)
    shown = f"{value} · {odds}" if odds else value
    return Row(
        f"/kpi/{measured['id']}",
        str(measured["standing"]),
        shortened(name, min(27, LETTERS - len(shown))),
        shown,
        COLUMNS["kpi"],
        y,
        label,
        KPI_END,
    )


def odds_of(place: Here, measured: Mapping[str, object]) -> str:
    """The odds in whole per cent; empty where they are refused."""
    odds = measured["odds"]
    return "" if odds is None or isinstance(odds, Mapping) else wording.odds(str(odds), place.language, short=True)


def said_odds(place: Here, measured: Mapping[str, object]) -> str:
    """The odds in words, while the target is open."""
    odds = "" if measured["closed"] else odds_of(place, measured)
    return wording.phrase("map.odds", place.language, {"odds": odds}) if odds else ""


def kri_row(place: Here, row: Mapping[str, object], y: float) -> Row:
    name = said(row["name"], place.language)
    standing = wording.standing(str(row["standing"]), place.language)
    known = row["reading"] is not None and not isinstance(row["reading"], Mapping)
    value = wording.quantity(str(row["reading"]), str(row["unit"]), place.language, compact=True) if known else "–"
    shown = shortened(name, min(27, RISK_LETTERS - len(value)))
    return Row(f"/kri/{row['id']}", str(row["standing"]), shown, value, COLUMNS["kri"], y, f"{name}, {standing}", WIDTH)


def shortened(text: str, most: int) -> str:
    """Text that fits its column; the whole of it is in the link's accessible name."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

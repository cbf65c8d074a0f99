"""The map: objectives and areas with their KPIs and KRIs, or with their work, one accountable name on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import measured, said, strings
from jalon.web.steering.overview import CROWD, overview

WIDTH = 1112
ZOOMS = ("far", "near", "work")
COLUMNS = {"objective": 0, "kra": 286, "kpi": 544, "kri": 862}
BOX = 218
KRA_BOX = 226
LETTERS, RISK_LETTERS = 38, 31
"""Letters of a name with its figures on one line: of a KPI, of a risk."""
KPI_END = 836
"""Where the figures of a KPI end; those of a risk end with the map."""
TITLE = 22
"""Letters of a title on one line of a box, in the widest of the system faces."""
TOP, ROW, GAP, FOOT = 34, 22, 16, 58
"""First row, height of a KPI or KRI line, space between areas, height of an area's own two lines."""


@dataclass(frozen=True, slots=True)
class Box:
    """An objective or an area: a box that is one link."""

    link: str
    code: str
    title: tuple[str, ...]
    lines: tuple[str, ...]
    x: int
    y: float
    width: int
    height: float
    hot: bool
    standing: str


@dataclass(frozen=True, slots=True)
class Row:
    """A KPI or a KRI: shape and name, one link; at the right the value and its odds, or the reading of a risk."""

    link: str
    code: str
    title: str
    value: str
    x: int
    y: float
    label: str
    end: int


@dataclass(slots=True)
class Drawn:
    """Everything to draw, in user units."""

    width: int = WIDTH
    height: float = 0
    objectives: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    hot_links: list[dict[str, str]] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)


@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """The whole plan on one page, as it stands."""
    shown = request.GET.get("as", "map")
    only = request.GET.get("axis") or request.GET.get("only", "")
    areas = _areas(place, only)
    zoom = request.GET.get("zoom", "")
    if zoom not in ZOOMS:
        zoom = "far" if len(areas) > CROWD else "near"
    context = framed(
        place,
        "map",
        [(_("Map"), "")],
        title=title(place),
        lead=lead(place),
        drawn=draw(place, areas, zoom == "work") if zoom != "far" else None,
        far=overview(place, areas, _wrapped) if zoom == "far" else None,
        zoom=zoom,
        shown=shown,
        only=only,
        axes=place.plan.axes if place.plan else (),
        kras=areas,
        kpis=place.rows("kpis"),
        kris=place.rows("kris"),
        legend_kpi=("on_course", "watch", "off_course", "stale", "no_data"),
        legend_kri=("quiet", "amber", "red", "unknown"),
    )
    return render(request, "steering/map.html", context)


def title(place: Here) -> str:
    """What is the matter, in a sentence: the objectives off course by name, the areas by number."""
    off = [row for row in place.rows("objectives") if measured(row)["standing"] == "off_course"]
    areas = sum(1 for row in place.rows("kras") if row["standing"] == "off_course")
    facts = {
        "name": said(measured(off[0])["name"], place.language) if off else "",
        "count": str(len(off)),
        "areas": str(areas),
        "all": str(len(place.rows("kras"))),
    }
    objectives = "none" if not off else "one" if len(off) == 1 else "many"
    key = f"map.{objectives}.{'areas' if areas > 1 else 'area' if areas else 'clear'}"
    return wording.phrase(key, place.language, facts)


def lead(place: Here) -> str:
    """How many KPIs stand where, and how many risks fired."""
    kpis = [str(measured(row)["standing"]) for row in place.rows("kpis")]
    fired = sum(1 for row in place.rows("kris") if row["standing"] in ("amber", "red"))
    unknown = sum(1 for row in place.rows("kris") if row["standing"] == "unknown")
    parts = [
        f"{kpis.count(code)} {wording.standing(code, place.language)}"
        for code in ("on_course", "watch", "off_course", "stale", "no_data", "no_target")
        if code in kpis
    ]
    return wording.phrase(
        "map.lead", place.language, {"kpis": ", ".join(parts), "risks": str(fired), "unknown": str(unknown)}
    )


def _areas(place: Here, only: str) -> list[dict[str, object]]:
    rows = place.rows("kras")
    if only == "mine":
        return [row for row in rows if row["owner"] == place.member.person]
    if only == "attention":
        fired = {row["kra"] for row in place.rows("kris") if row["standing"] in ("amber", "red")}
        return [row for row in rows if row["standing"] in ("watch", "off_course") or row["id"] in fired]
    return [row for row in rows if row["axis"] == only] if only else rows


def draw(place: Here, areas: list[dict[str, object]], work: bool = False) -> Drawn:
    """Lay the map out: areas down the page, beside them KPIs and KRIs or their work, objectives spread along them."""
    drawn = Drawn()
    middles: dict[str, float] = {}
    y = float(TOP)
    for row in areas:
        left, right = beside(place, str(row["id"])) if work else _figures(place, str(row["id"]))
        height = max(len(left), len(right), 1) * ROW + 8
        height = max(height, FOOT if len(_wrapped(said(row["name"], place.language))) == 1 else FOOT + 18)
        middles[str(row["id"])] = y + height / 2
        drawn.areas.append(_area(place, row, y, height))
        for column in (left, right):
            drawn.rows += [replace(one, y=y + 8 + number * ROW) for number, one in enumerate(column)]
        y += height + GAP
        drawn.rules.append(y - GAP / 2)
    drawn.height = y
    _objectives(place, drawn, areas, middles)
    return drawn


def _figures(place: Here, kra: str) -> tuple[list[Row], list[Row]]:
    kpis = [_kpi(place, measured(one), 0) for one in place.rows("kpis") if one["kra"] == kra]
    return kpis, [_kri(place, one, 0) for one in place.rows("kris") if one["kra"] == kra]


def beside(place: Here, kra: str) -> tuple[list[Row], list[Row]]:
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
                Row(f"/action/{action.id}", "action", _cut(name, 27), end, COLUMNS["kpi"], 0, label, KPI_END)
            )
    for one in plan.milestones if plan else ():
        if kra in one.needed_by and one.status == "open":
            name, day = said(one.name, language), wording.day(one.day, language, "short") if one.day else ""
            label = f"{name}, {place.person(one.owner)['name']}"
            milestones.append(Row(f"/milestone/{one.id}", "flag", _cut(name, 27), day, COLUMNS["kri"], 0, label, WIDTH))
    return actions, milestones


def _area(place: Here, row: Mapping[str, object], y: float, height: float) -> Box:
    owner = place.person(row["owner"])["name"]
    mine = bool(place.member.person) and row["owner"] == place.member.person
    lines = _wrapped(said(row["name"], place.language))
    return Box(
        f"/kra/{row['id']}", str(row["standing"]), lines, (owner,), COLUMNS["kra"], y, KRA_BOX, height, mine,
        wording.standing(str(row["standing"]), place.language),
    )  # fmt: skip


def _kpi(place: Here, measured: Mapping[str, object], y: float) -> Row:
    unit, name = str(measured["unit"]), said(measured["name"], place.language)
    known = not isinstance(measured["value"], Mapping) and measured["value"] is not None
    value = wording.quantity(str(measured["value"]), unit, place.language, compact=True) if known else "–"
    standing = wording.standing(str(measured["standing"]), place.language)
    odds = "" if measured["closed"] else _odds(place, measured)
    label = ", ".join(part for part in (name, standing, _said_odds(place, measured)) if part)
    shown = f"{value} · {odds}" if odds else value
    return Row(
        f"/kpi/{measured['id']}",
        str(measured["standing"]),
        _cut(name, min(27, LETTERS - len(shown))),
        shown,
        COLUMNS["kpi"],
        y,
        label,
        KPI_END,
    )


def _odds(place: Here, measured: Mapping[str, object]) -> str:
    """The odds in whole per cent; empty where they are refused."""
    odds = measured["odds"]
    return "" if odds is None or isinstance(odds, Mapping) else wording.odds(str(odds), place.language, short=True)


def _said_odds(place: Here, measured: Mapping[str, object]) -> str:
    """The odds in words, while the target is open."""
    odds = "" if measured["closed"] else _odds(place, measured)
    return wording.phrase("map.odds", place.language, {"odds": odds}) if odds else ""


def _kri(place: Here, row: Mapping[str, object], y: float) -> Row:
    name = said(row["name"], place.language)
    standing = wording.standing(str(row["standing"]), place.language)
    known = row["reading"] is not None and not isinstance(row["reading"], Mapping)
    value = wording.quantity(str(row["reading"]), str(row["unit"]), place.language, compact=True) if known else "–"
    shown = _cut(name, min(27, RISK_LETTERS - len(value)))
    return Row(f"/kri/{row['id']}", str(row["standing"]), shown, value, COLUMNS["kri"], y, f"{name}, {standing}", WIDTH)


def _objectives(place: Here, drawn: Drawn, areas: list[dict[str, object]], middles: Mapping[str, float]) -> None:
    """Objectives near the middle of the areas that serve them, never one over another."""
    rows = [(one, measured(one)) for one in place.rows("objectives")]
    served = {str(m["id"]): [str(area["id"]) for area in areas if m["id"] in strings(area["serves"])] for _, m in rows}
    rows = [(one, m) for one, m in rows if served[str(m["id"])] or len(areas) == len(place.rows("kras"))]
    height, step = 90.0, max(104.0, (drawn.height - TOP) / max(len(rows), 1))
    for number, (_row, m) in enumerate(rows):
        y = TOP + number * step + max(0.0, (step - height) / 2)
        standing = str(m["standing"])
        unit, target = str(m["unit"]), m["target"]
        goal = f"{_target(place, m, unit)} · " if target is not None else ""
        says = [line for line in (goal + place.person(m["owner"])["name"], _said_odds(place, m)) if line]
        box = Box(
            f"/objective/{m['id']}", standing, _wrapped(f"{m['id']} · {said(m['name'], place.language)}"), tuple(says),
            COLUMNS["objective"], y, BOX, height, False, wording.standing(standing, place.language),
        )  # fmt: skip
        drawn.objectives.append(box)
        for area in served[str(m["id"])]:
            start, end = y + height / 2, middles[area]
            curve = (
                f"M{BOX} {start:.0f} C{BOX + 48} {start:.0f} {COLUMNS['kra'] - 48} {end:.0f} {COLUMNS['kra']} {end:.0f}"
            )
            mine = next((one.hot for one in drawn.areas if one.link == f"/kra/{area}"), False)
            (drawn.hot_links if mine else drawn.links).append({"d": curve})
    if drawn.objectives:
        drawn.height = max(drawn.height, drawn.objectives[-1].y + height + GAP)


def _target(place: Here, m: Mapping[str, object], unit: str) -> str:
    said = [
        wording.quantity(str(value), unit, place.language, compact=True)
        for value in (m["baseline"], m["target"])
        if value is not None
    ]
    return " → ".join(said)


def _wrapped(text: str, most: int = TITLE) -> tuple[str, ...]:
    """A title on one line or two; the rest of a longer one is in the link's accessible name."""
    first = ""
    words = text.split()
    while words and len(f"{first} {words[0]}".strip()) <= most:
        first = f"{first} {words.pop(0)}".strip()
    return (first, _cut(" ".join(words), most)) if words else (first,)


def _cut(text: str, most: int) -> str:
    """Text that fits its column; the whole of it is in the link's accessible name."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

"""The map: objectives and areas with their KPIs and KRIs, or with their work, one accountable name on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import measured, said, strings
from jalon.web.steering import beside
from jalon.web.steering.bands import Link, banded, clear_of, cuts_between
from jalon.web.steering.beside import COLUMNS, WIDTH, Beside, Row, said_odds, shortened
from jalon.web.steering.filters import Chip, Filters, asked
from jalon.web.steering.overview import CROWD, overview

BESIDE: Mapping[str, Callable[[Here, str], Beside]] = {
    "near": beside.figures, "work": beside.work, "people": beside.people,
}  # fmt: skip
ZOOMS = ("far", *BESIDE)
MANY = 4
"""From so many objectives on, an area that serves each of them says so instead of drawing its lines."""
BOX = 218
KRA_BOX = 226
TITLE = 22
"""Letters of a title on one line of a box, in the widest of the system faces."""
TOP, ROW, GAP, FOOT = 34, 26, 14, 58
"""First row, height of a line beside an area (a finger's on a phone), space between areas, height of its own lines."""


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


@dataclass(slots=True)
class Drawn:
    """Everything to draw, or a band of it, in user units."""

    width: int = WIDTH
    top: float = 0
    height: float = 0
    objectives: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)


@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """The whole plan on one page, as it stands."""
    shown = request.GET.get("as", "map")
    filters = asked(request.GET)
    areas = filters.kept(place)
    zoom = request.GET.get("zoom", "")
    if zoom not in ZOOMS:
        zoom = "far" if len(areas) > CROWD else "near"
    context = framed(
        place,
        "map",
        [(_("Map"), "")],
        title=title(place),
        lead=lead(place),
        drawn=draw(place, areas, BESIDE[zoom]) if zoom != "far" else [],
        far=overview(place, areas, _wrapped) if zoom == "far" else [],
        zoom=zoom,
        looks=looks(place, filters, shown, zoom),
        shown=shown,
        filters=filters,
        chips=list(filters.chips(place)),
        wider=[] if areas else filters.wider(place),
        kras=areas,
        all=len(place.rows("kras")),
        kpis=place.rows("kpis"),
        kris=place.rows("kris"),
        legend_kpi=("on_course", "watch", "off_course", "stale", "no_data"),
        legend_kri=("quiet", "amber", "red", "unknown"),
    )
    return render(request, "steering/map.html", context)


def looks(place: Here, filters: Filters, shown: str, zoom: str) -> list[Chip]:
    """From how far it may be seen, and as a table, each under the filters that are on."""
    views = {"as": "map"} if shown == "table" else {}
    distances = [
        Chip(
            f"zoom-{one}", wording.phrase(f"map.zoom.{one}", place.language), filters.address(**views, zoom=one),
            shown != "table" and one == zoom,
        )
        for one in ZOOMS
    ]  # fmt: skip
    return [*distances, Chip("table", _("Table"), filters.address(**{"as": "table"}), shown == "table")]


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


def draw(place: Here, areas: list[dict[str, object]], beside_it: Callable[[Here, str], Beside]) -> list[Drawn]:
    """Lay the map out: areas down the page with what stands beside them, objectives spread along, cut in bands."""
    drawn = Drawn()
    middles: dict[str, float] = {}
    y = float(TOP)
    for row in areas:
        columns = beside_it(place, str(row["id"]))
        height = max(*map(len, columns), 1) * ROW + 8
        height = max(height, FOOT if len(_wrapped(said(row["name"], place.language))) == 1 else FOOT + 18)
        middles[str(row["id"])] = y + height / 2
        drawn.areas.append(_area(place, row, y, height))
        for column in columns:
            drawn.rows += [replace(one, y=y + 10 + number * ROW) for number, one in enumerate(column)]
        y += height + GAP
        drawn.rules.append(y - GAP / 2)
    drawn.height = y
    cuts = cuts_between(drawn.rules, y)
    _objectives(place, drawn, areas, middles, cuts)
    return [_within(drawn, top, height) for top, height in banded(cuts, drawn.height)]


def _within(whole: Drawn, top: float, height: float) -> Drawn:
    """A band of the drawing: what begins in it, and the curves that cross it."""
    end = top + height
    return Drawn(
        WIDTH,
        top,
        height,
        [one for one in whole.objectives if top <= one.y < end],
        [one for one in whole.areas if top <= one.y < end],
        [one for one in whole.rows if top <= one.y < end],
        [one for one in whole.links if one.crosses(top, height)],
        [one for one in whole.rules if top < one < end],
    )


def _serves_all(place: Here, row: Mapping[str, object]) -> int:
    """How many objectives an area serves that serves every one: said in words, a line to each would hide the others."""
    every, served = len(place.rows("objectives")), set(strings(row["serves"]))
    return every if every >= MANY and all(measured(one)["id"] in served for one in place.rows("objectives")) else 0


def _area(place: Here, row: Mapping[str, object], y: float, height: float) -> Box:
    owner = place.person(row["owner"])["name"]
    mine = bool(place.member.person) and row["owner"] == place.member.person
    lines, every = _wrapped(said(row["name"], place.language)), _serves_all(place, row)
    if every:
        owner = wording.phrase("map.serves_all", place.language, {"who": owner, "count": str(every)})
    return Box(
        f"/kra/{row['id']}", str(row["standing"]), lines, (owner,), COLUMNS["kra"], y, KRA_BOX, height, mine,
        wording.standing(str(row["standing"]), place.language),
    )  # fmt: skip


def _objectives(
    place: Here, drawn: Drawn, areas: list[dict[str, object]], middles: Mapping[str, float], cuts: list[float]
) -> None:
    """Objectives near the middle of the areas that serve them, never one over another."""
    rows = [(one, measured(one)) for one in place.rows("objectives")]
    served = {str(m["id"]): [str(area["id"]) for area in areas if m["id"] in strings(area["serves"])] for _, m in rows}
    rows = [(one, m) for one, m in rows if served[str(m["id"])] or len(areas) == len(place.rows("kras"))]
    told = {str(area["id"]) for area in areas if _serves_all(place, area)}
    height, step = 90.0, max(104.0, (drawn.height - TOP) / max(len(rows), 1))
    free, mine = float(TOP), {one.link for one in drawn.areas if one.hot}
    for number, (_row, m) in enumerate(rows):
        y = clear_of(cuts, max(free, TOP + number * step + max(0.0, (step - height) / 2)), height)
        free = y + height + GAP
        standing = str(m["standing"])
        unit, target = str(m["unit"]), m["target"]
        goal = f"{_target(place, m, unit)} · " if target is not None else ""
        says = [line for line in (goal + place.person(m["owner"])["name"], said_odds(place, m)) if line]
        box = Box(
            f"/objective/{m['id']}", standing, _wrapped(f"{m['id']} · {said(m['name'], place.language)}"), tuple(says),
            COLUMNS["objective"], y, BOX, height, False, wording.standing(standing, place.language),
        )  # fmt: skip
        drawn.objectives.append(box)
        for area in (one for one in served[str(m["id"])] if one not in told):
            start, end = y + height / 2, middles[area]
            curve = (
                f"M{BOX} {start:.0f} C{BOX + 48} {start:.0f} {COLUMNS['kra'] - 48} {end:.0f} {COLUMNS['kra']} {end:.0f}"
            )
            drawn.links.append(Link(curve, min(start, end), max(start, end), f"/kra/{area}" in mine))
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
    words = text.split(" ")
    while words and len(f"{first} {words[0]}".strip()) <= most:
        first = f"{first} {words.pop(0)}".strip()
    return (first, shortened(" ".join(words), most)) if words else (first,)

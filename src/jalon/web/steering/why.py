"""Why did it move: one change between two periods, split, drawn, told in a sentence. Marked as exploration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.assembly import House
from jalon.catalogue import measures
from jalon.facts.engine import Fault
from jalon.quantities import Period
from jalon.routines.explaining import explain, has_cascade
from jalon.scorecard.moving.told import CASCADE, FORMULA
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.kept import kept
from jalon.web.rows import items, said
from jalon.web.rows import measured as measured_of
from jalon.web.steering.waterfall import waterfall
from jalon.web.steering.where import ways_of
from jalon.wording import moves

AGAINST = ("previous", "year", "free")


@here("see")
def of_kpi(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """A KPI."""
    measured = measured_of(place.row("kpis", name))
    crumbs = [(_("Indicators (KPI)"), "/kpi"), (said(measured["name"], place.language), f"/kpi/{name}")]
    return _page(request, place, "kpi", measured, crumbs)


@here("see")
def of_objective(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """An objective, by its cascade first."""
    measured = measured_of(place.row("objectives", name))
    crumbs = [(_("Map"), "/map"), (said(measured["name"], place.language), f"/objective/{name}")]
    return _page(request, place, "map", measured, crumbs)


def _page(
    request: HttpRequest, place: Here, room: str, measured: Mapping[str, object], crumbs: list[tuple[str, str]]
) -> HttpResponse:
    name = str(measured["id"])
    known = ways(place, name)
    by = request.GET.get("by", "")
    by = by if by in known else known[0]
    asked = _asked(request)
    period, malformed = _period(request, "from", "to")
    other, wrong = _period(request, "from2", "to2") if asked == "free" else (None, False)
    free = asked == "free" and other is not None
    against: Period | str = other if free and other is not None else asked if asked in AGAINST[:2] else "previous"
    document = explained(place, name, by, period, against)
    names = _names(place, by)
    drawn = _drawn(place, document, names) if document else None
    context = framed(
        place,
        room,
        [*crumbs, (_("Why did it move?"), "")],
        m=measured,
        kind="kpi" if room == "kpi" else "objective",
        why=document,
        names=names,
        told=list(moves.sentences(document, place.language, names)) if document else [],
        cautions=list(moves.cautions(document, place.language)) if document else [],
        units=_units(place),
        drawn=drawn,
        ways=known,
        by=by,
        against="free" if free else asked if asked in AGAINST else "previous",
        choices=AGAINST,
        malformed=malformed or wrong or (asked == "free" and not free),
        back=crumbs[-1][1],
    )
    return render(request, "steering/why.html", context)


def moved_lately(place: Here, name: str) -> Mapping[str, object] | None:
    """The last four weeks beside the four before and those of a year before; asked once for each edition."""

    def asked() -> Mapping[str, object]:
        try:
            return explained(place, name, _ways_without_cuts(place, name)[0], None, "previous") or {}
        except Fault:
            # A page about a number stands without this: what is told elsewhere on it does not read the facts anew.
            return {}

    found = kept(_key(place, name), asked)
    if not found or found["change"] is None:
        return None
    return {**found, "told": list(moves.sentences(found, place.language, _names(place)))[:2]}


def moved_known(place: Here, name: str) -> bool:
    """Whether it was asked already."""
    return _key(place, name) in cache


def _key(place: Here, name: str) -> str:
    edition = place.published.edition if place.published else 0
    return f"moved:{place.workspace.id}:{place.revision}:{place.as_of}:{edition}:{name}"


def explained(
    place: Here, name: str, by: str, period: Period | None, against: Period | str
) -> Mapping[str, object] | None:
    """One change as data, split by one way; None where the plan has no such name."""
    if place.plan is None or place.as_of is None:
        return None
    engine = House(Path(settings.HOME)).engine(place.workspace)
    found = explain(place.plan, engine, name, place.as_of, by, period, against)
    return found.as_document() if found else None


def _ways_without_cuts(place: Here, name: str) -> tuple[str, ...]:
    cascade = place.plan is not None and has_cascade(place.plan, name)
    return (CASCADE, FORMULA) if cascade else (FORMULA,)


def ways(place: Here, name: str) -> tuple[str, ...]:
    """The ways a change can be split, the first asked for first."""
    cuts = ways_of(place, name, place.as_of) if place.as_of else ()
    return (*_ways_without_cuts(place, name), *cuts)


def _period(request: HttpRequest, first: str, last: str) -> tuple[Period | None, bool]:
    """The period of two fields, and whether they say something that is none."""
    given = request.GET.get(first, ""), request.GET.get(last, "")
    if not any(given):
        return None, False
    try:
        return Period(*(date.fromisoformat(one) for one in given)), False
    except ValueError:
        return None, True


def _asked(request: HttpRequest) -> str:
    """What to compare with; days of the other period that were typed over are a period of one's own."""
    asked = request.GET.get("against", "previous")
    shown, typed = request.GET.get("shown"), f"{request.GET.get('from2', '')}..{request.GET.get('to2', '')}"
    return "free" if shown and typed != shown and request.GET.get("was") == asked else asked


def _units(place: Here) -> dict[str, str]:
    """The unit of each KPI and objective, and of every measure in the company's currency."""
    currency = place.plan.company.currency if place.plan else ""
    known = {name: currency if row.is_money else row.unit for name, row in measures().items()}
    rows = [measured_of(row) for kind in ("kpis", "objectives") for row in place.rows(kind)]
    return {**known, **{str(row["id"]): str(row["unit"]) for row in rows}}


def _names(place: Here, by: str = "") -> dict[str, str]:
    """What the parts of a cascade are called; of a cut, the values that the plan names."""
    if place.plan is not None and by in (*place.plan.grounds, *place.plan.dimensions):
        return {value: name.in_language(place.language) for value, name in place.plan.value_names(by).items()}
    rows = [measured_of(row) for kind in ("kpis", "objectives") for row in place.rows(kind)]
    return {str(row["id"]): said(row["name"], place.language) for row in rows}


def _drawn(place: Here, document: Mapping[str, object], names: Mapping[str, str]):  # type: ignore[no-untyped-def]  # a Waterfall or None
    ends = (_span(document["against"], place.language), _span(document["period"], place.language))
    return waterfall(document, ends, place.language, names)


def _span(days: object, language: str) -> str:
    first, last = items(days)
    return f"{wording.day(first, language, 'short')} – {wording.day(last, language)}"

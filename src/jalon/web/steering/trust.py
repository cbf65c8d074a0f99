"""Can the odds be trusted: what was said against what came, replayed on the past and on targets already closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.records import backtests
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import items

LEFT, RIGHT, TOP, BOTTOM = 8.0, 96.0, 16.0, 292.0
TELLING = (0.6, 0.9)
"""The sentence speaks of a group of odds that people would act on."""


LEAST_TOLD = 20
"""Outcomes under which a group is no sentence: four cases of which two came prove nothing."""
SMALLEST, LARGEST = 3.0, 9.0
"""Radius of a dot, by how often its group was said."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One group of odds: where it lies, and what it says."""

    x: str
    y: str
    said: str
    reached: str
    count: int
    r: str


@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Reliability of the odds: the company's own past, its closed targets, each target apart."""
    found = backtests.latest(place.workspace)
    document: Mapping[str, object] = found.document if found else {}
    calibration = document.get("calibration")
    known = isinstance(calibration, Mapping) and "refused" not in calibration
    bins = items(calibration["bins"]) if known and isinstance(calibration, Mapping) else []
    context = framed(
        place,
        "trust",
        [(_("Indicators (KPI)"), "/kpi"), (_("Trust in the odds"), "")],
        found=found,
        document=document,
        calibration=calibration if known else None,
        dots=[_dot(one, place.language) for one in bins],
        title=_title(bins, place.language),
        grid=_grid(place.language),
        targets=_named(place, document),
        closed=_closed(place, document),
        benchmark=[
            {**one, "title": wording.phrase(f"trust.benchmark.{one['name']}", place.language)}
            for one in items(document.get("benchmark"))
            if isinstance(one, Mapping)
        ],
    )
    return render(request, "steering/trust.html", context)


def _title(bins: list[object], language: str) -> str:
    """One group in words: of those said to be likely, how many came."""
    telling = [one for one in bins if isinstance(one, Mapping) and TELLING[0] <= float(str(one["low"])) < TELLING[1]]
    if not telling:
        return ""
    row = max(telling, key=lambda one: int(str(one["count"])))
    if int(str(row["count"])) < LEAST_TOLD:
        return ""
    said, reached = (wording.percent(str(row[name]), language, 0) for name in ("said", "reached"))
    return wording.phrase("trust.title", language, {"said": said, "reached": reached})


def _dot(row: object, language: str) -> Dot:
    assert isinstance(row, Mapping)  # noqa: S101  # the document's own rows
    said, reached = float(str(row["said"])), float(str(row["reached"]))
    return Dot(
        f"{LEFT + (RIGHT - LEFT) * said:.2f}",
        f"{BOTTOM - (BOTTOM - TOP) * reached:.1f}",
        wording.percent(str(said), language, 0),
        wording.percent(str(reached), language, 0),
        int(str(row["count"])),
        f"{min(SMALLEST + float(str(row['count'])) ** 0.5 / 3, LARGEST):.1f}",
    )


def _grid(language: str) -> list[dict[str, str]]:
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    return [
        {
            "x": f"{LEFT + (RIGHT - LEFT) * share:.2f}",
            "y": f"{BOTTOM - (BOTTOM - TOP) * share:.1f}",
            "text": wording.percent(str(share), language, 0),
        }
        for share in shares
    ]


def _named(place: Here, document: Mapping[str, object]) -> list[dict[str, object]]:
    """Targets by name, the least sure first."""
    rows = [row for row in items(document.get("targets")) if isinstance(row, Mapping)]
    named = [{**row, **_name(place, str(row["id"]))} for row in rows]
    return sorted(named, key=lambda row: -float(str(row["brier"])))


def _closed(place: Here, document: Mapping[str, object]) -> Mapping[str, object] | None:
    published = document.get("published")
    if not isinstance(published, Mapping):
        return None
    rows = [row for row in items(published.get("targets")) if isinstance(row, Mapping)]
    return {**published, "rows": [{**row, **_name(place, str(row["id"]))} for row in rows]}


def _name(place: Here, key: str) -> dict[str, object]:
    kind, _sign, name = key.partition(":")
    rows = place.rows("kpis" if kind == "kpi" else "objectives")
    found = next((row["measured"] for row in rows if _id(row) == name), None)
    text = found["name"] if isinstance(found, Mapping) else name
    return {"name": text, "link": f"/{kind}/{name}" if found else ""}


def _id(row: Mapping[str, object]) -> str:
    measured = row["measured"]
    return str(measured["id"]) if isinstance(measured, Mapping) else ""

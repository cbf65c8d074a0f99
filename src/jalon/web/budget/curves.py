"""What channels return: the results that money moves, one with a curve a channel; the fit is asked for from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon import wording
from jalon.records import jobs
from jalon.routines.budgeting import told_curves
from jalon.web.budget.curve_chart import CurveChart, drawn, highest_of
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import items
from jalon.wording import budgets

KIND = "curves"
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ShownChannel:
    """A channel as a page tells it; `prior` and `found` are its return before and after the weeks."""

    row: Row
    name: str
    next: str
    saturation: str
    prior: str
    found: str
    chart: CurveChart | None = None


def channel_names(place: Here) -> dict[str, object]:
    """Names of the plan's channels."""
    grounds = place.plan.grounds.get("channel", {}) if place.plan else {}
    return {name: text.as_document() for name, text in grounds.items() if text is not None}


def named(place: Here, channel: object) -> str:
    """A channel as the plan names it."""
    return budgets.channel_name(str(channel), channel_names(place), place.language)


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Every result with curves, what each channel's next euro brings, and the way to fit them anew."""
    found = told_curves(place.workspace, place.as_of)
    context = framed(
        place,
        "curves",
        [(_("What channels return"), "")],
        title=_title(place, found),
        fits=[
            {
                "document": one,
                "name": budgets.result_name(one, place.language),
                "id": _result(one)["id"],
                "channels": [_shown(place, one, row) for row in items(one["channels"])],
                "untold": [named(place, row["channel"]) for row in items(one.get("untold"))],
                "why": _why(one.get("refused"), place.language),
            }
            for one in found
        ],
        **_work(place),
    )
    return render(request, "budget/curves.html", context)


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """The channels of one result: prior beside posterior, the next euro, saturation, what is not identified and why."""
    document = next((fit for fit in told_curves(place.workspace, place.as_of) if _result(fit)["id"] == name), None)
    if document is None:
        raise Http404
    channels = items(document["channels"])
    highest = highest_of(channels)
    units = (str(_result(document)["unit"]), str(document["currency"]))
    shown = [_shown(place, document, row, drawn(row, highest, units, place.language)) for row in channels]
    context = framed(
        place,
        "curves",
        [(_("What channels return"), "/curves"), (budgets.result_name(document, place.language), "")],
        document=document,
        result=_result(document),
        link=_link(document),
        title=_sentence(place, document) or budgets.result_name(document, place.language),
        name=budgets.result_name(document, place.language),
        channels=shown,
        untold=[
            {"name": named(place, row["channel"]), "row": row, "why": budgets.why_untold(row, place.language)}
            for row in items(document.get("untold"))
        ],
        refused=document.get("refused"),
        step=budgets.step(*units, place.language),
        per=_per(units, place.language),
        **_work(place),
    )
    return render(request, "budget/curve.html", context)


@require_POST
@here("publish")
def fit(request: HttpRequest, place: Here) -> HttpResponse:
    """Ask for the curves: the worker fits them beside the pages."""
    now = datetime.now(UTC)
    if not jobs.under_way(place.workspace, KIND, now):
        jobs.plan(place.workspace, KIND, {"actor": place.member.email}, now)
    return redirect("curves")


@require_POST
@here("publish")
def stop(request: HttpRequest, place: Here) -> HttpResponse:
    """Ask the fit to stop between two of its steps: what it found stays."""
    if jobs.ask_to_stop(place.workspace, KIND, datetime.now(UTC)):
        messages.success(request, _("The fit stops at its next step; what it found is kept."))
    return redirect("curves")


@here("see")
def working(request: HttpRequest, place: Here) -> HttpResponse:
    """How far the fit is."""
    last = jobs.newest(place.workspace, KIND)
    live = jobs.under_way(place.workspace, KIND, datetime.now(UTC))
    return JsonResponse({"working": live, "progress": last.progress if last else 0.0})


def _why(refused: object, language: str) -> str:
    return wording.refusal(refused, language) if isinstance(refused, Mapping) else ""


def _work(place: Here) -> dict[str, object]:
    now = datetime.now(UTC)
    live = jobs.under_way(place.workspace, KIND, now)
    return {"fitting": jobs.newest(place.workspace, KIND) if live else None, "may_fit": place.may("publish")}


def _result(document: Row) -> Row:
    found = document["result"]
    assert isinstance(found, Mapping)  # noqa: S101  # our own form
    return found


def _link(document: Row) -> str:
    kind, _sep, name = str(_result(document)["key"]).partition(":")
    return f"/{kind}/{name}"


def _shown(place: Here, document: Row, row: Row, chart: CurveChart | None = None) -> ShownChannel:
    unit, currency = str(_result(document)["unit"]), str(document["currency"])

    def between(ends: object) -> str:
        low, high = (budgets.brought(end, unit, currency, place.language) for end in items(ends))
        return f"{low} – {high}"

    return ShownChannel(
        row,
        named(place, row["channel"]),
        budgets.next_euro(row, document, place.language),
        budgets.saturation(row, place.language),
        between(row["believed"]),
        between(row["returned90"]),
        chart,
    )


def _per(units: tuple[str, str], language: str) -> str:
    return wording.phrase("spending.per", language, {"step": budgets.step(*units, language)})


def _sentence(place: Here, document: Row) -> str:
    """The channel whose next euro brings the most, beside one that is saturated."""
    told = [row for row in items(document["channels"]) if row["identified"]]
    if not told:
        return wording.phrase("curves.title.none", place.language) if not document.get("refused") else ""
    best = max(told, key=lambda row: float(row["marginal"]))
    full = next((row for row in told if row["saturated"] is True and row is not best), None)
    names = {"best": named(place, best["channel"]), "full": named(place, full["channel"]) if full else ""}
    return wording.phrase("curves.title.full" if full else "curves.title.best", place.language, names)


def _title(place: Here, found: list[dict[str, object]]) -> str:
    first = next((one for one in found if items(one["channels"])), None)
    return (first and _sentence(place, first)) or wording.phrase("curves.title", place.language)

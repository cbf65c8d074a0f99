"""Sources: how fresh each is, bringing files in with a look before anything is kept, cancelling an import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jalon.facts.cut import Cut
from jalon.findings import Finding, Severity
from jalon.records import jobs, loads
from jalon.routines import describing, importing
from jalon.sources.reading.report import REFUSED
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.sources import bringing, staging

ASKS = {
    "date.ambiguous": "day_order",
    "currency.unknown": "currency",
    "currency.mixed": "currency",
    "tool.ambiguous": "tool",
    "period.unknown": "period",
    "period.unbounded": "period",
    "timezone.unknown": "timezone",
    "filter.unknown": "filter_query",
    "format.ambiguous": "meant",
    "slice.other_property": "account",
    "slice.other_values": "account",
}
"""Finding → the field of the page that answers it."""
_ANSWERED = (*ASKS, "tool.mixed", "measure.computed")
"""A file refused for these is kept aside, since an answer may still save it; any other refused one is not."""


@dataclass(frozen=True, slots=True)
class Cancellable:
    """One of the last imports as the page shows it."""

    load: loads.KeptLoad
    who: dict[str, str]
    undoer: dict[str, str]

    @property
    def report(self) -> str:
        """What was brought in: the report and its dimensions."""
        cut = Cut.parse(self.load.cut)
        return f"{cut.report} ({', '.join(cut.dimensions)})" if cut.dimensions else cut.report


def _cancellable(place: Here, load: loads.KeptLoad) -> Cancellable:
    return Cancellable(load, place.person(load.author), place.person(load.undone_by))


@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Every source of the plan with its freshness, and the last imports."""
    recent = [_cancellable(place, one) for one in loads.recent(place.workspace, 8)]
    context = framed(
        place,
        "sources",
        [(_("Sources"), "")],
        rows=place.rows("sources"),
        recent=recent,
        formats=[_owned(place, one) for one in describing.own_formats(place.workspace)],
        may_import=place.may("import"),
        working=jobs.under_way(place.workspace, "refresh", datetime.now(UTC)),
        title=_title(place),
        lacking=[one for one in place.rows("findings") if str(one["code"]).startswith(("D0", "data."))],
    )
    return render(request, "sources/page.html", context)


def _owned(place: Here, own: describing.OwnFormat) -> dict[str, object]:
    """A format of the workspace's own with who said it."""
    return {"format": own, "who": place.person(own.author)}


def _title(place: Here) -> str:
    late = sum(1 for row in place.rows("sources") if row["standing"] == "stale")
    never = sum(1 for row in place.rows("sources") if row["standing"] == "never")
    said = []
    if late:
        few = ngettext("%(count)s source is out of date", "%(count)s sources are out of date", late)
        said.append(few % {"count": late})
    if never:
        few = ngettext("%(count)s source was never loaded", "%(count)s sources were never loaded", never)
        said.append(few % {"count": never})
    if said:
        return ", ".join(said)
    return _("Every source is up to date")


@require_POST
@here("import")
def preview(request: HttpRequest, place: Here) -> HttpResponse:
    """Read what was dropped, or read it again with answers, and show what keeping it would change."""
    dropped = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
    token = request.POST.get("token", "")
    if dropped:
        try:
            token = staging.keep_aside(place.workspace, dropped)
        except staging.TwoOfOneName as fault:
            messages.error(
                request, _("Two files are called %(name)s: drop them one after the other.") % {"name": fault}
            )
            return redirect("sources")
        except staging.TooMuch:
            messages.error(request, _("At most 50 files of 200 MB each on this page; `jalon import` takes more."))
            return redirect("sources")
    files = staging.files_of(place.workspace, token)
    if not files:
        messages.error(request, _("Choose at least one file."))
        return redirect("sources")
    shown = bringing.read(place, token, files, staging.answers_from(request.POST.dict()))
    for file in shown.report.files:
        if file.status == REFUSED and not {finding.code for finding in file.findings} & set(_ANSWERED):
            staging.throw_away(place.workspace, token, Path(file.path).name)
    return render(request, "sources/preview.html", _shown(place, token, shown, request))


def _shown(place: Here, token: str, shown: importing.Preview, request: HttpRequest) -> dict[str, object]:
    documents = [file_form(file.as_document()) for file in shown.report.files]
    found = [finding for file in shown.report.files for finding in file.findings if finding.code in ASKS]
    asked = sorted({ASKS[finding.code] for finding in found})
    questions = len({finding.code for finding in found if finding.severity is Severity.ERROR})
    ready = shown.ready and shown.report.exit_status == 0
    count = len(documents)
    effects, day = bringing.effects(place, shown)
    title = ngettext("%(count)s file read", "%(count)s files read", count) % {"count": count}
    if questions:
        title += ngettext(", %(n)s question before keeping", ", %(n)s questions before keeping", questions) % {
            "n": questions
        }
    return framed(
        place,
        "sources",
        [(_("Sources"), "/sources"), (_("What was read"), "")],
        token=token,
        files=documents,
        parts=[(part, effects.get(part.load.import_id) if effects is not None else None) for part in shown.parts],
        weighed=effects is not None,
        effect_day=day,
        ready=ready,
        unknown=any(file.status == "unknown" for file in shown.report.files),
        asked=asked,
        given=request.POST.dict(),
        title=title,
        meant=sorted({str(name) for one in found if one.code == "format.ambiguous" for name in _named(one)}),
        tools=_tools(place, found),
    )


def _tools(place: Here, found: Sequence[Finding]) -> list[str]:
    """The tools to choose from: those of the plan, and those that a file itself could come from."""
    planned = {str(source.tool) for source in place.plan.sources if source.tool} if place.plan else set()
    possible = [one.details.get("tools") for one in found]
    return sorted(planned | {str(tool) for tools in possible if isinstance(tools, list) for tool in tools})


def _named(finding: Finding) -> Sequence[object]:
    """The formats that a finding names."""
    named = finding.details.get("formats")
    return named if isinstance(named, list) else []


def file_form(document: Mapping[str, object]) -> dict[str, object]:
    """A file of the reading contract with its name and the forms its findings take on the page."""
    findings = document["findings"]
    said = [
        {**one, "subject": "file", "place": {"line": one["line"]}}
        for one in (findings if isinstance(findings, list) else [])
    ]
    return {**document, "name": str(document["path"]).rsplit("/", 1)[-1], "findings": said}


@require_POST
@here("import")
def commit(request: HttpRequest, place: Here) -> HttpResponse:
    """Keep what was shown, and put the computing of the scorecard on the list."""
    token = request.POST.get("token", "")
    if request.POST.get("abandon"):
        staging.forget(place.workspace, token)
        messages.info(request, _("Abandoned: nothing was kept."))
        return redirect("sources")
    files = staging.files_of(place.workspace, token)
    if not files:
        raise Http404
    shown = bringing.read(place, token, files, staging.answers_from(request.POST.dict()))
    if not (shown.ready and shown.report.exit_status == 0):
        return render(request, "sources/preview.html", _shown(place, token, shown, request), status=409)
    kept = bringing.keep(place, token, shown)
    written = sum(1 for one in kept if one.commit.written)
    if written:
        said = ngettext("%(count)s part kept.", "%(count)s parts kept.", written) % {"count": written}
        messages.success(request, said)
    else:
        messages.info(request, _("These files were already there: nothing changed."))
    return redirect("sources")


PHASES = ("now", "ahead", "past")


@here("see")
def events(request: HttpRequest, place: Here) -> HttpResponse:
    """Dated events in force: what touches figures first, then the calendar, each with who vouches for it."""
    rows = place.rows("events")
    touching = [row for row in rows if row["kind"] in _TOUCHING]
    calendar = [row for row in rows if row["kind"] not in _TOUCHING and row["phase"] != "past"]
    context = framed(
        place,
        "sources",
        [(_("Sources"), "/sources"), (_("Dated events"), "")],
        groups=[(phase, _of_phase(touching, phase)) for phase in PHASES],
        calendar=calendar,
        lists=place.rows("event_lists"),
        stale=[one for one in place.rows("findings") if one["code"] in ("data.stale_calendar", "data.no_calendar")],
        names=_names(place),
    )
    return render(request, "sources/events.html", context)


_TOUCHING = ("measurement_break", "ranking_change", "market_change", "incident", "regulation", "tool_change", "own")


def _of_phase(rows: list[dict[str, object]], phase: str) -> list[dict[str, object]]:
    """Events of a phase; what is over, the latest first."""
    return sorted(
        (row for row in rows if row["phase"] == phase), key=lambda row: str(row["last_day"]), reverse=phase == "past"
    )


def _names(place: Here) -> dict[str, object]:
    """What KPIs and objectives are called, by key."""
    told = {"kpi": place.rows("kpis"), "objective": place.rows("objectives")}
    found: dict[str, object] = {}
    for kind, rows in told.items():
        for measured in (row["measured"] for row in rows):
            if isinstance(measured, Mapping):
                found[f"{kind}:{measured['id']}"] = measured["name"]
    return found


PAGE = 50


@here("see")
def imports(request: HttpRequest, place: Here) -> HttpResponse:
    """Every import with what it changed, newest first, a page at a time."""
    before = request.GET.get("before", "")
    listed = loads.recent(place.workspace, PAGE + 1, int(before) if before.isdecimal() else None)
    context = framed(
        place,
        "sources",
        [(_("Sources"), "/sources"), (_("Imports"), "")],
        listed=[_cancellable(place, one) for one in listed[:PAGE]],
        earlier=listed[PAGE - 1].number if len(listed) > PAGE else None,
        may_import=place.may("import"),
    )
    return render(request, "sources/imports.html", context)


@require_POST
@here("import")
def undo(request: HttpRequest, place: Here) -> HttpResponse:
    """Take an import back, with the reason that the audit keeps."""
    done = bringing.undo(place, request.POST.get("import", ""), request.POST.get("reason", ""))
    if isinstance(done, importing.NotUndone):
        already = _("This import was already cancelled: nothing changed.")
        messages.error(request, already if done.why == "already" else _("There is no such import here."))
        return redirect("sources")
    if done.difference.held:
        messages.success(request, _("Cancelled: the days that later imports rewrote stay as those told them."))
    else:
        messages.success(request, _("Cancelled: the days are as they were before."))
    return redirect("sources")


@here("see")
def working(request: HttpRequest, place: Here) -> HttpResponse:
    """Whether a scorecard is being computed."""
    return JsonResponse({"working": jobs.under_way(place.workspace, "refresh", datetime.now(UTC))})

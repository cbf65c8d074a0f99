"""The plan in force: out as a document or a spreadsheet, back as a revision whose changes are seen first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jalon import wording
from jalon.assembly import House
from jalon.findings import Finding, Severity
from jalon.plan.difference import PlanDifference
from jalon.records import plans
from jalon.routines import sheets
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.deciding import author, may_change, today, told_of
from jalon.web.plan.keeping import keep, propose
from jalon.web.sources import staging
from jalon.web.undone import undone_by

NOTHING = PlanDifference(())
"""A change of nothing: whoever may not make it may change no plan at all."""
LATEST = 20
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Revised:
    """A revision as the page lists it."""

    revision: plans.Revision
    who: Mapping[str, str]


@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """The revisions of the plan, and the plan itself to take away."""
    history = plans.history(place.workspace)
    context = framed(
        place,
        "plan",
        [(_("Plan"), "/plan"), (_("In a spreadsheet"), "")],
        revisions=[Revised(one, place.person(one.author)) for one in history[:LATEST]],
        may_edit=place.may("propose"),
    )
    return render(request, "plan/sheets.html", context)


@here("see")
def taken_away(request: HttpRequest, place: Here, ending: str) -> HttpResponse:
    """The plan in force as a file."""
    revision = plans.latest(place.workspace)
    if revision is None or ending not in TYPES:
        raise Http404
    now = datetime.now(UTC)
    made = sheets.written(revision.document, ending, revision.number, today(place), now, place.language, "kpis")
    answer = HttpResponse(made, content_type=TYPES[ending])
    answer["Content-Disposition"] = f'attachment; filename="{place.workspace.slug}-plan-{revision.number}.{ending}"'
    return answer


@require_POST
@here("see")
def preview(request: HttpRequest, place: Here) -> HttpResponse:
    """What a file of sheets changes, before it counts."""
    if not place.may("propose"):
        return _forbidden(request, place)
    dropped = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)][:1]
    if not dropped:
        messages.error(request, _("Choose at least one file."))
        return redirect("plan_sheets")
    try:
        token = staging.keep_aside(place.workspace, dropped)
    except staging.TooMuch:
        messages.error(request, _("This file is too large to be a plan."))
        return redirect("plan_sheets")
    return _shown(request, place, token, "")


@require_POST
@here("see")
def apply(request: HttpRequest, place: Here) -> HttpResponse:
    """Make what was shown a revision of the plan, with its reason."""
    token, reason = request.POST.get("token", ""), request.POST.get("reason", "").strip()
    if request.POST.get("abandon"):
        staging.forget(place.workspace, token)
        messages.info(request, _("Abandoned: the plan is as it was."))
        return redirect("plan_sheets")
    found = _merged(place, token, reason)
    if found is None:
        messages.error(request, _("This file is no longer here: drop it again."))
        return redirect("plan_sheets")
    changed, proposes = found.changed or NOTHING, request.POST.get("do") == "propose"
    if not (place.may("propose") and (may_change(place, changed) or proposes)):
        return _forbidden(request, place)
    seen = told_of(changed) == request.POST.get("told")
    if not (found.sound and found.document and reason and seen):
        return _shown(request, place, token, reason, status=409)
    if proposes and not changed.empty:
        staging.forget(place.workspace, token)
        return propose(request, place, found.document, changed, reason, found.after)
    try:
        done = keep(place, found.document, reason, found.after)
    except plans.Overtaken:
        return _shown(request, place, token, reason, status=409)
    staging.forget(place.workspace, token)
    if done.new:
        number = done.revision.number if done.revision else 0
        said = _("Revision %(number)s is in force.") % {"number": number}
        messages.success(request, said, undone_by("plan_undo", number) if number > 1 else "")
    else:
        messages.info(request, _("Nothing changes: the plan is as it was."))
    return redirect("plan_sheets")


def _merged(place: Here, token: str, reason: str) -> sheets.Merged | None:
    path = next(iter(staging.files_of(place.workspace, token)), None)
    if path is None:
        return None
    door = House(Path(settings.HOME)).door(place.workspace)
    decided = sheets.Decided(author(place), reason or "plan", today(place))
    return sheets.merged(path, place.workspace, door, decided)


def _shown(request: HttpRequest, place: Here, token: str, reason: str, status: int = 200) -> HttpResponse:
    found = _merged(place, token, reason)
    if found is None:
        messages.error(request, _("This file is no longer here: drop it again."))
        return redirect("plan_sheets")
    changed = found.changed or NOTHING
    allowed = may_change(place, changed)
    errors = [one for one in found.every() if one.severity is Severity.ERROR]
    kept = found.findings if found.document is None else found.every()
    context = framed(
        place,
        "plan",
        [(_("Plan"), "/plan"), (_("In a spreadsheet"), "/plan/sheets"), (_("What the sheets change"), "")],
        token=token,
        reason=reason,
        told=told_of(changed),
        asked=status == 409 and not reason,  # the page is shown again: what it asked was not given
        moved=status == 409 and bool(reason),  # or the plan moved since: what it says is another change
        title=_title(len(changed.changes), len(errors)),
        sentences=wording.differences(changed.as_document(), place.language),
        errors=[_told(one) for one in errors],
        others=[_told(one) for one in kept if one.severity is not Severity.ERROR],
        ready=found.sound and not changed.empty and (allowed or place.may("propose")),
        outside=not allowed,
    )
    return render(request, "plan/sheets_preview.html", context, status=status)


def _title(changes: int, errors: int) -> str:
    if errors:
        return ngettext("%(n)s fault to correct", "%(n)s faults to correct", errors) % {"n": errors}
    if not changes:
        return _("These sheets change nothing")
    return ngettext("%(n)s change", "%(n)s changes", changes) % {"n": changes}


def _told(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {**finding.as_document(), "place": {"file": place.file, "line": place.line, "column": place.column}}


def _forbidden(request: HttpRequest, place: Here) -> HttpResponse:
    return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)

"""The plan changed on its pages: a form for each thing it holds, its check and its change in words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon import wording
from jalon.plan.document.writing import Data
from jalon.plan.forms.asking import Raw
from jalon.plan.forms.form import ROOT, Form, form_of
from jalon.plan.forms.giving import declared
from jalon.plan.forms.standing import CHAPTERS, INSIDE_KRA, LISTS, Standing, every, found, put, without
from jalon.quantities import spoken
from jalon.records import plans
from jalon.routines import editing
from jalon.routines.editing import Edited
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.deciding import conflict_said, decided, may_change, told_of
from jalon.web.plan.keeping import keep, kept_said, propose
from jalon.web.plan.typed import Typing

ORDER = (
    "objective", "kra", "kpi", "kri", "action", "milestone", "decision", "overlap_rule", "person", "team", "role",
    "axis", "budget_line", "source", "own_event",
)  # fmt: skip


@dataclass(slots=True)
class Sheet:
    """A form being filled: the object, what was typed, and what that makes of the plan."""

    number: int
    content: Data
    one: Standing
    form: Form
    raw: Raw
    faults: Mapping[str, str]
    gone: bool
    result: Edited | None

    @property
    def told(self) -> str:
        """Which change the page has shown: keeping it asks for the same one."""
        return told_of(self.result.changed) if self.result else ""


@require_GET
@here("see")
def index(request: HttpRequest, place: Here) -> HttpResponse:
    """Everything the plan holds, by kind, each with its form."""
    last = plans.latest(place.workspace)
    if last is None:
        return redirect("start")
    content = editing.base(place.workspace, last.number)
    spoken = _Names(place.language)
    areas = {one.id: spoken.of(one) for one in every(content, "kra")}
    kinds = [(k, [(one.id, spoken.of(one), areas.get(one.kra or "")) for one in every(content, k)]) for k in ORDER]
    context = framed(
        place,
        "plan",
        [(_("Plan"), "/plan"), (_("Change the plan"), "")],
        kinds=kinds,
        chapters=CHAPTERS,
        inside=INSIDE_KRA,
        number=last.number,
        may_edit=place.may("propose"),
    )
    return render(request, "plan/edit_index.html", context)


@require_http_methods(["GET", "POST"])
@here("see")
def edit(request: HttpRequest, place: Here, kind: str, name: str) -> HttpResponse:
    """One thing of the plan: its form, what the check says, what would change."""
    number = _revision(request, place)
    content = editing.base(place.workspace, number)
    one = found(content, kind, name)
    if one is None:
        raise Http404
    return _answer(request, place, _filled(request, place, number, content, one))


@require_http_methods(["GET", "POST"])
@here("see")
def new(request: HttpRequest, place: Here, kind: str) -> HttpResponse:
    """One more of a kind; a KPI and a KRI begin with the area they live in."""
    number = _revision(request, place)
    content = editing.base(place.workspace, number)
    kra = str(request.GET.get("kra", ""))
    if kind not in LISTS or (kind in INSIDE_KRA and found(content, "kra", kra) is None):
        raise Http404
    one = Standing(kind, "", None, {}, kra if kind in INSIDE_KRA else None)
    return _answer(request, place, _filled(request, place, number, content, one))


def _revision(request: HttpRequest, place: Here) -> int:
    """The revision a form was opened on; the newest for a form not yet sent."""
    last = plans.latest(place.workspace)
    asked = str(request.POST.get("revision", ""))
    if last is None or (asked and plans.numbered(place.workspace, int(asked) if asked.isdecimal() else 0) is None):
        raise Http404
    return int(asked) if asked else last.number


def _filled(request: HttpRequest, place: Here, number: int, content: Data, one: Standing) -> Sheet:
    """What the form holds and what it makes of the plan."""
    shown = replace(one, said=editing.shown(one))
    typing, sent = Typing(place.language), request.method == "POST"
    raw: Raw = {n: request.POST.getlist(n) for n in request.POST if n.startswith(f"{ROOT}.")} if sent else {}
    form = form_of(shown, content, place.language, typing, raw if sent else None)
    if not sent:
        return Sheet(number, content, one, form, form.held(shown.said), {}, False, None)
    said, faults = form.meant(raw, shown.said)
    gone = bool(request.POST.get("gone") or request.POST.get("do") == "remove") and not one.is_new
    sheet = Sheet(number, content, one, form, raw, faults, gone, None)
    if faults and not gone:
        return sheet
    choice = decided(place, str(request.POST.get("reason", "")).strip() or "plan")
    if one.is_new:
        said = editing.named(said, one, content)
    wanted = without(content, one) if gone else declared(put(content, one, editing.kept(one, said, content, choice)))
    sheet.result = editing.edited(place.workspace, number, wanted, choice)
    return sheet


def _answer(request: HttpRequest, place: Here, sheet: Sheet) -> HttpResponse:
    """Save what was shown with its reason, or show the form again."""
    do = str(request.POST.get("do", ""))
    if not place.may("propose"):
        return _forbidden(request, place) if request.method == "POST" else _shown(request, place, sheet)
    if do not in ("save", "propose") or sheet.result is None:
        return _shown(request, place, sheet)
    reason = str(request.POST.get("reason", "")).strip()
    if do == "save" and not may_change(place, sheet.result.changed):
        return _forbidden(request, place)
    ready = sheet.result.sound and not sheet.result.changed.empty and sheet.told == request.POST.get("told")
    if not ready or not reason:
        return _shown(request, place, sheet, status=409)
    result = sheet.result
    if do == "propose":
        return propose(request, place, str(result.document), result.changed, reason, result.after)
    try:
        done = keep(place, str(result.document), reason, result.after)
    except plans.Overtaken:
        return _shown(request, place, sheet, status=409)
    kept_said(request, done)
    return redirect("plan_edit_index")


def _shown(request: HttpRequest, place: Here, sheet: Sheet, status: int = 200) -> HttpResponse:
    first, later = sheet.form.asked(sheet.raw, sheet.faults)
    result, sent = sheet.result, request.method == "POST"
    changed = result.changed if result else None
    allowed = changed is None or may_change(place, changed)
    spoken = _Names(place.language)
    title = spoken.title(sheet.one)
    findings = editing.concerning(result.report, sheet.one.kind, sheet.one.id) if result else []
    context = framed(
        place,
        "plan",
        [(_("Plan"), "/plan"), (_("Change the plan"), "/plan/edit"), (title, "")],
        title=title,
        sheet=sheet,
        first=first,
        later=later,
        findings=[one.as_document() for one in findings],
        sentences=wording.differences(changed.as_document(), place.language) if changed else [],
        conflicts=[conflict_said(one) for one in result.conflicts] if result else [],
        errors=bool(result and result.errors),
        changes=bool(changed and not changed.empty),
        allowed=allowed,
        may_edit=place.may("propose"),
        reason=str(request.POST.get("reason", "")),
        asked=status == 409,
        sent=sent,
        inner=_inner(sheet, spoken),
        kra_name=_kra_name(sheet, spoken),
    )
    return render(request, "plan/edit.html", context, status=status)


def _inner(sheet: Sheet, spoken: _Names) -> list[tuple[str, list[tuple[str, str]]]]:
    """The KPIs and KRIs of an area, which have forms of their own."""
    if sheet.one.kind != "kra" or sheet.one.is_new:
        return []
    return [
        (kind, [(one.id, spoken.of(one)) for one in every(sheet.content, kind) if one.kra == sheet.one.id])
        for kind in sorted(INSIDE_KRA)
    ]


def _kra_name(sheet: Sheet, spoken: _Names) -> str:
    kra = found(sheet.content, "kra", sheet.one.kra) if sheet.one.kra else None
    return spoken.of(kra) if kra else ""


@dataclass(frozen=True, slots=True)
class _Names:
    """Things of the plan as a page calls them."""

    language: str

    def of(self, one: Standing) -> str:
        """One thing by its name."""
        text = one.said.get("name") or one.said.get("question") or one.said.get("rule")
        if text is None and one.kind in INSIDE_KRA:
            text = _catalogue_name(one, self.language)
        if isinstance(text, dict):
            text = spoken({key: str(word) for key, word in text.items()}, self.language)
        return str(text or one.id)

    def title(self, one: Standing) -> str:
        """The name of a page about one thing."""
        if one.kind == "plan":
            return wording.label("plan", one.id, self.language)
        return (
            _("New: %(kind)s") % {"kind": wording.object_word(one.kind, self.language)} if one.is_new else self.of(one)
        )


def _catalogue_name(one: Standing, language: str) -> str | None:
    from jalon import catalogue

    known = (catalogue.kpis() if one.kind == "kpi" else catalogue.kris()).get(str(one.said.get("use")))
    return known.name.in_language(language) if known else None


def _forbidden(request: HttpRequest, place: Here) -> HttpResponse:
    return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)

"""The plan as it stands: areas, where each number starts from, what is left to complete and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jalon import wording
from jalon.findings import Severity
from jalon.plan.model import EVERYTHING, Claim, Kra, Measurement, Plan
from jalon.quantities import Period
from jalon.records import jobs, plans
from jalon.routines import planning
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.typed import NOTHING, ReadFields, read_fields, shown

FILE = "plan.yaml"
OF_THE_PLAN = "SMAXZR"
"""First letters of the codes that ask for another plan; `D` asks for other data."""


@dataclass(frozen=True, slots=True)
class Number:
    """A KPI or a result with where it starts from and where it is to go; what is `open` may be typed on the page.

    `typed_target` and `typed_baseline` are what a person wrote that could not be read.
    """

    id: str
    path: str
    name: object
    unit: str
    suffix: str
    baseline: object
    days: tuple[date, date] | None
    target: object
    target_shown: str
    open: bool
    wrong: frozenset[str] = frozenset()
    typed_target: str = ""
    typed_baseline: str = ""


@dataclass(frozen=True, slots=True)
class AreaCard:
    """A KRA as the page shows it."""

    kra: Kra
    grounds: tuple[str, ...]
    numbers: tuple[Number, ...]


@dataclass(slots=True)
class Place:
    """One area, or the objective, with what lacks there: how many of each field, then what has no short name."""

    name: object
    link: str
    lacking: Counter[str] = field(default_factory=Counter)
    others: list[dict[str, object]] = field(default_factory=list)

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Each field that lacks with how often, as a page can walk through it."""
        return list(self.lacking.items())


@dataclass(slots=True)
class Waiting:
    """What one person has left to complete, place by place; nobody when there is no name yet."""

    person: dict[str, str] | None
    places: dict[str, Place] = field(default_factory=dict)


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """The plan; a draft with what is left to complete, by person."""
    if place.plan is None:
        return redirect("start")
    return render(request, "plan/page.html", _shown(place, place.plan))


@require_POST
@here("edit_plan")
def complete(request: HttpRequest, place: Here) -> HttpResponse:
    """Keep what was typed for the draft as its next revision; what cannot be read is asked again."""
    if place.plan is None or not place.plan.is_draft:
        return redirect("plan")
    read = read_fields(request.POST.dict(), place.plan, place.language)
    if read.wrong:
        return render(request, "plan/page.html", _shown(place, place.plan, read), status=400)
    if read.answers and not _applied(place, planning.completed(_document(place), read.answers), "completed"):
        messages.error(request, _("This would make the plan count wrongly: nothing was changed."))
    return redirect("plan")


@require_POST
@here("edit_plan")
def in_force(request: HttpRequest, place: Here) -> HttpResponse:
    """Bring a whole draft into force, and put the computing of its first scorecard on the list."""
    if place.plan is None or not place.plan.is_draft:
        return redirect("plan")
    whole = planning.completed(_document(place), {"status": "in_force"})
    if not _applied(place, whole, "in force"):
        messages.error(request, _("Something is still to complete: the plan stays a draft."))
        return redirect("plan")
    jobs.plan(place.workspace, "refresh", {"actor": place.member.email}, datetime.now(UTC))
    return redirect("today")


def _applied(place: Here, text: str, reason: str) -> bool:
    actor, today = place.member.person or place.member.email, datetime.now(ZoneInfo(place.workspace.timezone)).date()
    done = planning.apply(text.encode(), FILE, place.workspace, actor, reason, today, datetime.now(UTC))
    return done.revision is not None


def _shown(place: Here, plan: Plan, read: ReadFields = NOTHING) -> dict[str, object]:
    proved = planning.prove(_document(place).encode(), FILE)
    found = [dict(one) for one in _said(proved)]
    todo = [one for one in found if one["severity"] in ("todo", "error")]
    may_edit = place.may("edit_plan") and plan.is_draft
    usual = _usual_days(plan)
    showing = _Showing(plan, read, may_edit, place.language, usual)
    return framed(
        place,
        "plan",
        [(_("Plan"), "")],
        title=_title(plan, len(todo)),
        plan=plan,
        areas=[showing.area(kra) for kra in plan.kras],
        objectives=[
            (one, showing.number(one.id, f"{one.path}.result", one.name, one.result)) for one in plan.objectives
        ],
        waiting=_waiting(todo, plan, place),
        to_check=by_code([*(one for one in found if one["severity"] == "warning"), *_seen_by_the_data(place, plan)]),
        may_edit=may_edit,
        whole=plan.is_draft and not todo,
        wrong=len(read.wrong),
        usual=(usual.start, usual.end) if usual else None,
    )


@require_GET
@here("see")
def document(request: HttpRequest, place: Here) -> HttpResponse:
    """The plan document, as it was written."""
    if place.plan is None:
        raise Http404
    answer = HttpResponse(_document(place), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return answer


def _document(place: Here) -> str:
    revision = plans.numbered(place.workspace, place.revision)
    if revision is None:
        raise Http404
    return revision.document


def _usual_days(plan: Plan) -> Period | None:
    """The days that most baselines are about: said once above their column."""
    told = [kpi.measured.baseline_period for _, kpi in plan.kpis() if kpi.measured.baseline is not None]
    counted = Counter(period for period in told if period is not None)
    return counted.most_common(1)[0][0] if counted else None


def _title(plan: Plan, todo: int) -> str:
    if not plan.is_draft:
        return _("The plan in force")
    if not todo:
        return _("Draft plan: nothing is left to complete")
    said = ngettext("Draft plan: %(count)s thing to complete", "Draft plan: %(count)s things to complete", todo)
    return said % {"count": todo}


def _seen_by_the_data(place: Here, plan: Plan) -> list[dict[str, object]]:
    """What the figures say of the plan in force: targets, baselines, risks and decisions; sources have their page."""
    if plan.is_draft:
        return []
    return [one for one in place.rows("findings") if str(one["code"])[0] in OF_THE_PLAN and one["severity"] != "error"]


def by_code(found: list[dict[str, object]]) -> list[tuple[str, list[dict[str, object]]]]:
    """What there is to check, kind by kind: the gravest first, then what there is most of."""
    held: dict[str, list[dict[str, object]]] = {}
    for one in found:
        held.setdefault(str(one["code"]), []).append(one)
    grave = ("error", "todo", "warning", "info")
    return sorted(held.items(), key=lambda row: (grave.index(str(row[1][0]["severity"])), -len(row[1]), row[0]))


def _said(proved: planning.Proved) -> Iterator[dict[str, object]]:
    for one in proved.report.findings:
        if one.severity in (Severity.TODO, Severity.ERROR, Severity.WARNING):
            yield one.as_document()


@dataclass(frozen=True, slots=True)
class _Showing:
    """Makes what the page shows of a plan, with what was typed and could not be read."""

    plan: Plan
    read: ReadFields
    may_edit: bool
    language: str
    usual: Period | None

    def area(self, kra: Kra) -> AreaCard:
        """A KRA with its channels by name and its numbers."""
        grounds = tuple(word for claim in kra.territory for word in _ground(claim, self.plan))
        numbers = tuple(self.number(kpi.id, kpi.path, kpi.measured.name, kpi.measured) for kpi in kra.kpis)
        return AreaCard(kra, grounds, numbers)

    def number(self, name_id: str, path: str, name: object, measured: Measurement) -> Number:
        """A KPI or a result; one whose target has several versions, or is a range, is changed in the document."""
        period, last = measured.baseline_period, measured.last_target
        lone = measured.baseline is not None
        simple = last is None or (last.short_form and last.target_range is None)
        steered = measured.direction in ("up", "down")
        target = last.target if last else None
        unit = measured.unit or "count"
        return Number(
            id=name_id,
            path=path,
            name=name,
            unit=unit,
            suffix=wording.mark(unit),
            baseline=measured.baseline,
            days=(period.start, period.end) if period is not None and period != self.usual and lone else None,
            target=target,
            target_shown="" if target is None else shown(target, unit, self.language),
            open=self.may_edit and simple and steered,
            wrong=frozenset(what for what in ("target", "baseline") if f"{what}:{path}" in self.read.wrong),
            typed_target=self.read.typed.get(f"target:{path}", ""),
            typed_baseline=self.read.typed.get(f"baseline:{path}", ""),
        )


def _ground(claim: Claim, plan: Plan) -> Iterator[str]:
    """Channels by their names."""
    for value in claim.values:
        named = plan.grounds.get(claim.ground, {}).get(value)
        if claim.ground == "channel" and value != EVERYTHING:
            yield named.in_language(plan.languages[0]) if named else value


def _waiting(todo: list[dict[str, object]], plan: Plan, place: Here) -> list[Waiting]:
    """By the person who answers for what lacks: nobody's first, then the plan's order."""
    where = dict(_places(plan))
    found: dict[str, Waiting] = {}
    for one in todo:
        owner, name, link = where.get(str(one["subject"]), ("", _("The whole plan"), ""))
        waiting = found.setdefault(owner, Waiting(place.person(owner) if owner else None))
        here_lacks = waiting.places.setdefault(link, Place(name, link))
        fields = _lacks(one)
        here_lacks.lacking.update(fields)
        if not fields:
            here_lacks.others.append(one)
    return sorted(found.values(), key=lambda waiting: waiting.person is not None)


def _lacks(finding: dict[str, object]) -> list[str]:
    """What a finding of absence names: the fields of a KPI, an owner, a KPI, a claim."""
    details = finding["details"]
    missing = details.get("missing") if isinstance(details, dict) else None
    if finding["code"] == "S001" and isinstance(missing, list):
        return [str(one) for one in missing]
    return {"R003": ["owner"], "K009": ["kpis"], "R020": ["territory"]}.get(str(finding["code"]), [])


def _places(plan: Plan) -> Iterator[tuple[str, tuple[str, object, str]]]:
    """Where each thing that may lack something stands: who answers, in which area, at which mark of the page."""
    for objective in plan.objectives:
        yield f"objective:{objective.id}", (objective.owner or "", objective.name, "objectives")
    for kra in plan.kras:
        stands = (kra.owner or "", kra.name, f"kra-{kra.id}")
        yield f"kra:{kra.id}", stands
        yield from ((f"kpi:{kpi.id}", stands) for kpi in kra.kpis)
        yield from ((f"kri:{kri.id}", stands) for kri in kra.kris)

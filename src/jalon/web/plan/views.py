"""The plan as it stands: areas, where each number starts from, what is left to complete and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jalon.findings import Severity
from jalon.plan.model import EVERYTHING, Claim, Kra, Measurement, Plan
from jalon.records import plans
from jalon.routines import planning
from jalon.web.frame import framed
from jalon.web.here import Here, here

FILE = "plan.yaml"


@dataclass(frozen=True, slots=True)
class Number:
    """A KPI or a result with where it starts from and where it is to go."""

    id: str
    name: object
    unit: str
    baseline: object
    days: tuple[date, date] | None
    target: object
    carries_none: bool


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
    plan = place.plan
    if plan is None:
        return redirect("start")
    proved = planning.prove(_document(place).encode(), FILE)
    found = [dict(one) for one in _said(proved)]
    todo = [one for one in found if one["severity"] in ("todo", "error")]
    return render(
        request,
        "plan/page.html",
        framed(
            place,
            "plan",
            [(_("Plan"), "")],
            title=_title(plan, len(todo)),
            plan=plan,
            areas=[_area(kra, plan) for kra in plan.kras],
            objectives=[_number(one.id, one.name, one.result, plan) for one in plan.objectives],
            waiting=_waiting(todo, plan, place),
            to_check=[one for one in found if one["severity"] == "warning"],
            may_edit=place.may("edit_plan"),
        ),
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


def _title(plan: Plan, todo: int) -> str:
    if not plan.is_draft:
        return _("The plan in force")
    if not todo:
        return _("Draft plan: nothing is left to complete")
    said = ngettext("Draft plan: %(count)s thing to complete", "Draft plan: %(count)s things to complete", todo)
    return said % {"count": todo}


def _said(proved: planning.Proved) -> Iterator[dict[str, object]]:
    for one in proved.report.findings:
        if one.severity in (Severity.TODO, Severity.ERROR, Severity.WARNING):
            yield one.as_document()


def _area(kra: Kra, plan: Plan) -> AreaCard:
    grounds = tuple(word for claim in kra.territory for word in _ground(claim, plan))
    numbers = tuple(_number(kpi.id, kpi.measured.name, kpi.measured, plan) for kpi in kra.kpis)
    return AreaCard(kra, grounds, numbers)


def _ground(claim: Claim, plan: Plan) -> Iterator[str]:
    """Channels by their names, anything else by its ground and value."""
    for value in claim.values:
        named = plan.grounds.get(claim.ground, {}).get(value)
        if claim.ground == "channel" and value != EVERYTHING:
            yield named.in_language(plan.languages[0]) if named else value


def _number(name_id: str, name: object, measured: Measurement, plan: Plan) -> Number:
    period = measured.baseline_period
    usual = plan.period.year_before() if plan.period else None
    last = measured.last_target
    unusual = period is not None and period != usual and measured.baseline is not None
    return Number(
        id=name_id,
        name=name,
        unit=measured.unit or "count",
        baseline=measured.baseline,
        days=(period.start, period.end) if period is not None and unusual else None,
        target=last.target if last else None,
        carries_none=measured.direction == "context",
    )


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

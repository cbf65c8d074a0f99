"""Key result areas: the list, and the charter of one."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.plan.model import Kra, Plan
from jalon.records import check_ins
from jalon.web.checking.told import as_told
from jalon.web.claims import claim_words
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import items, said
from jalon.web.rows import measured as measured_of
from jalon.web.work.actions import line
from jalon.web.work.charters import charters_of


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Every area with its standing, its one accountable person and whether she signed its charter."""
    known = charters_of(place)
    rows = [{**row, "charter": known.get(str(row["id"]))} for row in place.rows("kras")]
    shown = {str(row["id"]) for row in rows}
    unsigned = sum(1 for name, charter in known.items() if name in shown and not charter.signed)
    context = framed(place, "kra", [(_("Key result areas (KRA)"), "")], rows=rows, unsigned=unsigned)
    return render(request, "steering/kras.html", context)


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """An area on one page: destination, progress, vigilance, territory, limits, actions, arbitrations."""
    plan = place.plan
    kra = plan.kra(name) if plan else None
    if plan is None or kra is None:
        raise Http404
    row = place.row("kras", name)
    kpis = [one for one in place.rows("kpis") if one["kra"] == name]
    risks = [one for one in place.rows("kris") if one["kra"] == name]
    kpi_ids = {kpi.id for kpi in kra.kpis}
    context = framed(
        place,
        "kra",
        [(_("Key result areas (KRA)"), "/kra"), (_title(kra, place), "")],
        kra=kra,
        row=row,
        summary=summary(kpis, place.language),
        objectives=[one for one in place.rows("objectives") if _measured_id(one) in kra.serves],
        kpis=kpis,
        fired=[one for one in risks if one["standing"] in ("amber", "red")],
        unmeasured=sum(1 for one in risks if one["standing"] == "unknown"),
        others=[one for one in risks if one["standing"] not in ("amber", "red")],
        claims=[claim_words(claim, plan, place.language) for claim in kra.territory],
        rules=[rule for rule in plan.overlap_rules if name in rule.between],
        actions=[line(place, a) for a in plan.actions if a.kra == name or a.kpi in kpi_ids],
        parts={key: text for row in place.rows("objectives") for key, text in _part(row, kpi_ids, place.language)},
        neighbours=_neighbours(plan, kra),
        decisions=[d for d in plan.decisions if d.effect and (name in d.effect.kras or d.effect.kpi in kpi_ids)],
        deputy=plan.deputy_of(kra),
        charter=charters_of(place).get(name),
        told={str(one.kpi): as_told(place, one) for one in _week(place) if one.kra == name},
        axis=next((axis.name for axis in plan.axes if axis.id == kra.axis), None),
    )
    return render(request, "steering/kra.html", context)


def _part(row: dict[str, object], kpis: set[str], language: str) -> list[tuple[str, str]]:
    """What an area carries of an objective: in a sum, so much of so much; in a product, by which factor."""
    measured, parts = measured_of(row), [part for part in items(row["parts"]) if part["id"] in kpis]
    if not parts:
        return []
    if row["mode"] == "sum" and all(part["target"] for part in parts) and measured["target"]:
        unit = str(measured["unit"])
        carried = sum(Decimal(str(part["target"])) for part in parts)
        facts = {"part": wording.quantity(carried, unit, language, compact=True)}
        facts["whole"] = wording.quantity(str(measured["target"]), unit, language, compact=True)
        return [(str(measured["id"]), wording.phrase("charter.part", language, facts))]
    names = ", ".join(said(part["name"], language) for part in parts)
    return [(str(measured["id"]), wording.phrase("charter.by", language, {"names": names}))]


def _neighbours(plan: Plan, kra: Kra) -> list[Kra]:
    """The areas it shares a border with: by a sharing rule, or by a written limit."""
    by_rule = [other for rule in plan.overlap_rules if kra.id in rule.between for other in rule.between]
    by_limit = [limit.held_by for limit in kra.limits]
    return [other for other in plan.kras if other.id != kra.id and other.id in (*by_rule, *by_limit)]


def _week(place: Here) -> list[check_ins.CheckIn]:
    return check_ins.of_week(place.workspace, check_ins.week_of(place.as_of)) if place.as_of else []


def _title(kra: Kra, place: Here) -> str:
    return kra.name.in_language(place.language) if kra.name else kra.id


def _measured_id(row: dict[str, object]) -> str:
    measured = row["measured"]
    return str(measured["id"]) if isinstance(measured, dict) else ""


def summary(kpis: list[dict[str, object]], language: str) -> str:
    """How many KPIs stand where, in words."""
    counted = Counter(str(one["measured"]["standing"]) for one in kpis if isinstance(one["measured"], dict))
    order = ("off_course", "watch", "on_course", "stale", "no_data", "no_target")
    parts = [f"{counted[code]} {wording.standing(code, language)}" for code in order if counted[code]]
    return ", ".join(parts)

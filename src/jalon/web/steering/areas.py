"""Key result areas: the list, and the charter of one."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.plan.model import Claim, Kra, Plan
from jalon.web.frame import framed
from jalon.web.here import Here, here


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Every area with its standing and its one accountable person."""
    context = framed(place, "kra", [(_("Key result areas (KRA)"), "")], rows=place.rows("kras"))
    return render(request, "steering/kras.html", context)


@here("see")
def charter(request: HttpRequest, place: Here, name: str) -> HttpResponse:
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
        actions=[a for a in plan.actions if a.kra == name or a.kpi in kpi_ids],
        decisions=[d for d in plan.decisions if d.effect and (name in d.effect.kras or d.effect.kpi in kpi_ids)],
        deputy=plan.deputy_of(kra),
        axis=next((axis.name for axis in plan.axes if axis.id == kra.axis), None),
    )
    return render(request, "steering/kra.html", context)


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


def claim_words(claim: Claim, plan: Plan, language: str) -> str:
    """A piece of territory as people say it: channel : seo, for b2c."""
    ground = wording.phrase(f"ground.{claim.ground}", language)
    values = ", ".join(value_words(plan, claim.ground, value, language) for value in claim.values)
    narrowed = "; ".join(
        f"{dimension_words(plan, name, language)} {', '.join(value_words(plan, name, v, language) for v in inner)}"
        for name, inner in claim.qualifiers.items()
    )
    colon = "\u00a0: " if language == "fr" else ": "
    return f"{ground}{colon}{values}{f' ({narrowed})' if narrowed else ''}"


def dimension_words(plan: Plan, name: str, language: str) -> str:
    """The plan's own name of a dimension."""
    text = plan.dimension_names.get(name)
    return text.in_language(language).lower() if text else name.replace("_", " ")


def value_words(plan: Plan, ground: str, value: str, language: str) -> str:
    """The plan's own name of a value; its id when it has none."""
    if value == "*":
        return wording.phrase("ground.everything", language)
    text = (plan.grounds.get(ground) or {}).get(value) or (plan.dimensions.get(ground) or {}).get(value)
    return text.in_language(language) if text else value.replace("_", " ")

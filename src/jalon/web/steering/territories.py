"""Whose is it: one name for anything asked, what nobody answers for, what two people hold, the rules, the matrix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jalon import wording
from jalon.plan.model import Kra, OverlapRule, Plan
from jalon.plan.territory.whose import Found, whose
from jalon.web.claims import claim_words
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.steering.matrix import WIDEST, Row, active, matrix
from jalon.web.unanswered import Unanswered, unanswered
from jalon.web.work.naming import named

MOST = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood, who answers and stands in, and the rule that says who does what."""

    understood: str
    link: str
    holders: tuple[tuple[Kra, str | None], ...]
    person: str | None
    rules: tuple[OverlapRule, ...]
    through: str


@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Who answers for what on the day known."""
    plan = place.plan
    rows = matrix(plan, place.as_of, place.language) if plan else []
    asked = " ".join(request.GET.get("q", "").split())[:200]
    found = answers(place, asked)
    kras = active(plan) if plan else []
    nobody = unanswered(place)
    context = framed(
        place,
        "territories",
        [(_("Territories"), "")],
        nobody=nobody,
        rows=rows,
        clashes=[row for row in rows if row.state == "clash"],
        holes=[row for row in rows if row.state == "hole"],
        kras=kras,
        wide=len(kras) <= WIDEST,
        rules=[rule_words(rule, plan, place.language) for rule in plan.overlap_rules] if plan else [],
        asked=asked,
        answer=found[0] if found else None,
        others=found[1:MOST],
        title=title(place, rows),
        may_name=place.may("propose"),
        name_first=_first(nobody),
    )
    return render(request, "steering/territories.html", context)


def _first(nobody: list[Unanswered]) -> str:
    """Where a name is put: on what weighs most, else on whatever is typed."""
    first = next((one for one in nobody if one.value), None)
    return reverse("name_somebody") + (f"?{urlencode({'ground': first.ground, 'value': first.value})}" if first else "")


def title(place: Here, rows: list[Row]) -> str:
    """What is not clear yet, in a sentence."""
    twice = sum(1 for row in rows if row.state == "clash")
    nobody = sum(1 for one in unanswered(place) if not one.is_note) + sum(1 for row in rows if row.state == "hole")
    facts = {"areas": str(len(place.rows("kras"))), "cells": str(sum(1 for row in rows if row.holders))}
    key = {(True, True): "both", (True, False): "twice", (False, True): "nobody", (False, False): "clear"}
    said = f"territories.{key[twice > 0, nobody > 0]}"
    return wording.phrase(said, place.language, {**facts, "twice": str(twice), "nobody": str(nobody)})


def answers(place: Here, asked: str) -> list[Answer]:
    """Everything that may be meant, what was understood best first."""
    plan = place.plan
    day = place.as_of or (plan.period.start if plan and plan.period else date.min)
    return [_answer(place, plan, one) for one in whose(plan, asked, day)] if plan and asked else []


def _answer(place: Here, plan: Plan, one: Found) -> Answer:
    if one.claim is not None:
        understood, link = claim_words(one.claim, plan, place.language), ""
    elif one.kind == "source":
        source = next((row for row in plan.sources if row.id == one.id), None)
        understood, link = f"{_kind(one.kind, place)} {_tool(source.tool if source else one.id, place)}", "/sources"
    else:
        thing = named(place, one.id)
        understood, link = f"{_kind(one.kind, place)} {thing.name if thing else one.id}", thing.link if thing else ""
    holders = tuple((kra, plan.deputy_of(kra)) for kra in one.holders)
    return Answer(understood, link, holders, one.person, one.rules, one.through)


def _kind(kind: str, place: Here) -> str:
    return wording.phrase(f"whose.{kind}", place.language)


def _tool(tool: str | None, place: Here) -> str:
    key = f"tool.{tool}"
    return wording.phrase(key, place.language) if wording.known(key, place.language) else str(tool or "")


def rule_words(rule: OverlapRule, plan: Plan, language: str) -> dict[str, object]:
    """A sharing rule: where, what it says, when it is looked at again."""
    where = claim_words(rule.where, plan, language) if rule.where else rule.id
    return {"where": where, "rule": rule.rule, "review_on": rule.review_on, "decision": rule.decision}

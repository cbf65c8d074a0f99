"""Whose is it: what nobody answers for, what two people hold, the rules that settle it, the matrix."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.plan.model import Kra, OverlapRule, Plan
from jalon.plan.territory import Overlap, Territory
from jalon.web.claims import claim_words, value_words
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.unanswered import unanswered


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a ground and the areas that hold it."""

    ground: str
    value: str
    label: str
    holders: tuple[Kra, ...]
    settled: bool


@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Who answers for what on the day known."""
    plan = place.plan
    lines = matrix(plan, place.language) if plan else []
    asked = " ".join(request.GET.get("q", "").split())
    context = framed(
        place,
        "territories",
        [(_("Territories"), "")],
        nobody=unanswered(place),
        lines=lines,
        areas=[kra for kra in plan.kras if kra.status == "active"] if plan else [],
        rules=[rule_words(rule, plan, place.language) for rule in plan.overlap_rules] if plan else [],
        asked=asked,
        answers=answers(lines, asked) if asked else [],
        title=title(place, lines),
    )
    return render(request, "steering/territories.html", context)


def title(place: Here, lines: list[Line]) -> str:
    """What is not clear yet, in a sentence."""
    twice = sum(1 for line in lines if len(line.holders) > 1 and not line.settled)
    nobody = sum(1 for one in unanswered(place) if not one.is_note)
    facts = {"areas": str(len(place.rows("kras"))), "cells": str(sum(1 for line in lines if line.holders))}
    key = {(True, True): "both", (True, False): "twice", (False, True): "nobody", (False, False): "clear"}
    said = f"territories.{key[twice > 0, nobody > 0]}"
    return wording.phrase(said, place.language, {**facts, "twice": str(twice), "nobody": str(nobody)})


def matrix(plan: Plan, language: str) -> list[Line]:
    """Each value of each ground, those without an owner or with two first."""
    territory = Territory(plan)
    unsettled = {(overlap.ground, value) for overlap in territory.overlaps() for value in _values(territory, overlap)}
    held: dict[tuple[str, str], dict[str, Kra]] = {}
    for holding in territory.holdings:
        ground = holding.claim.ground
        for value in territory.values(ground).of(holding.box[0]):
            held.setdefault((ground, value), {})[holding.kra.id] = holding.kra
    found = []
    for ground in dict.fromkeys((*plan.grounds, "budget")):
        for value in _known_values(plan, ground):
            holders = tuple(held.get((ground, value), {}).values())
            label = value_words(plan, ground, value, language)
            found.append(Line(ground, value, label, holders, (ground, value) not in unsettled))
    found.sort(key=lambda line: (bool(line.holders), line.settled))
    return found


def _values(territory: Territory, overlap: Overlap) -> set[str]:
    return {value for box in overlap.left for value in territory.values(overlap.ground).of(box[0])}


def _known_values(plan: Plan, ground: str) -> list[str]:
    if ground == "budget":
        return [line.id for line in plan.budget.lines] if plan.budget else []
    return list(plan.grounds[ground])


def rule_words(rule: OverlapRule, plan: Plan, language: str) -> dict[str, object]:
    """A sharing rule: where, what it says, when it is looked at again."""
    where = claim_words(rule.where, plan, language) if rule.where else rule.id
    return {"where": where, "rule": rule.rule, "review_on": rule.review_on}


def answers(lines: list[Line], asked: str) -> list[Line]:
    """The lines whose name or id holds every word asked."""
    words = asked.lower().split()
    return [line for line in lines if all(word in f"{line.ground} {line.value} {line.label}".lower() for word in words)]

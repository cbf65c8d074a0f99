"""Arbitrate: decisions awaited and to review, what nobody or two people answer for, rules to look at, help asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jalon import wording
from jalon.plan.territory import Territory
from jalon.records import check_ins, proposals
from jalon.web.checking.told import as_told
from jalon.web.claims import claim_words
from jalon.web.day.items import Item, Mine, Verb, name_of, ordered, shortly, t
from jalon.web.plan.deciding import author, own_kras
from jalon.web.rows import said
from jalon.web.unanswered import unanswered
from jalon.web.work.arbitrated import lead, ruled
from jalon.web.work.deciding import review_of
from jalon.web.work.decisions import line

SOON = timedelta(days=14)
"""A review that falls within two weeks is spoken of."""


def arbitrate(mine: Mine) -> Verb:
    """What has to be settled, what waits for a decision first."""
    found = [*_awaited(mine), *_proposed(mine), *_asked(mine), *_unclaimed(mine), *_twice(mine), *_reviews(mine)]
    return ordered(found)


def _awaited(mine: Mine) -> Iterator[Item]:
    place, plan = mine.place, mine.plan
    decider = plan.arbitration.decider if plan and plan.arbitration else None
    for decision in plan.decisions if plan else ():
        if decision.chosen is None:
            shown = line(place, decision)
            hers = decider is not None and decider == mine.person
            ruling = ruled(place, decision)
            text = t("awaited", place, id=decision.id, count=str(len(decision.options)))
            text = f"{text} {lead(place, decision, ruling)}" if ruling else text
            yield Item(
                "decision", shown.question, f"/decision/{decision.id}", text,
                None if hers else place.person(decider), shortly(shown.due, place), shown.late,
                t("yours", place) if hers else "", due=shown.due, first=True,
            )  # fmt: skip


def _proposed(mine: Mine) -> Iterator[Item]:
    """Changes of the plan that wait for her yes: whoever wrote one waits for her."""
    place = mine.place
    if not place.may("propose"):
        return
    me = author(place)
    for one in proposals.waiting_for(place.workspace, place.member.role, me, own_kras(place, place.member.person)):
        title = t("proposed", place, reason=one.reason)
        yield Item(
            "decision", title, f"/plan/proposals/{one.number}", t("proposed.text", place), place.person(one.author),
            shortly(one.created.date(), place), False, t("yours", place), first=True,
        )  # fmt: skip


def _asked(mine: Mine) -> Iterator[Item]:
    """Somebody asked for help or an arbitration at her check-in: it reaches whoever decides, and whoever stands in."""
    place = mine.place
    for one in check_ins.of_week(place.workspace, check_ins.week_of(place.as_of)) if place.as_of else []:
        if one.next_step == "ask" and one.person != mine.person and (mine.everything or one.kra in mine.relayed):
            why, weight = mine.reason(f"kpi:{one.kpi}")
            title = t("asks", place, kpi=name_of(place, one.kpi))
            yield Item(
                "people", title, f"/kpi/{one.kpi}", as_told(place, one).sentence, place.person(one.person),
                shortly(one.as_of, place), False, why, weight, once=one.person,
            )  # fmt: skip


def _unclaimed(mine: Mine) -> Iterator[Item]:
    """Money without a name concerns whoever distributes the areas."""
    place = mine.place
    for one in unanswered(place) if mine.everything else []:
        if not one.is_note:
            yield Item(
                "territory",
                t("nobody", place, value=one.name),
                "/territories",
                t("nobody.text", place),
                None,
                one.amount,
            )


def _twice(mine: Mine) -> Iterator[Item]:
    """Two areas that claim the same ground, and no rule that settles it."""
    plan, place = mine.plan, mine.place
    for overlap in Territory(plan).overlaps() if plan else ():
        if mine.holds((overlap.first.id, overlap.second.id)):
            ground = claim_words(overlap.claim, plan, place.language) if plan else ""
            names = " · ".join(place.person(kra.owner)["name"] for kra in (overlap.first, overlap.second))
            yield Item("territory", t("twice", place, ground=ground), "/territories", names, once=ground + names)


def _reviews(mine: Mine) -> Iterator[Item]:
    """Sharing rules and decisions whose review comes."""
    plan, place, day = mine.plan, mine.place, mine.place.as_of
    if plan is None or day is None:
        return
    for rule in plan.overlap_rules:
        if rule.review_on and rule.review_on <= day + SOON and mine.holds(rule.between):
            title = t(
                "rule_review", place, where=claim_words(rule.where, plan, place.language) if rule.where else rule.id
            )
            yield Item(
                "territory", title, "/territories", said(rule.rule, place.language), None,
                shortly(rule.review_on, place), rule.review_on < day, due=rule.review_on, once=rule.id,
            )  # fmt: skip
    for one in plan.decisions:
        if one.chosen and one.outcome is None and one.review_on and one.review_on <= day + SOON and mine.has(one.by):
            title = t("decision_review", place, question=said(one.question, place.language))
            row = review_of(place, one.id)
            came = wording.phrase(f"arbitrated.came.{row['came']}", place.language) if row else ""
            yield Item(
                "decision", title, f"/decision/{one.id}", came[:1].upper() + came[1:], place.person(one.by),
                shortly(one.review_on, place), one.review_on < day, due=one.review_on,
            )  # fmt: skip

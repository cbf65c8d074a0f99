"""From a published scorecard to the Page CODIR: with the earlier one it is compared with, and its plan."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from jalon.plan.model import Plan
from jalon.records import check_ins, minutes, plans, scorecards, workspaces
from jalon.records.scorecards import Published
from jalon.records.workspaces import Workspace
from jalon.reports import agenda, review
from jalon.reports.codir import content
from jalon.reports.codir.page import Page
from jalon.routines.knowing import plan_now, plan_of

A_MONTH = timedelta(days=28)


class Incomplete(Exception):
    """Objectives that lack an owner or a target value: the page would let a number travel alone."""

    def __init__(self, lacking: list[tuple[str, str]]) -> None:
        super().__init__(lacking)
        self.lacking = lacking


def codir_page(workspace: Workspace, address: str, language: str, as_of: date | None = None) -> Page | None:
    """The page of the newest scorecard or of a day; None when nothing is published. Raises `Incomplete`."""
    published = scorecards.latest(workspace, as_of)
    plan = plan_of(workspace, published)
    if published is None or plan is None:
        return None
    lacking = content.incomplete(published.document, plan)
    if lacking:
        raise Incomplete(lacking)
    before = _a_month_before(workspace, published)
    return content.page(content.Asked(published.document, before, plan, published.as_of, language, address))


def _a_month_before(workspace: Workspace, published: Published) -> scorecards.Document:
    """The scorecard of four weeks before; while there is none that old, the oldest one there is."""
    found = scorecards.known_on(workspace, published.as_of - A_MONTH)
    if found is None:
        days = [one for one in scorecards.days(workspace) if one < published.as_of]
        found = scorecards.latest(workspace, min(days)) if days else None
    return found.document if found else {}


def dates(workspace: Workspace, person: str, language: str) -> list[agenda.Dated]:
    """The dates of a person, from the plan in force."""
    plan = plan_now(workspace)
    newest = scorecards.latest(workspace)
    return agenda.dates_of(plan, person, language, newest.document if newest else None) if plan else []


def calendar(workspace_id: UUID, person: str, address: str) -> bytes | None:
    """The dates of a person as a file for her agenda; None when the plan or the person is gone."""
    workspace = next((one for one in workspaces.every() if one.id == workspace_id), None)
    plan = plan_now(workspace) if workspace else None
    if workspace is None or plan is None or plan.person(person) is None:
        return None
    spoken = {one.person: one.language for one in workspaces.members(workspace) if one.person}
    language = spoken.get(person, plan.languages[0] if plan.languages else "fr")
    revision = plans.latest(workspace)
    assert revision is not None  # noqa: S101  # a plan was read from it
    name = f"Jalon · {workspace.name}"
    newest = scorecards.latest(workspace)
    found = agenda.dates_of(plan, person, language, newest.document if newest else None)
    return agenda.ics(found, name, f"{workspace.id}.jalon", address, revision.written)


def review_agenda(workspace: Workspace, published: Published, plan: Plan, language: str) -> review.Agenda:
    """What the weekly review speaks of, against what was known a week before."""
    before = scorecards.known_on(workspace, published.as_of - timedelta(days=6))
    return review.agenda(published.document, before.document if before else {}, plan, published.as_of, language)


def review_document(workspace: Workspace, language: str, as_of: date | None = None) -> dict[str, object] | None:
    """The agenda of a week with its minutes and the promises still open, contract 1; None without a scorecard."""
    published = scorecards.latest(workspace, as_of)
    plan = plan_of(workspace, published)
    if published is None or plan is None:
        return None
    found = review_agenda(workspace, published, plan, language)
    week = check_ins.week_of(published.as_of)
    said = minutes.of_week(workspace, week)
    return {
        "contract": 1,
        "week": week.isoformat(),
        "as_of": published.as_of.isoformat(),
        "passed": found.passed,
        "closed": any(one.kind == "closed" for one in said),
        "points": [
            {
                "subject": one.subject, "title": one.title, "text": one.text, "owner": one.owner,
                "minutes": one.minutes, "said": [_line(line) for line in said if line.subject == one.subject],
            }
            for one in found.points
        ],
        "promises": [{**_line(one), "kept": kept} for one, kept in minutes.promises(workspace, week)],
    }  # fmt: skip


def _line(one: minutes.Line) -> dict[str, object]:
    due = one.due.isoformat() if one.due else None
    return {"kind": one.kind, "text": one.text, "person": one.person, "due": due, "by": one.by}

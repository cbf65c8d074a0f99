"""From a published scorecard to the Page CODIR: with the earlier one it is compared with, and its plan."""

from __future__ import annotations

from datetime import date, timedelta

from jalon.plan.document import read_plan
from jalon.records import plans, scorecards
from jalon.records.scorecards import Published
from jalon.records.workspaces import Workspace
from jalon.reports.codir import content
from jalon.reports.codir.page import Page

A_MONTH = timedelta(days=28)


class Incomplete(Exception):
    """Objectives that lack an owner or a target value: the page would let a number travel alone."""

    def __init__(self, lacking: list[tuple[str, str]]) -> None:
        super().__init__(lacking)
        self.lacking = lacking


def codir_page(workspace: Workspace, address: str, language: str, as_of: date | None = None) -> Page | None:
    """The page of the newest scorecard or of a day; None when nothing is published. Raises `Incomplete`."""
    published = scorecards.latest(workspace, as_of)
    revision = plans.numbered(workspace, published.plan_revision) if published else None
    plan = read_plan(revision.document.encode(), "plan.yaml").plan if revision else None
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

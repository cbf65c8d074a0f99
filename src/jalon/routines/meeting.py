"""The minutes of the weekly review as they are written: a line, a promise, a promise kept, the week closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jalon.plan.model import Plan
from jalon.records import audit, check_ins, minutes
from jalon.records.scorecards import Published
from jalon.records.workspaces import Member, Workspace
from jalon.routines import reporting

CLOSING = "review"
"""The subject of the line that closes a week."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said of a point: a note, a promise, or neither: it was passed."""

    text: str = ""
    promise: str = ""
    who: str = ""
    due: date | None = None


def write(
    workspace: Workspace, published: Published, plan: Plan, subject: str, said: Spoken, by: Member, now: datetime
) -> bool:
    """The lines of one point of the agenda; False where the agenda has no such point."""
    point = reporting.review_agenda(workspace, published, plan, by.language).point(subject)
    if point is None:
        return False
    week = check_ins.week_of(published.as_of)
    if said.text:
        minutes.write(workspace, week, point.subject, "note", by.name, now, said.text)
    if said.promise:
        person = plan.person(said.who or point.person)
        promised = (person.id if person else "", said.due)
        minutes.write(workspace, week, point.subject, "promise", by.name, now, said.promise, promised)
    if not said.text and not said.promise:
        minutes.write(workspace, week, point.subject, "passed", by.name, now)
    facts = {"week": week.isoformat()}
    audit.write(by.email, "write_minutes", point.subject, now, facts, workspace=workspace.id)
    return True


def close(workspace: Workspace, published: Published, text: str, by: Member, now: datetime) -> bool:
    """The week is closed: its summary is what was written; False where it was already."""
    week = check_ins.week_of(published.as_of)
    if any(one.kind == "closed" for one in minutes.of_week(workspace, week)):
        return False
    minutes.write(workspace, week, CLOSING, "closed", by.name, now, text)
    audit.write(by.email, "close_review", f"week:{week.isoformat()}", now, {}, workspace=workspace.id)
    return True


def keep_promise(workspace: Workspace, published: Published, number: int, by: Member, now: datetime) -> bool:
    """A promise of an earlier week was kept; False where none of that number waits."""
    week = check_ins.week_of(published.as_of)
    if number not in {one.id for one, done in minutes.promises(workspace, week) if not done}:
        return False
    minutes.write(workspace, week, f"promise:{number}", "kept", by.name, now)
    audit.write(by.email, "keep_promise", f"promise:{number}", now, {}, workspace=workspace.id)
    return True

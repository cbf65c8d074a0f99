"""A change of the plan kept as a revision, or proposed to those it concerns and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jalon.plan.difference import PlanDifference
from jalon.plan.document import plan_in
from jalon.records import audit, jobs, plans, proposals
from jalon.records.proposals import Proposal
from jalon.records.workspaces import Workspace
from jalon.routines import planning
from jalon.routines.editing import Edited
from jalon.routines.planning import Applied

FILE = "plan.yaml"


@dataclass(frozen=True, slots=True)
class Change:
    """Who decides a change, why, from which day; `actor` is whom the refresh that follows is done for."""

    author: str
    reason: str
    day: date
    actor: str


def keep(workspace: Workspace, document: str, after: int, change: Change, now: datetime) -> Applied:
    """One more revision behind `after`, and the scorecard that follows from it. Raises `plans.Overtaken`."""
    data = document.encode()
    done = planning.apply(data, FILE, workspace, change.author, change.reason, change.day, now, after)
    if done.new and done.revision is not None and done.revision.status == "in_force":
        jobs.plan(workspace, "refresh", {"actor": change.actor}, now)
    return done


def propose(
    workspace: Workspace, document: str, changed: PlanDifference, after: int, by: tuple[str, str], now: datetime
) -> Proposal:
    """A change made from revision `after`, asked of those it concerns; `by` is who asks, and why."""
    author, reason = by
    made = proposals.make(workspace, after, document, changed.touched_kras(), author, reason, now)
    facts = {"proposal": made.number, "reason": reason}
    audit.write(author, "propose", "plan", now, facts, workspace=workspace.id)
    return made


def withdraw(workspace: Workspace, found: Proposal, by: str, said: str, now: datetime) -> bool:
    """Its author takes it back; False where it is answered already."""
    done = proposals.settle(workspace, found.number, "withdrawn", by, said, now)
    if done:
        audit.write(by, "withdraw", "proposal", now, {"proposal": found.number}, workspace=workspace.id)
    return done


def decline(workspace: Workspace, found: Proposal, by: str, said: str, now: datetime) -> bool:
    """Somebody it concerns says no, with a sentence; False where it is answered already."""
    done = proposals.settle(workspace, found.number, "declined", by, said, now)
    if done:
        facts = {"proposal": found.number, "answer": said}
        audit.write(by, "decline", "proposal", now, facts, workspace=workspace.id)
    return done


def accept(
    workspace: Workspace, found: Proposal, result: Edited, said: str, change: Change, alone: bool, now: datetime
) -> Applied | None:
    """One more yes; what it became once everybody it concerns has said it, or who accepts may decide `alone`.

    `change.author` is who accepts; the revision is its proposer's. Raises `plans.Overtaken`.
    """
    by = change.author
    facts = {"proposal": found.number, "answer": said}
    audit.write(by, "agree", "proposal", now, facts, workspace=workspace.id)
    agreed = proposals.agree(workspace, found.number, by)
    spoken = {*(agreed.agreed if agreed else ()), found.author}
    covered = frozenset(kra for person in spoken for kra in areas_of(workspace, person))
    if not alone and not result.changed.touched_kras() <= covered:
        return None
    theirs = Change(found.author, found.reason, change.day, change.actor)
    done = keep(workspace, str(result.document), result.after, theirs, now)
    number = done.revision.number if done.revision else None
    proposals.settle(workspace, found.number, "accepted", by, said, now, number)
    return done


def areas_of(workspace: Workspace, person: str) -> frozenset[str]:
    """The areas somebody answers for in the newest plan."""
    last = plans.latest(workspace)
    plan = plan_in(last.document) if last else None
    return frozenset(kra.id for kra in plan.kras if kra.owner == person) if plan and person else frozenset()

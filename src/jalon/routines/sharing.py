"""What leaves the house: a board page frozen, a link to it, one's own calendar, and their end."""

from __future__ import annotations

from datetime import datetime

from jalon.records import audit, open_links, snapshots
from jalon.records.open_links import REPORT_LASTS
from jalon.records.scorecards import Published
from jalon.records.snapshots import Snapshot
from jalon.records.workspaces import Member, Workspace
from jalon.routines import reporting


def freeze(
    workspace: Workspace, published: Published, address: str, language: str, by: Member, now: datetime
) -> Snapshot | None:
    """Keep the board page of a scorecard as it is; None where there is none. Raises `reporting.Incomplete`."""
    made = reporting.codir_page(workspace, address, language, published.as_of)
    if made is None:
        return None
    known = (published.as_of, published.edition)
    kept = snapshots.freeze(workspace, "codir", known, language, made.as_document(), by.name, now)
    facts = {"snapshot": kept.id}
    audit.write(by.email, "freeze_report", f"codir:{made.day_iso}", now, facts, workspace=workspace.id)
    return kept


def share(workspace: Workspace, snapshot: Snapshot, by: Member, now: datetime) -> str:
    """The token of a new link to a frozen page, said once."""
    token = open_links.issue(workspace, "report", str(snapshot.id), by.name, now, REPORT_LASTS)
    audit.write(by.email, "share_report", f"snapshot:{snapshot.id}", now, {}, workspace=workspace.id)
    return token


def subscribe(workspace: Workspace, by: Member, now: datetime) -> str:
    """The token of a new address of one's own dates; the earlier ones end."""
    for one in open_links.of(workspace, "calendar", by.person):
        open_links.revoke(workspace, one.id, now)
    token = open_links.issue(workspace, "calendar", by.person, by.name, now)
    audit.write(by.email, "open_calendar", f"person:{by.person}", now, {}, workspace=workspace.id)
    return token


def revoke(workspace: Workspace, number: int, by: Member, publishes: bool, now: datetime) -> bool | None:
    """End a link: one's own calendar, or any report's for whoever publishes; None where it is not hers to end."""
    mine = open_links.of(workspace, "calendar", by.person) if by.person else []
    reports = open_links.of(workspace, "report") if publishes else []
    if number not in {one.id for one in (*mine, *reports)}:
        return None
    done = open_links.revoke(workspace, number, now)
    if done:
        audit.write(by.email, "revoke_link", f"link:{number}", now, {}, workspace=workspace.id)
    return done

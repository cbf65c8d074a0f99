"""Who comes into a workspace, with which role, and who leaves it: within what the one who decides may give and take."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from jalon.records import access, audit, invitations, tokens, workspaces
from jalon.records.invitations import Invitation
from jalon.records.workspaces import Member, Workspace

Refused = Literal["forbidden", "address", "member", "unknown", "last"]
"""Not hers to give or take; no address; a member already; nobody of that id here; a workspace keeps a director."""


def invite(
    workspace: Workspace, email: str, role: str, person: str, by: Member, now: datetime, language: str = "fr"
) -> tuple[str, Invitation] | Refused:
    """The token of a link for one address, said once, and its row; `language` is that of the letter."""
    address = email.strip().lower()
    if role not in access.grants(by):
        return "forbidden"
    if not invitations.is_address(address):
        return "address"
    if any(one.email == address for one in workspaces.members(workspace)):
        return "member"
    token, sent = invitations.invite(workspace, address, role, person, by.name, now, language)
    facts = {"email": address, "role": role, "person": person}
    audit.write(by.email, "invite", "member", now, facts, workspace=workspace.id)
    return token, sent


def renew(workspace: Workspace, invitation: UUID, by: Member, now: datetime) -> tuple[str, Invitation] | Refused:
    """Another link for an invitation that nobody has accepted; the one before stops working."""
    found = next((one for one in invitations.every(workspace) if one.id == invitation and one.open), None)
    if found is None:
        return "unknown"
    if found.role not in access.grants(by):
        return "forbidden"
    renewed = invitations.renew(workspace, found.id, now)
    if renewed is None:
        return "unknown"
    facts = {"email": found.email, "role": found.role}
    audit.write(by.email, "resend", "invitation", now, facts, workspace=workspace.id)
    return renewed


def withdraw(workspace: Workspace, invitation: UUID, by: Member, now: datetime) -> bool:
    """An invitation that nobody has accepted stops working; False where there is none to end."""
    done = invitations.revoke(workspace, invitation, now)
    if done:
        facts = {"invitation": str(invitation)}
        audit.write(by.email, "withdraw", "invitation", now, facts, workspace=workspace.id)
    return done


def change(workspace: Workspace, account: UUID, role: str, person: str, by: Member, now: datetime) -> Member | Refused:
    """Another role, or another person of the plan. Nobody changes her own."""
    found = _changeable(workspace, account, by)
    if not isinstance(found, Member):
        return found
    if role not in access.grants(by):
        return "forbidden"
    if not workspaces.change_role(workspace, found.account, role, person):
        return "last"
    facts = {"email": found.email, "before": found.role, "after": role, "person": person}
    audit.write(by.email, "role", "member", now, facts, workspace=workspace.id)
    return found


def remove(workspace: Workspace, account: UUID, by: Member, now: datetime) -> Member | Refused:
    """Out of the workspace at once, with her tokens; what she held in the plan is handed over apart."""
    found = _changeable(workspace, account, by)
    if not isinstance(found, Member):
        return found
    if not workspaces.remove(workspace, found.account):
        return "last"
    tokens.revoke_all(workspace, found.account, now)
    facts = {"email": found.email, "role": found.role}
    audit.write(by.email, "remove", "member", now, facts, workspace=workspace.id)
    return found


def may_change(found: Member, by: Member) -> bool:
    """Whether somebody's place here is hers to change."""
    return found.account != by.account and found.role in access.grants(by)


def _changeable(workspace: Workspace, account: UUID, by: Member) -> Member | Refused:
    found = next((one for one in workspaces.members(workspace) if one.account == account), None)
    if found is None:
        return "unknown"
    return found if may_change(found, by) else "forbidden"

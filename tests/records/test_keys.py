"""Invitations and API tokens: shown once, kept as hashes, for one person, for a while, and gone when she leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from jalon.records import accounts, invitations, models, tokens, workspaces
from jalon.records.access import Target, grants, may
from jalon.records.workspaces import ROLES, Member, Workspace

from .conftest import NOW

MemberAs = Callable[..., Member]


def test_a_token_stands_for_its_owner_within_its_scope(member_as: MemberAs, workspace: Workspace) -> None:
    director = member_as("director", "claire")
    text, kept = tokens.issue(director, "Power BI", "read", NOW)
    found = tokens.authenticate(text, NOW)
    assert found is not None
    assert (found.account, found.person, found.role) == (director.account, "claire", "director")
    assert may(found, "see", Target(workspace.id)).allowed
    assert may(found, "publish", Target(workspace.id)).reason == "access.scope"
    assert text not in repr(kept)
    row = models.ApiToken.objects.get(id=kept.id)
    assert text not in {str(value) for value in vars(row).values()}, "only a hash is kept"


def test_a_scope_never_gives_more_than_the_role(member_as: MemberAs, workspace: Workspace) -> None:
    text, _ = tokens.issue(member_as("reader"), "Script", "act", NOW)
    found = tokens.authenticate(text, NOW)
    assert not may(found, "import", Target(workspace.id)).allowed
    director, _ = tokens.issue(member_as("director"), "Script", "act", NOW)
    held = tokens.authenticate(director, NOW)
    assert not may(held, "invite", Target(workspace.id)).allowed, "no token lets people in"
    assert held is not None
    assert grants(held) == frozenset()
    with pytest.raises(ValueError, match="act"):
        tokens.issue(held, "Another", "act", NOW)


def test_a_token_ends_with_its_day_its_revocation_and_its_owner_s_leaving(
    member_as: MemberAs, workspace: Workspace
) -> None:
    owner = member_as("contributor")
    first, kept = tokens.issue(owner, "One", "read", NOW, timedelta(days=1))
    second, _ = tokens.issue(owner, "Two", "read", NOW)
    assert tokens.authenticate(first, NOW + timedelta(days=1)) is None
    assert tokens.revoke(workspace, kept.id, NOW)
    assert not tokens.revoke(workspace, kept.id, NOW), "once"
    assert tokens.authenticate(first, NOW) is None
    assert tokens.authenticate(second, NOW) is not None
    assert workspaces.remove(workspace, owner.account)
    assert tokens.authenticate(second, NOW) is None
    assert tokens.authenticate("jalon_" + "x" * 43, NOW) is None
    assert tokens.authenticate("", NOW) is None


def test_another_workspace_can_end_no_token_of_this_one(member_as: MemberAs, workspace: Workspace) -> None:
    text, kept = tokens.issue(member_as("director"), "One", "read", NOW)
    other = workspaces.create(f"w-{uuid4().hex[:10]}", "Other", "Europe/Paris", "EUR")
    assert not tokens.revoke(other, kept.id, NOW)
    assert tokens.every(other) == []
    assert tokens.authenticate(text, NOW) is not None


def test_an_invitation_links_an_account_with_a_person_of_the_plan_once(workspace: Workspace) -> None:
    address = f"{uuid4().hex[:8]}@kervoal.example"
    token, sent = invitations.invite(workspace, address.upper(), "holder", "sofiane", "claire", NOW)
    account = accounts.without_password(address, "Sofiane")
    assert invitations.behind(token, NOW) == sent
    assert invitations.accept(token, account.id, NOW) is not None
    joined = workspaces.member(account.id, workspace.slug)
    assert joined is not None
    assert (joined.role, joined.person) == ("holder", "sofiane")
    assert invitations.accept(token, account.id, NOW) is None
    assert invitations.behind(token, NOW) is None
    assert not models.Invitation.objects.filter(token_hash=token).exists(), "only a hash is kept"


def test_an_invitation_opens_for_nobody_else_nor_late_nor_once_withdrawn(workspace: Workspace) -> None:
    address = f"{uuid4().hex[:8]}@kervoal.example"
    invited = accounts.without_password(address, "Sofiane")
    other = accounts.without_password(f"{uuid4().hex[:8]}@kervoal.example", "Karim")
    token, _ = invitations.invite(workspace, address, "reader", "", "claire", NOW)
    assert invitations.accept(token, other.id, NOW) is None
    assert invitations.accept(token, invited.id, NOW + invitations.LASTS) is None
    again, sent = invitations.invite(workspace, address, "reader", "", "claire", NOW)
    assert invitations.behind(token, NOW) is None, "the newer link replaces it"
    assert invitations.revoke(workspace, sent.id, NOW)
    assert invitations.accept(again, invited.id, NOW) is None
    assert workspaces.member(invited.id, workspace.slug) is None


def test_a_workspace_keeps_a_director(member_as: MemberAs, workspace: Workspace) -> None:
    first, second = member_as("director"), member_as("director")
    assert workspaces.change_role(workspace, first.account, "reader", "")
    assert not workspaces.change_role(workspace, second.account, "reader", "")
    assert not workspaces.remove(workspace, second.account)
    assert workspaces.remove(workspace, first.account)


def test_an_administrator_makes_no_director(member_as: MemberAs) -> None:
    assert grants(member_as("director")) == frozenset(ROLES)
    assert grants(member_as("administrator")) == frozenset(ROLES) - {"director"}
    assert [grants(member_as(role)) for role in ("holder", "contributor", "reader")] == [frozenset()] * 3

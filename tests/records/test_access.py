"""Five roles, ten verbs: who may do what, and what answers as if it did not exist."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from jalon.records.access import VERBS, Target, Verb, may
from jalon.records.workspaces import ROLES, Member, Workspace

ALLOWED = {
    "director": "see import publish edit_plan propose decide acknowledge comment invite",
    "holder": "see import propose acknowledge comment",
    "contributor": "see import propose comment",
    "reader": "see",
    "administrator": "see import publish invite administer",
}


class Touching:
    """A change of plan that touches these areas."""

    def __init__(self, *kras: str) -> None:
        self.kras = frozenset(kras)

    def touched_kras(self) -> frozenset[str]:
        return self.kras


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_role_may_do_this_and_no_more(
    role: str, verb: Verb, member_as: Callable[..., Member], workspace: Workspace
) -> None:
    answer = may(member_as(role), verb, Target(workspace.id))
    assert answer.allowed == (verb in ALLOWED[role].split())
    assert bool(answer.reason) != answer.allowed


def test_a_holder_edits_inside_her_own_area_only(member_as: Callable[..., Member], workspace: Workspace) -> None:
    holder, target = member_as("holder", "sofiane"), Target(workspace.id, frozenset({"K_seo"}))
    assert may(holder, "edit_plan", target, Touching("K_seo")).allowed
    assert may(holder, "edit_plan", target, Touching("K_seo", "K_sea")).reason == "access.outside_own_area"
    assert may(holder, "edit_plan", target, Touching("*")).reason == "access.outside_own_area"
    assert may(holder, "edit_plan", target).reason == "access.outside_own_area"


def test_another_workspace_answers_as_if_it_did_not_exist(member_as: Callable[..., Member]) -> None:
    assert may(member_as("director"), "see", Target(uuid4())).reason == "access.not_found"


def test_nobody_signed_in_may_do_nothing(workspace: Workspace) -> None:
    assert [may(None, verb, Target(workspace.id)).reason for verb in VERBS] == ["access.not_signed_in"] * len(VERBS)

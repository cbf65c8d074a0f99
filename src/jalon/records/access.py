"""Who may do what: one question, asked by every face except the command line, which is the operator's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from jalon.records.workspaces import Member

Verb = Literal[
    "see", "import", "publish", "edit_plan", "propose", "decide", "acknowledge", "comment", "invite", "administer"
]
VERBS: tuple[Verb, ...] = (
    "see", "import", "publish", "edit_plan", "propose", "decide", "acknowledge", "comment", "invite", "administer"
)  # fmt: skip

_MATRIX: dict[str, frozenset[str]] = {
    "director": frozenset(VERBS) - {"administer"},
    "holder": frozenset({"see", "import", "edit_plan", "propose", "acknowledge", "comment"}),
    "contributor": frozenset({"see", "import", "propose", "comment"}),
    "reader": frozenset({"see"}),
    "administrator": frozenset({"see", "import", "publish", "invite", "administer"}),
}
"""Role → verbs. A holder edits only inside the KRAs she answers for; an administrator never edits the plan."""
_GRANTS: dict[str, frozenset[str]] = {
    "director": frozenset(_MATRIX),
    "administrator": frozenset(_MATRIX) - {"director"},
}
"""Role → roles she may give and take: an administrator makes no director, so nobody reaches the plan by the back."""


def grants(member: Member) -> frozenset[str]:
    """The roles that a member may give and take away; empty for whoever may not invite."""
    allowed = may(member, "invite", Target(member.workspace)).allowed
    return _GRANTS.get(member.role, frozenset()) if allowed else frozenset()


class TouchesKras(Protocol):
    """A change of plan that knows which areas it touches."""

    def touched_kras(self) -> frozenset[str]:
        """Ids of the KRAs a change touches; `*` stands for what belongs to no single area."""
        ...


@dataclass(frozen=True, slots=True)
class Permission:
    """An answer, with its reason when it is no."""

    allowed: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: the workspace it belongs to, and the KRAs the member answers for in its plan."""

    workspace: UUID
    own_kras: frozenset[str] = frozenset()


def may(member: Member | None, verb: Verb, target: Target, diff: TouchesKras | None = None) -> Permission:
    """Whether a member may do that to that. Another workspace answers as if it did not exist."""
    if member is None:
        return Permission(False, "access.not_signed_in")
    if member.workspace != target.workspace:
        return Permission(False, "access.not_found")
    if verb not in _MATRIX.get(member.role, frozenset()):
        return Permission(False, "access.role")
    if member.within is not None and verb not in member.within:
        return Permission(False, "access.scope")
    if verb == "edit_plan" and member.role == "holder":
        touched = diff.touched_kras() if diff is not None else frozenset({"*"})
        if not touched <= target.own_kras:
            return Permission(False, "access.outside_own_area")
    return Permission(True)

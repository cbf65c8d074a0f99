"""Changes of the plan that wait for the yes of those they concern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jalon.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of plan as it was proposed; `touched` are the areas it concerns, `*` what only the director decides."""

    number: int
    base: int
    document: str
    touched: frozenset[str]
    author: str
    reason: str
    created: datetime
    state: str
    agreed: tuple[str, ...]
    answered_by: str
    answer: str
    answered: datetime | None
    revision: int | None

    def concerns(self, role: str, kras: frozenset[str]) -> bool:
        """Whether somebody with that role and those areas has a word to say."""
        return role == "director" or (role == "holder" and bool(self.touched & kras))


def make(
    workspace: Workspace, base: int, document: str, touched: Iterable[str], author: str, reason: str, now: datetime
) -> Proposal:
    """A new proposal; the same document still open again gives the one there is."""
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        models.Workspace.objects.select_for_update().get(id=workspace.id)
        rows = models.PlanProposal.objects.filter(workspace_id=workspace.id)
        same = rows.filter(state="open", document=document, author=author).first()
        if same is not None:
            return _seen(same)
        last = rows.order_by("-number").first()
        row = models.PlanProposal.objects.create(
            workspace_id=workspace.id,
            number=(last.number if last else 0) + 1,
            base=base,
            document=document,
            touched=sorted(touched),
            author=author,
            reason=reason,
            created=now,
        )
    return _seen(row)


def numbered(workspace: Workspace, number: int) -> Proposal | None:
    """One proposal of a workspace."""
    from jalon.records import models

    row = models.PlanProposal.objects.filter(workspace_id=workspace.id, number=number).first()
    return _seen(row) if row else None


def every(workspace: Workspace, state: str | None = None) -> list[Proposal]:
    """Those of a workspace, newest first."""
    from jalon.records import models

    rows = models.PlanProposal.objects.filter(workspace_id=workspace.id)
    return [_seen(row) for row in (rows.filter(state=state) if state else rows).order_by("-number")]


def waiting_for(workspace: Workspace, role: str, person: str, kras: frozenset[str]) -> list[Proposal]:
    """Those that wait for somebody: she has a word to say, has not said it, and did not write them."""
    found = [one for one in every(workspace, "open") if one.concerns(role, kras)]
    return [one for one in found if person not in (*one.agreed, one.author)]


def agree(workspace: Workspace, number: int, person: str) -> Proposal | None:
    """One more holder says yes; None when it is no longer open."""
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        row = models.PlanProposal.objects.select_for_update().filter(
            workspace_id=workspace.id, number=number, state="open"
        ).first()  # fmt: skip
        if row is None:
            return None
        row.agreed = [*dict.fromkeys([*row.agreed, person])]
        row.save(update_fields=["agreed"])
    return _seen(row)


def settle(
    workspace: Workspace, number: int, state: str, by: str, answer: str, now: datetime, revision: int | None = None
) -> bool:
    """Close an open proposal: one conditional UPDATE; False when somebody else did."""
    from jalon.records import models

    held = models.PlanProposal.objects.filter(workspace_id=workspace.id, number=number, state="open")
    return held.update(state=state, answered_by=by, answer=answer, answered=now, revision=revision) == 1


def _seen(row: object) -> Proposal:
    from jalon.records import models

    assert isinstance(row, models.PlanProposal)  # noqa: S101  # rows of one table only
    return Proposal(
        row.number,
        row.base,
        row.document,
        frozenset(row.touched),
        row.author,
        row.reason,
        row.created,
        row.state,
        tuple(row.agreed),
        row.answered_by,
        row.answer,
        row.answered,
        row.revision,
    )

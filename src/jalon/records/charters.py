"""Charters that their holders signed: which version, by whom, when. A version nobody signed is seen as such."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jalon.records.workspaces import Member, Workspace


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature under one version of a charter."""

    kra: str
    digest: str
    person: str
    revision: int
    when: datetime


def sign(workspace: Workspace, kra: str, digest: str, member: Member, revision: int, now: datetime) -> bool:
    """Sign a version for oneself; false when it was already."""
    from jalon.records import models

    _, new = models.CharterTaken.objects.get_or_create(
        workspace_id=workspace.id,
        kra=kra,
        digest=digest,
        person=member.person,
        defaults={"account": member.account, "revision": revision, "taken": now},
    )
    return bool(new)


def signed(workspace: Workspace) -> dict[tuple[str, str, str], Signed]:
    """Every signature, by area, version and person."""
    from jalon.records import models

    rows = models.CharterTaken.objects.filter(workspace_id=workspace.id).order_by("taken", "id")
    return {
        (row.kra, row.digest, row.person): Signed(row.kra, row.digest, row.person, row.revision, row.taken)
        for row in rows
    }

"""When somebody wants her weekly mail, and whether she wants it: her own choice, over the company's habit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from jalon.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class MailChoice:
    """A day of the week, an hour where the company is, and whether it is paused."""

    weekday: str = "monday"
    at: time = time(7, 30)
    paused: bool = False


def every(workspace: Workspace) -> dict[str, MailChoice]:
    """Person → what she chose; who chose nothing is not in it."""
    from jalon.records import models

    rows = models.MailChoice.objects.filter(workspace_id=workspace.id)
    return {row.person: MailChoice(row.weekday, row.at, row.paused) for row in rows}


def choose(workspace: Workspace, person: str, choice: MailChoice) -> None:
    """Keep what somebody chose, in place of what she chose before."""
    from jalon.records import models

    models.MailChoice.objects.update_or_create(
        workspace_id=workspace.id,
        person=person,
        defaults={"weekday": choice.weekday, "at": choice.at, "paused": choice.paused},
    )

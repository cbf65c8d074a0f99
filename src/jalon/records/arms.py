"""What the arms of tests counted, as people and programs said it; the newest word of a day counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jalon.records import audit
from jalon.records.workspaces import Workspace

ARMS = ("control", "treated")


@dataclass(frozen=True, slots=True)
class Counted:
    """One arm up to a day."""

    action: str
    arm: str
    day: date
    units: int
    converted: int
    guarded: int | None = None


def write(workspace: Workspace, counts: Iterable[Counted], by: str, now: datetime) -> int:
    """Keep counts; how many."""
    from jalon.records import models

    told = list(counts)
    models.ArmCounted.objects.bulk_create(
        models.ArmCounted(
            workspace_id=workspace.id,
            action=one.action,
            arm=one.arm,
            day=one.day,
            units=one.units,
            converted=one.converted,
            guarded=one.guarded,
            by=by,
            written=now,
        )
        for one in told
    )
    for action in dict.fromkeys(one.action for one in told):
        audit.write(by, "count", f"action:{action}", now, {"counts": len(told)}, workspace=workspace.id)
    return len(told)


def of_workspace(workspace: Workspace, until: date | None = None) -> dict[str, tuple[Counted, ...]]:
    """By action, oldest day first, up to a day; the newest word for each arm and day."""
    from jalon.records import models

    rows = models.ArmCounted.objects.filter(workspace_id=workspace.id)
    rows = rows.filter(day__lte=until) if until else rows
    last: dict[tuple[str, str, date], Counted] = {}
    for row in rows.order_by("id"):
        one = Counted(row.action, row.arm, row.day, row.units, row.converted, row.guarded)
        last[one.action, one.arm, one.day] = one
    found: dict[str, list[Counted]] = {}
    for one in sorted(last.values(), key=lambda one: (one.action, one.day, one.arm)):
        found.setdefault(one.action, []).append(one)
    return {action: tuple(told) for action, told in found.items()}

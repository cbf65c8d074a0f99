"""Replays of a workspace's judgements: kept as they were found, the newest is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jalon.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class KeptBacktest:
    """One replay."""

    as_of: date
    made: datetime
    document: Mapping[str, object]


def keep(workspace: Workspace, as_of: date, document: Mapping[str, object], now: datetime) -> None:
    """Keep a replay."""
    from jalon.records import models

    models.Backtest.objects.create(workspace_id=workspace.id, as_of=as_of, document=dict(document), made=now)


def latest(workspace: Workspace) -> KeptBacktest | None:
    """The newest replay; None when there is none yet."""
    from jalon.records import models

    row = models.Backtest.objects.filter(workspace_id=workspace.id).order_by("-made", "-id").first()
    return KeptBacktest(row.as_of, row.made, row.document) if row else None

"""Fits of a workspace's results: kept as they were found, the newest of each is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jalon.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class KeptFit:
    """One fit."""

    key: str
    as_of: date
    made: datetime
    document: Mapping[str, object]

    @property
    def id(self) -> str:
        """The result's id in the plan."""
        return self.key.partition(":")[2]


def keep(workspace: Workspace, key: str, as_of: date, document: Mapping[str, object], now: datetime) -> None:
    """Keep a fit beside the earlier ones."""
    from jalon.records import models

    models.CurveFit.objects.create(
        workspace_id=workspace.id, key=key, as_of=as_of, document=dict(document), made=now
    )  # fmt: skip


def newest(workspace: Workspace, until: date | None = None) -> list[KeptFit]:
    """The newest fit of each result, of a day or before; in the order they were first fitted."""
    from jalon.records import models

    rows = models.CurveFit.objects.filter(workspace_id=workspace.id)
    rows = rows.filter(as_of__lte=until) if until else rows
    last: dict[str, int] = {}
    for key, number in rows.order_by("made", "id").values_list("key", "id"):
        last[key] = number
    found = {row.id: row for row in models.CurveFit.objects.filter(id__in=last.values())}
    return [KeptFit(key, found[n].as_of, found[n].made, found[n].document) for key, n in last.items()]


def of(workspace: Workspace, name: str, until: date | None = None) -> KeptFit | None:
    """The newest fit of one result, by its key or its id."""
    return next((one for one in newest(workspace, until) if name in (one.key, one.id)), None)

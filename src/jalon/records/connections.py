"""Connections: made, asked, changed, ended. Their secrets are sealed with a key that is not in the records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from jalon.identity import sealing
from jalon.records.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection as other rooms see it: its secrets stay sealed until they are used."""

    id: UUID
    tool: str
    account: str
    settings: Mapping[str, str]
    reports: tuple[str, ...]
    since: date
    about: str
    timezone: str
    currency: str
    through: Mapping[str, date]
    asked: Mapping[str, date]
    made_by: str
    made: datetime
    ended: datetime | None
    tried: datetime | None
    done: datetime | None
    fault: Mapping[str, object] | None
    sealed: str = field(repr=False, default="")

    @property
    def state(self) -> str:
        """`ended`, `new` (nothing brought yet), `failing` (the last try failed) or `fetching`."""
        if self.ended:
            return "ended"
        if self.fault:
            return "failing"
        return "fetching" if self.done else "new"

    def secrets(self, key: str) -> Mapping[str, str] | None:
        """Its secrets, opened; None under another key than the one they were sealed with."""
        if not self.sealed:
            return {}
        opened = sealing.opened(self.sealed, key)
        return None if opened is None else json.loads(opened)

    def as_document(self) -> dict[str, object]:
        """Its JSON form: no secret is in it."""
        moments = {name: getattr(self, name) for name in ("made", "ended", "tried", "done")}
        return {
            "id": str(self.id),
            "tool": self.tool,
            "account": self.account or None,
            "about": self.about or None,
            "state": self.state,
            "settings": dict(self.settings),
            "reports": list(self.reports),
            "since": self.since.isoformat(),
            "timezone": self.timezone or None,
            "currency": self.currency or None,
            "through": {report: day.isoformat() for report, day in self.through.items()},
            "asked": {report: day.isoformat() for report, day in self.asked.items()},
            "made_by": self.made_by,
            **{name: when.isoformat() if when else None for name, when in moments.items()},
            "fault": dict(self.fault) if self.fault else None,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a connection is made of."""

    tool: str
    account: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    reports: tuple[str, ...] = ()
    since: date = date.min
    about: str = ""
    timezone: str = ""
    currency: str = ""


def make(workspace: Workspace, wanted: Wanted, key: str, author: str, now: datetime) -> Connection | None:
    """A new connection; None when an open one already brings the same account of the same tool."""
    from django.db import transaction

    from jalon.records import audit, models

    with transaction.atomic():
        open_ones = models.Connection.objects.filter(
            workspace_id=workspace.id, tool=wanted.tool, account=wanted.account, ended=None
        )
        if open_ones.exists():
            return None
        row = models.Connection.objects.create(
            workspace_id=workspace.id,
            tool=wanted.tool,
            account=wanted.account,
            settings=dict(wanted.settings),
            sealed=sealing.sealed(json.dumps(dict(wanted.secrets)), key) if wanted.secrets else "",
            reports=list(wanted.reports),
            since=wanted.since,
            about=wanted.about[:200],
            timezone=wanted.timezone,
            currency=wanted.currency,
            made_by=author[:120],
            made=now,
        )
        told = {"tool": wanted.tool, "account": wanted.account, "about": wanted.about}
        audit.write(author, "connect", f"connection:{row.id}", now, told, workspace=workspace.id)
    return _seen(row)


def every(workspace: Workspace, *, ended: bool = False) -> list[Connection]:
    """The connections of a workspace, by tool and account; those that ended too when asked for."""
    from jalon.records import models

    rows = models.Connection.objects.filter(workspace_id=workspace.id).order_by("tool", "account", "made")
    return [_seen(row) for row in rows if ended or row.ended is None]


def found(workspace: Workspace, named: UUID | str) -> Connection | None:
    """One by its id."""
    from jalon.records import models

    try:
        wanted = named if isinstance(named, UUID) else UUID(named)
    except ValueError:
        return None
    row = models.Connection.objects.filter(workspace_id=workspace.id, id=wanted).first()
    return _seen(row) if row else None


def end(workspace: Workspace, connection: Connection, author: str, now: datetime) -> bool:
    """Stop asking, and forget the secrets for good; what was brought stays. False when it had ended."""
    from django.db import transaction

    from jalon.records import audit, models

    with transaction.atomic():
        rows = models.Connection.objects.filter(workspace_id=workspace.id, id=connection.id, ended=None)
        if rows.update(ended=now, sealed="") != 1:
            return False
        told = {"tool": connection.tool, "account": connection.account}
        audit.write(author, "disconnect", f"connection:{connection.id}", now, told, workspace=workspace.id)
    return True


def came_to(connection: Connection, report: str, through: date) -> None:
    """Remember the last day that a report brought whole: a run that dies goes on from there."""
    _moved(connection, "through", report, through)


def asked_on(connection: Connection, report: str, day: date) -> None:
    """Remember the day on which a report brought its whole window: it is not asked again that day."""
    _moved(connection, "asked", report, day)


def _moved(connection: Connection, column: str, report: str, day: date) -> None:
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        row = models.Connection.objects.select_for_update().get(id=connection.id)
        said = getattr(row, column)
        said[report] = max(day.isoformat(), said.get(report, ""))
        row.save(update_fields=[column])


def tried(connection: Connection, now: datetime, fault: Mapping[str, object] | None) -> None:
    """Remember how a run ended."""
    from jalon.records import models

    told = {"tried": now, "fault": dict(fault) if fault else None, **({} if fault else {"done": now})}
    models.Connection.objects.filter(id=connection.id).update(**told)


def _seen(row: object) -> Connection:
    from jalon.records import models

    assert isinstance(row, models.Connection)  # noqa: S101  # the query's own type
    through, asked = ({r: date.fromisoformat(day) for r, day in said.items()} for said in (row.through, row.asked))
    return Connection(
        row.id, row.tool, row.account, row.settings, tuple(row.reports), row.since, row.about, row.timezone,
        row.currency, through, asked, row.made_by, row.made, row.ended, row.tried, row.done, row.fault, row.sealed,
    )  # fmt: skip

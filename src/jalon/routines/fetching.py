"""Fetching: a connection asked for the days it lacks and those its tool still restates, slice by slice.

A slice is kept whole or not at all; a run that stops goes on where it was; a failing source keeps what it has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jalon.catalogue.restatement import reread_days
from jalon.facts.engine import Engine
from jalon.facts.load import Load
from jalon.facts.mistaken import mistaken
from jalon.facts.table import Table
from jalon.findings import Finding
from jalon.quantities import Period
from jalon.records import connections, loads
from jalon.records.connections import Connection, Wanted
from jalon.records.workspaces import Workspace
from jalon.sources.asking.connector import Brought, Connector, Given, Known, Report
from jalon.sources.asking.line import Line
from jalon.sources.asking.secret import Secret
from jalon.sources.asking.unanswered import Unanswered
from jalon.sources.reading.report import finding_document

DAY = timedelta(days=1)
FIRST_YEAR = timedelta(days=400)
"""Days brought the first time when nobody says since when: a year to compare with, and some."""

Progress = Callable[[str, int, int], None]
"""Told of a report, the slices done and those to do."""


def silent(report: str, done: int, of: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One slice kept."""

    report: str
    days: Period
    cut: str
    rows: int
    written: bool
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Run:
    """What one run of one connection did, and what stopped it when something did."""

    kept: list[Kept] = field(default_factory=list)
    calls: int = 0
    fault: Unanswered | None = None

    @property
    def rows(self) -> int:
        """Rows kept."""
        return sum(one.rows for one in self.kept)


def fault_document(fault: Unanswered) -> dict[str, object]:
    """Why a run stopped, as it is kept and told: no secret is in it."""
    return {"code": fault.code, "passing": fault.passing, "details": dict(fault.details)}


def given(connection: Connection, key: str) -> Given:
    """What a connector is given. Raises `Unanswered` when the secrets were sealed with another key."""
    opened = connection.secrets(key)
    if opened is None:
        raise Unanswered("fetch.sealed_otherwise")
    return Given(connection.settings, {name: Secret(text) for name, text in opened.items()})


@dataclass(frozen=True, slots=True)
class Tried:
    """What trying settings gave: whose figures they open."""

    known: Known
    reports: tuple[str, ...]


def try_out(connector: Connector, asked: Given, line: Line) -> Tried:
    """Ask the tool who is there, before anything is kept. Raises `Unanswered`."""
    lacking = [
        one.id
        for one in connector.settings
        if one.required and not (asked.secrets.get(one.id) if one.secret else asked.get(one.id))
    ]
    if lacking:
        raise Unanswered("fetch.setting", setting=lacking[0], value="")
    try:
        known = connector.known(line, asked)
    finally:
        line.close()
    return Tried(known, tuple(report.id for report in connector.reports(asked)))


def connect(
    workspace: Workspace,
    connector: Connector,
    asked: Given,
    tried: Tried,
    key: str,
    author: str,
    now: datetime,
    *,
    account: str = "",
    since: date | None = None,
    reports: tuple[str, ...] = (),
) -> Connection | None:
    """Keep a connection that was tried; None when an open one brings the same account already."""
    first = since or (now.astimezone(ZoneInfo(workspace.timezone)).date() - FIRST_YEAR)
    secrets = {name: secret.opened() for name, secret in asked.secrets.items()}
    wanted = Wanted(
        connector.tool,
        account,
        {name: text for name, text in asked.settings.items() if text},
        secrets,
        reports or tried.reports,
        first,
        tried.known.about,
        tried.known.timezone or "",
        tried.known.currency or "",
    )
    return connections.make(workspace, wanted, key, author, now)


def today_there(connection: Connection, workspace: Workspace, now: datetime) -> date:
    """The day it is on the tool's own clock: what it counts today is not whole."""
    return now.astimezone(ZoneInfo(connection.timezone or workspace.timezone)).date()


def wanted_days(connection: Connection, report: str, today: date, since: date | None = None) -> Period | None:
    """The days to ask for: those never brought whole, and those the tool still restates; None when there are none.

    A day older than the window was asked when it was inside, and is left alone; a window is asked once a day.
    """
    if since is None and connection.asked.get(report) == today:
        return None
    last = today - DAY
    window = last - (reread_days(connection.tool) - 1) * DAY
    through = connection.through.get(report)
    first = since or (min(window, through + DAY) if through else connection.since)
    first = max(first, connection.since) if since is None else first
    return Period(first, last) if first <= last else None


def slices(days: Period, length: int) -> list[Period]:
    """Days in slices, oldest first."""
    found, start = [], days.start
    while start <= days.end:
        end = min(days.end, start + (length - 1) * DAY)
        found.append(Period(start, end))
        start = end + DAY
    return found


@dataclass(slots=True)
class Fetching:
    """One run of one connection: who is asked, where figures are kept, when."""

    workspace: Workspace
    connection: Connection
    connector: Connector
    line: Line
    engine: Engine
    now: datetime
    author: str = "timetable"
    progress: Progress = silent
    run: Run = field(default_factory=Run)

    def fetch(self, asked: Given, since: date | None = None) -> None:
        """Every report over the days it wants. What fails stops its report; the others are still asked."""
        try:
            for report in self.connector.reports(asked):
                if report.id in self.connection.reports:
                    self._report(asked, report, since)
                    if self.run.fault is not None and self.run.fault.code in OF_ALL:
                        break
        finally:
            self.run.calls = self.line.calls
            self.line.close()

    def _report(self, asked: Given, report: Report, since: date | None) -> None:
        today = today_there(self.connection, self.workspace, self.now)
        days = wanted_days(self.connection, report.id, today, since)
        parts = slices(days, report.days) if days else []
        whose = self.connection
        known = Known(whose.about, whose.timezone or None, whose.currency or None)
        for number, part in enumerate(parts):
            self.progress(report.id, number, len(parts))
            try:
                brought = self.connector.bring(self.line, asked, known, report.id, part)
            except Unanswered as fault:
                self.run.fault = self.run.fault or fault
                return
            for table in brought.tables:
                self._keep(report, table, brought, known)
            if brought.through is not None:
                connections.came_to(self.connection, report.id, brought.through)
        connections.asked_on(self.connection, report.id, today)
        self.progress(report.id, len(parts), len(parts))

    def _keep(self, report: Report, table: Table, brought: Brought, known: Known) -> None:
        """One slice, whole, with what is odd about it; then the list of loads."""
        table = replace(table, account=self.connection.account or None)
        load = Load(
            source=self.connection.tool,
            account=table.account,
            cut=table.cut,
            covers=table.covers,
            sha256=_digest(table, self.now),
            file_name=f"API {self.connection.tool} {report.id}",
            format=f"{self.connection.tool}.api.{report.id}@1",
            extracted_at=self.now,
            author=self.author,
            timezone=known.timezone,
            currency=known.currency,
            about=known.about or None,
        )
        difference = self.engine.preview(load, table)
        odd = (*brought.findings, *mistaken(load, table, difference, self.engine, ()))
        done = self.engine.replace(load, table)
        if done.written:
            loads.keep(self.workspace, load, done, [finding_document(finding) for finding in odd])
        days = table.covers[0] if table.covers else Period(self.now.date(), self.now.date())
        self.run.kept.append(Kept(report.id, days, load.cut.text, table.rows_kept(), done.written, odd))


def fetch(
    workspace: Workspace,
    connection: Connection,
    connector: Connector | None,
    line: Callable[[Connector, Given], Line],
    key: str,
    engine: Engine,
    now: datetime,
    *,
    since: date | None = None,
    author: str = "timetable",
    progress: Progress = silent,
) -> Run:
    """One run of a connection, remembered with how it ended: what was brought is kept even when something failed."""
    run = Run()
    try:
        if connector is None:
            raise Unanswered("fetch.no_connector", tool=connection.tool)
        asked = given(connection, key)
        goes = Fetching(workspace, connection, connector, line(connector, asked), engine, now, author, progress, run)
        goes.fetch(asked, since)
    except Unanswered as fault:
        run.fault = fault
    connections.tried(connection, now, fault_document(run.fault) if run.fault else None)
    return run


OF_ALL = ("fetch.denied", "fetch.no_key_file", "fetch.setting", "fetch.forbidden_place", "fetch.unknown_account")
"""What no other report of the same connection would be spared."""


def _digest(table: Table, now: datetime) -> str:
    """SHA-256 of an answer and of its moment: what a tool said again later is said anew, even when it is the same."""
    made = hashlib.sha256(now.isoformat().encode())
    for name, values in table.columns.items():
        made.update(f"\x1e{name}".encode())
        made.update("\x1f".join(map(str, values)).encode())
    return made.hexdigest()

"""`connect`, `disconnect`, `fetch`: tools that are asked on a timetable, and asked now."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jalon.cli import output
from jalon.cli.entry import FINDINGS, UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.wording import day, phrase

if TYPE_CHECKING:
    from jalon.assembly import House
    from jalon.records.connections import Connection
    from jalon.records.workspaces import Workspace
    from jalon.routines.fetching import Run
    from jalon.sources.asking.connector import Connector, Given
    from jalon.sources.asking.unanswered import Unanswered

CONTRACT = 1


@click.command(help=told("cli.connect"))
@click.argument("tool", required=False)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help=told("cli.connect.set"))
@click.option("--secret", "secrets", multiple=True, metavar="NAME=FILE", help=told("cli.connect.secret"))
@click.option("--report", "reports", multiple=True, help=told("cli.connect.report"))
@click.option("--account", default="", help=told("cli.connect.account"))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), default=None, help=told("cli.connect.since"))
@click.option("--author", default="operator", help=told("cli.connect.author"))
@click.pass_obj
def connect(
    call: Call,
    tool: str | None,
    settings: tuple[str, ...],
    secrets: tuple[str, ...],
    reports: tuple[str, ...],
    account: str,
    since: datetime | None,
    author: str,
) -> None:
    """Try settings and keep the connection; without a tool, list what can be connected and what is."""
    from jalon.assembly import house
    from jalon.routines import fetching
    from jalon.sources.asking.connector import Given
    from jalon.sources.asking.secret import Secret
    from jalon.sources.asking.unanswered import Unanswered

    built = house(call.home)
    workspace = workspace_of(call)
    connectors = built.connectors()
    if tool is None:
        _listed(call, workspace, connectors)
        return
    if tool not in connectors:
        output.note(told("cli.connect.unknown", tool=tool, known=", ".join(connectors)))
        raise SystemExit(UNUSABLE)
    connector = connectors[tool]
    given = Given(dict(map(_pair, settings)), {name: Secret(_read(place)) for name, place in map(_pair, secrets)})
    try:
        given = _asked_for(connector, given, call)
        tried = fetching.try_out(connector, given, built.line(connector, given))
    except Unanswered as fault:
        _stopped(call, fault)
    known = {report.id for report in connector.reports(given)}
    if strange := sorted(set(reports) - known):
        output.note(told("cli.connect.report.unknown", report=strange[0], known=", ".join(sorted(known))))
        raise SystemExit(UNUSABLE)
    made = fetching.connect(
        workspace, connector, given, tried, built.key(), author, datetime.now(UTC),
        account=account, since=since.date() if since else None, reports=reports,
    )  # fmt: skip
    if made is None:
        output.note(told("cli.connect.twice", tool=tool, account=account or "–"))
        raise SystemExit(UNUSABLE)
    if call.as_json:
        output.document({"contract": CONTRACT, "connections": [made.as_document()]})
        return
    click.echo(told("cli.connect.done", tool=tool, about=made.about, reports=", ".join(made.reports)))
    click.echo(told("cli.connect.next", tool=tool))


@click.command(help=told("cli.disconnect"))
@click.argument("connection")
@click.option("--author", default="operator", help=told("cli.connect.author"))
@click.pass_obj
def disconnect(call: Call, connection: str, author: str) -> None:
    """Stop asking a tool, and forget its secrets; what it brought stays."""
    from jalon.assembly import house
    from jalon.records import connections

    house(call.home)
    workspace = workspace_of(call)
    ended = [one for one in _meant(workspace, connection) if connections.end(workspace, one, author, datetime.now(UTC))]
    if not ended:
        output.note(told("cli.fetch.unknown", source=connection))
        raise SystemExit(UNUSABLE)
    if call.as_json:
        found = [connections.found(workspace, one.id) for one in ended]
        output.document({"contract": CONTRACT, "connections": [one.as_document() for one in found if one]})
        return
    for one in ended:
        click.echo(told("cli.disconnect.done", tool=one.tool, about=one.about))


@click.command(help=told("cli.fetch"))
@click.argument("source", required=False)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), default=None, help=told("cli.fetch.since"))
@click.option("--author", default="operator", help=told("cli.connect.author"))
@click.pass_obj
def fetch(call: Call, source: str | None, since: datetime | None, author: str) -> None:
    """Ask a source now, or every one; its window, or everything since a day."""
    from jalon.assembly import house
    from jalon.records import connections

    built = house(call.home)
    workspace = workspace_of(call)
    meant = connections.every(workspace) if source is None else _meant(workspace, source)
    if not meant:
        output.note(told("cli.fetch.none" if source is None else "cli.fetch.unknown", source=source or ""))
        raise SystemExit(UNUSABLE)
    runs = [(one, _run(built, workspace, one, since.date() if since else None, author)) for one in meant]
    if call.as_json:
        output.document({"contract": CONTRACT, "runs": [run_document(one, run) for one, run in runs]})
    else:
        for one, run in runs:
            _told(call, one, run)
    if any(run.fault for _, run in runs):
        raise SystemExit(FINDINGS)


def _run(built: House, workspace: Workspace, one: Connection, since: date | None, author: str) -> Run:
    with _Bar() as bar:
        return built.fetch(workspace, one, datetime.now(UTC), since=since, author=author, progress=bar.step)


def run_document(connection: Connection, run: Run) -> dict[str, object]:
    """What a run did, slice by slice."""
    from jalon.routines.fetching import fault_document

    return {
        "connection": str(connection.id),
        "tool": connection.tool,
        "account": connection.account or None,
        "calls": run.calls,
        "rows": run.rows,
        "slices": [
            {
                "report": one.report,
                "days": [one.days.start.isoformat(), one.days.end.isoformat()],
                "cut": one.cut,
                "rows": one.rows,
                "written": one.written,
                "findings": [finding.as_document() for finding in one.findings],
            }
            for one in run.kept
        ],
        "fault": fault_document(run.fault) if run.fault else None,
    }


def _told(call: Call, connection: Connection, run: Run) -> None:
    days = [one.days for one in run.kept]
    if days:
        first, last = min(one.start for one in days), max(one.end for one in days)
        click.echo(
            told(
                "cli.fetch.done", tool=connection.tool, about=connection.about,
                rows=str(run.rows), calls=str(run.calls),
                first=day(first, call.language), last=day(last, call.language),
            )
        )  # fmt: skip
        output.findings({str(f): f.as_document() for one in run.kept for f in one.findings}.values(), call.language)
    elif run.fault is None:
        click.echo(told("cli.fetch.nothing", tool=connection.tool, about=connection.about))
    if run.fault is not None:
        output.note(told("cli.fetch.stopped", tool=connection.tool, why=said(run.fault, call.language)))


def said(fault: Unanswered, language: str) -> str:
    """Why a tool gave no figures, as a sentence."""
    return phrase(fault.code, language, {"status": "", "said": "", **fault.details})


def _stopped(call: Call, fault: Unanswered) -> None:
    from jalon.routines.fetching import fault_document

    if call.as_json:
        output.document({"contract": CONTRACT, "connections": [], "fault": fault_document(fault)})
    output.note(said(fault, call.language))
    raise SystemExit(FINDINGS)


def _meant(workspace: Workspace, named: str) -> list[Connection]:
    """The open connections that a word names: an id, a tool, an account, or a source of the plan."""
    from jalon.plan.document import plan_in
    from jalon.records import connections, plans

    open_ones = connections.every(workspace)
    direct = [one for one in open_ones if named in (str(one.id), one.tool, one.account)]
    if direct:
        return direct
    revision = plans.latest(workspace)
    plan = plan_in(revision.document) if revision else None
    source = next((one for one in plan.sources if one.id == named), None) if plan else None
    return [
        one
        for one in open_ones
        if source is not None and one.tool == source.tool and source.account in (None, one.account or None)
    ]


def _listed(call: Call, workspace: Workspace, connectors: Mapping[str, Connector]) -> None:
    from jalon.records import connections

    kept = connections.every(workspace)
    if call.as_json:
        offered = [
            {
                "tool": tool,
                "settings": [{"id": s.id, "secret": s.secret, "required": s.required} for s in one.settings],
            }
            for tool, one in connectors.items()
        ]
        document = {"contract": CONTRACT, "connections": [one.as_document() for one in kept], "offered": offered}
        output.document(document)
        return
    for one in kept:
        state = phrase(f"connection.state.{one.state}", call.language)
        click.echo(f"{one.tool}  {one.account or '–'}  {one.about}  {state}  {one.id}")
    for tool, connector in connectors.items():
        click.echo(told("cli.connect.offered", tool=tool, settings=", ".join(one.id for one in connector.settings)))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        output.note(told("cli.connect.pair", text=text.partition("=")[0]))
        raise SystemExit(UNUSABLE)
    return name.strip(), value


def _read(place: str) -> str:
    """A secret from a file, from standard input (`-`) or from a variable of the environment (`env:NAME`)."""
    if place == "-":
        return sys.stdin.read().strip()
    if place.startswith("env:"):
        return os.environ.get(place.removeprefix("env:"), "").strip()
    return Path(place).read_text("utf-8").strip()


def _asked_for(connector: Connector, given: Given, call: Call) -> Given:
    """What is lacking, asked one thing after the other on a terminal; what nobody knows is said."""
    from jalon.sources.asking.connector import Given
    from jalon.sources.asking.secret import Secret

    names = {one.id for one in connector.settings}
    if strange := sorted({*given.settings, *given.secrets} - names):
        output.note(told("cli.connect.setting.unknown", setting=strange[0], known=", ".join(sorted(names))))
        raise SystemExit(UNUSABLE)
    if call.as_json or not sys.stdin.isatty():
        return given
    settings, secrets = dict(given.settings), dict(given.secrets)
    click.echo(phrase(connector.needs, call.language))
    for one in connector.settings:
        if one.id in settings or one.id in secrets or not one.required:
            continue
        click.echo(phrase(f"connector.{connector.tool}.{one.id}.why", call.language))
        label = phrase(f"connector.{connector.tool}.{one.id}", call.language)
        if one.secret:
            secrets[one.id] = Secret(_read(click.prompt(f"{label} ({told('cli.connect.file')})")))
        else:
            settings[one.id] = click.prompt(label)
    return Given(settings, secrets)


class _Bar:
    """A bar on a terminal, nothing elsewhere."""

    def __enter__(self) -> _Bar:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._tasks: dict[str, int] = {}
        return self

    def step(self, report: str, done: int, of: int) -> None:
        """One slice more of a report."""
        task = self._tasks.setdefault(report, self._bar.add_task(report, total=of))
        self._bar.update(task, completed=done, total=of)  # type: ignore[arg-type]

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

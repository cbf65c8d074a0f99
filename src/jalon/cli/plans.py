"""`lint`, `diff`, `apply`, `export`: from a plan document to the plan in force."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jalon.cli import output
from jalon.cli.entry import DONE, FINDINGS, UNUSABLE, Call
from jalon.cli.language import told
from jalon.wording import differences, say

if TYPE_CHECKING:
    from jalon.routines.planning import Applied

_SLUG = re.compile("[a-z0-9][a-z0-9_-]{0,63}")
PLAN = click.argument("plan", type=click.Path(path_type=Path))


def content(path: Path) -> bytes:
    """The bytes of a file, or a clear end with status 2."""
    try:
        return path.read_bytes()
    except OSError as fault:
        output.note(told("cli.unreadable", file=str(path)))
        raise SystemExit(UNUSABLE) from fault


@click.command(help=told("cli.lint"))
@PLAN
@click.pass_obj
def lint(call: Call, plan: Path) -> None:
    """Prove a plan unambiguous, or say exactly where it is not."""
    from jalon.routines.planning import prove

    proved = prove(content(plan), str(plan))
    document = proved.report.as_document(lambda finding: say(finding, call.language))
    if call.as_json:
        output.document(document)
    else:
        found = document["findings"]
        output.findings(found if isinstance(found, list) else [], call.language)
        click.echo(told("cli.lint.counts", **{k: str(v) for k, v in proved.report.counts.items()}))
    unreadable = proved.reading.plan is None
    raise SystemExit(UNUSABLE if unreadable else FINDINGS if proved.report.counts["error"] else DONE)


@click.command(help=told("cli.diff"))
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.pass_obj
def diff(call: Call, before: Path, after: Path) -> None:
    """Compare two plans as objects, in words."""
    from jalon.cli.sheets import difference_with
    from jalon.routines.planning import compare, prove
    from jalon.routines.sheets import is_sheet

    if is_sheet(after):
        changed = difference_with(call, content(before), after)
    else:
        changed = compare(prove(content(before), str(before)), prove(content(after), str(after)))
    if changed is None:
        output.note(told("cli.diff.unreadable"))
        raise SystemExit(UNUSABLE)
    if call.as_json:
        output.document(changed.as_document())
        return
    for line in differences(changed.as_document(), call.language):
        click.echo(line)
    if changed.empty:
        click.echo(told("cli.diff.empty"))


@click.command(help=told("cli.apply"))
@PLAN
@click.option("--author", default="operator", help=told("cli.apply.author"))
@click.option("--reason", default="plan", help=told("cli.apply.reason"))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help=told("cli.apply.on"))
@click.pass_obj
def apply(call: Call, plan: Path, author: str, reason: str, day: datetime | None) -> None:
    """Make a plan the plan in force. Never asks anything."""
    from jalon.assembly import house
    from jalon.routines import planning
    from jalon.routines.sheets import is_sheet

    data = content(plan)
    house(call.home)
    if is_sheet(plan):
        from jalon.cli.sheets import apply_sheet

        own = workspace_of(call)
        _told_applied(call, apply_sheet(call, plan, own, author, reason, day.date() if day else _today(own.timezone)))
        return
    proved = planning.prove(data, str(plan))
    if proved.reading.plan is None or proved.report.counts["error"]:
        document = proved.report.as_document(lambda finding: say(finding, call.language))
        if call.as_json:
            output.document({"contract": 1, "applied": False, **document})
        else:
            found = document["findings"]
            output.findings(found if isinstance(found, list) else [], call.language)
            output.note(told("cli.apply.refused"))
        raise SystemExit(UNUSABLE if proved.reading.plan is None else FINDINGS)
    workspace = _workspace(call, data)
    today = day.date() if day else _today(workspace.timezone)
    _told_applied(call, planning.apply(data, str(plan), workspace, author, reason, today, datetime.now(UTC)))


def _told_applied(call: Call, done: Applied) -> None:
    """What applying a plan did."""
    number = done.revision.number if done.revision else 0
    if call.as_json:
        changed = done.changed.as_document() if done.changed else None
        output.document({"contract": 1, "applied": True, "new": done.new, "revision": number, "difference": changed})
        return
    for line in differences(done.changed.as_document(), call.language) if done.changed else []:
        click.echo(line)
    click.echo(told("cli.apply.done" if done.new else "cli.apply.same", revision=str(number)))


@click.command(help=told("cli.export"))
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), default=None, help=told("cli.export.output"))
@click.option("--sheet", type=click.Path(path_type=Path), default=None, help=told("cli.export.sheet"))
@click.option("--only", default="kpis", help=told("cli.export.only"))
@click.pass_obj
def export(call: Call, target: Path | None, sheet: Path | None, only: str) -> None:
    """Write the plan in force back, as it was applied: comments and order kept; or as a spreadsheet."""
    from jalon.assembly import house
    from jalon.routines import planning

    house(call.home)
    workspace = workspace_of(call)
    revision = planning.export(workspace)
    if revision is None:
        output.note(told("refresh.no_plan"))
        raise SystemExit(UNUSABLE)
    if sheet is not None:
        from jalon.cli.sheets import export_sheet

        export_sheet(call, revision, _today(workspace.timezone), sheet, only)
    elif target is None:
        click.echo(revision.document, nl=False)
    else:
        target.write_text(revision.document, encoding="utf-8", newline="")
        output.note(told("cli.export.done", file=str(target), revision=str(revision.number)))


def workspace_of(call: Call):  # type: ignore[no-untyped-def]  # the record's own type, imported late
    """The workspace asked for, or the only one; else a clear end with status 2."""
    from jalon.records import workspaces

    found = workspaces.found(call.workspace)
    if found is None:
        known = ", ".join(one.slug for one in workspaces.every())
        output.note(told("cli.workspace.unknown", asked=call.workspace or "–", known=known or "–"))
        raise SystemExit(UNUSABLE)
    return found


def _workspace(call: Call, data: bytes):  # type: ignore[no-untyped-def]  # the record's own type, imported late
    """The plan's own workspace, made at its first application."""
    from jalon.plan.document import read_plan
    from jalon.records import workspaces

    plan = read_plan(data, "plan").plan
    assert plan is not None  # noqa: S101  # proved readable just before
    slug = (call.workspace or plan.company.id).lower()
    if not _SLUG.fullmatch(slug):
        output.note(told("cli.workspace.malformed", asked=slug))
        raise SystemExit(UNUSABLE)
    company = plan.company
    name = company.name.in_language(plan.languages[0])
    return workspaces.found(slug) or workspaces.create(slug, name, company.timezone, company.currency)


def _today(timezone: str) -> date:
    """Today where the company lives: read once, here."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(timezone)).date()

"""`report`: the published scorecard as a page that leaves the house."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jalon.cli import output
from jalon.cli.entry import FINDINGS, UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.cli.steering import AS_OF

ENDINGS = ("html", "pdf", "pptx", "xlsx", "png")


@click.group(help=told("cli.report"))
def report() -> None:
    """Reports."""


@report.command(help=told("cli.report.codir"))
@click.option("-o", "out", type=click.Path(path_type=Path, dir_okay=False), default=None, help=told("cli.report.out"))
@click.option("--format", "form", type=click.Choice(ENDINGS), default=None, help=told("cli.report.format"))
@AS_OF
@click.pass_obj
def codir(call: Call, out: Path | None, form: str | None, as_of: datetime | None) -> None:
    """One page, in one form; with `--json`, what it says."""
    from jalon.assembly import house
    from jalon.routines import reporting

    here = house(call.home)
    workspace = workspace_of(call)
    ending = form or (out.suffix.lstrip(".").lower() if out else "")
    if ending not in ENDINGS and not call.as_json:
        output.note(told("cli.report.which"))
        raise SystemExit(UNUSABLE)
    try:
        page = reporting.codir_page(workspace, here.post().address, call.language, as_of.date() if as_of else None)
    except reporting.Incomplete as fault:
        for objective, lack in fault.lacking:
            output.note(told("report.lacking", objective=objective, lack=told(f"report.lack.{lack}")))
        raise SystemExit(FINDINGS) from fault
    if page is None:
        output.note(told("cli.show.none"))
        raise SystemExit(UNUSABLE)
    if call.as_json:
        output.document(page.as_document())
    if ending in ENDINGS:
        where = out or Path(f"codir-{workspace.slug}-{page.day_iso}.{ending}")
        where.write_bytes(_made(page, ending))
        output.note(told("cli.report.written", file=str(where)))


def _made(page: object, ending: str) -> bytes:
    from jalon.reports.codir.forms import FORMS
    from jalon.reports.codir.page import Page
    from jalon.reports.codir.printed import Missing

    assert isinstance(page, Page)  # noqa: S101  # made by the routine above
    try:
        return FORMS[ending].make(page)
    except Missing as fault:
        key = "report.missing.system" if fault.system else "report.missing"
        output.note(told(key, system=fault.system))
        raise SystemExit(UNUSABLE) from fault


@report.command(help=told("cli.report.review"))
@AS_OF
@click.pass_obj
def review(call: Call, as_of: datetime | None) -> None:
    """The agenda of the week, what was said of each point, what was promised."""
    from jalon.assembly import house
    from jalon.routines import reporting

    house(call.home)
    document = reporting.review_document(workspace_of(call), call.language, as_of.date() if as_of else None)
    if document is None:
        output.note(told("cli.show.none"))
        raise SystemExit(UNUSABLE)
    if call.as_json:
        output.document(document)
        return
    points, promises = document["points"], document["promises"]
    for number, point in enumerate(points if isinstance(points, list) else [], 1):
        click.echo(
            click.style(f"{number}. {point['title']}", bold=True) + f" · {point['owner']} · {point['minutes']} min"
        )
        click.echo(f"   {point['text']}")
        for line in point["said"]:
            click.echo(f"   - {_said(line)}" if line["text"] else f"   - {told('cli.report.passed')}")
    click.echo(told("cli.report.on_course", count=str(document["passed"])))
    for line in promises if isinstance(promises, list) else []:
        mark = told("cli.report.kept" if line["kept"] else "cli.report.open")
        click.echo(f"{mark} {_said(line)}")


def _said(line: dict[str, object]) -> str:
    who = f" ({line['person']}{', ' + str(line['due']) if line['due'] else ''})" if line["person"] else ""
    return f"{line['text']}{who}"

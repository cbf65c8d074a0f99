"""`read`, `import`, `undo`: what files are, what they would change, and giving it back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from jalon.cli import output
from jalon.cli.entry import DONE, FINDINGS, UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.wording import day, number

Command = TypeVar("Command", bound=Callable[..., object])
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


def answering(command: Command) -> Command:
    """The options by which a person answers what a file cannot tell."""
    options = [
        click.option("--currency", default=None, help=told("cli.read.currency")),
        click.option("--period", default=None, help=told("cli.read.period")),
        click.option("--timezone", default=None, help=told("cli.read.timezone")),
        click.option("--account", default=None, help=told("cli.read.account")),
        click.option("--tool", default=None, help=told("cli.read.tool")),
        click.option("--filter", "filters", multiple=True, help=told("cli.read.filter")),
        click.option("--as", "as_format", default=None, help=told("cli.read.as")),
        click.option("--day-first/--month-first", "day_first", default=None, help=told("cli.read.day_first")),
        click.option("--accept", "accepted", multiple=True, help=told("cli.read.accept")),
        click.option("--extracted-at", default=None, help=told("cli.read.extracted_at")),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def answers_of(given: dict[str, object]):  # type: ignore[no-untyped-def]  # imported late: reading is not needed for help
    """The options as answers; what cannot be understood ends with status 2."""
    from jalon.sources.reading.answers import Answers
    from jalon.sources.reading.days import stated_period

    period_text, moment = given.get("period"), given.get("extracted_at")
    period = stated_period(str(period_text).replace("..", " - ")) if period_text else None
    try:
        extracted = datetime.fromisoformat(str(moment).replace("Z", "+00:00")) if moment else None
    except ValueError:
        extracted = None
    if (period_text and period is None) or (moment and extracted is None):
        wrong = period_text if period_text and period is None else moment
        output.note(told("cli.read.misunderstood", value=str(wrong)))
        raise SystemExit(UNUSABLE)
    pairs = [str(one).partition("=") for one in _many(given, "filters")]
    return Answers(
        currency=_one(given, "currency"),
        period=period,
        timezone=_one(given, "timezone"),
        account=_one(given, "account"),
        tool=_one(given, "tool"),
        filters={name: value for name, _, value in pairs},
        as_format=_one(given, "as_format"),
        day_first=bool(given["day_first"]) if given.get("day_first") is not None else None,
        accepted=frozenset(str(code) for code in _many(given, "accepted")),
        extracted_at=extracted if extracted is None or extracted.tzinfo else extracted.replace(tzinfo=UTC),
    )


def _one(given: dict[str, object], name: str) -> str | None:
    return str(given[name]) if given.get(name) else None


def _many(given: dict[str, object], name: str) -> tuple[object, ...]:
    value = given.get(name)
    return value if isinstance(value, tuple) else ()


@click.command(help=told("cli.read"))
@FILES
@answering
@click.pass_obj
def read(call: Call, /, files: tuple[Path, ...], **given: object) -> None:
    """Recognise and summarise, store nothing."""
    from jalon.assembly import House

    report = House(call.home).door().read(files, answers_of(given))
    document = report.as_document()
    if call.as_json:
        output.document(document)
    else:
        show_files(document, call.language)
    raise SystemExit(report.exit_status)


def show_files(document: dict[str, object], language: str) -> None:
    """What each file is, in a few lines, and what was left at its door."""
    from jalon.wording.imports import dropped

    listed = document.get("files")
    for file in listed if isinstance(listed, list) else []:
        head = click.style(str(file["path"]), bold=True)
        click.echo(f"{head}  {told('cli.read.' + file['status'])}  {file['format'] or ''}")
        for table in file["tables"]:
            period = table["period"]
            days = f"{day(period[0], language)} – {day(period[1], language)}" if period else "–"
            click.echo(f"  {table['cut']}  {told('cli.read.rows', rows=number(table['rows'], language), days=days)}")
            for name, measure in table["measures"].items():
                total = measure.get("total")
                shown = number(total, language) if total is not None else "–"
                click.echo(f"    {name:<28} {shown:>18} {measure['unit']}")
            for kind, share in table["coverage"].items():
                if kind != "reference":
                    click.echo(f"    {told('cli.read.coverage', measure=kind, share=share)}")
        for sentence in dropped(file["dropped"], language):
            click.echo(f"  {sentence}")
        output.findings(
            [{**f, "subject": "file", "place": {"line": f["line"], "column": f["column"]}} for f in file["findings"]],
            language,
        )


@click.command("import", help=told("cli.import"))
@FILES
@click.option("--yes", is_flag=True, help=told("cli.import.yes"))
@answering
@click.pass_obj
def import_(call: Call, /, files: tuple[Path, ...], yes: bool, **given: object) -> None:
    """Show what files would change, then keep them unless an error or a question is left."""
    from jalon.assembly import house
    from jalon.routines import importing

    here = house(call.home)
    workspace = workspace_of(call)
    engine, now = here.engine(workspace), datetime.now(UTC)
    shown = importing.preview(list(files), here.door(workspace).read, answers_of(given), engine, now, "operator")
    weighed = _weighed(shown, workspace, here)
    if not call.as_json:
        show_files(shown.report.as_document(), call.language)
        show_difference(shown, weighed, call.language)
    status = shown.report.exit_status
    keep = shown.ready and status == DONE
    if keep and not yes and not call.as_json and sys.stdin.isatty():
        keep = click.confirm(told("cli.import.ask"), err=True)
    kept = importing.commit(shown, engine, workspace, now) if keep else []
    if call.as_json:
        from jalon.routines.weighing import document

        output.document(document(shown, kept, weighed))
    elif keep:
        written = [one for one in kept if one.commit.written]
        click.echo(told("cli.import.done", parts=str(len(written)), same=str(len(kept) - len(written))))
        for one in written:
            click.echo(f"  {one.commit.import_id[:12]}  {one.commit.cut.text}")
    else:
        output.note(told("cli.import.not_kept"))
    raise SystemExit(status if status != DONE else DONE if keep or not shown.parts else FINDINGS)


def _weighed(shown, workspace, here) -> Any:  # type: ignore[no-untyped-def]  # a Preview, a House, imported late
    """What keeping would do to today's standings, where the company is; None without a plan in force."""
    from zoneinfo import ZoneInfo

    from jalon.routines import weighing

    today = datetime.now(ZoneInfo(workspace.timezone)).date()
    return weighing.effects(shown, workspace, here.engine(workspace), lambda: here.trial(workspace), today)


def show_difference(shown, weighed, language: str) -> None:  # type: ignore[no-untyped-def]  # a Preview, imported late
    """What keeping would change: days, measures, days left to a newer export, standings."""
    from jalon.wording import imports

    for part in shown.parts:
        said = part.difference.as_document()
        click.echo(click.style(part.load.cut.text, bold=True))
        for sentence in imports.effects(said, language):
            click.echo(f"  {sentence}")
        if said["changes"]:
            heads = [told(f"cli.import.{name}") for name in ("measure", "before", "restated", "after", "move")]
            click.echo(_columns(*heads))
        for change in part.difference.changes:
            one = change.as_document()
            figures = [imports.figure(one, name, language) for name in ("before", "restated", "after")]
            click.echo(_columns(imports.measure(one, language), *figures, imports.move(one, language)))
        effect = weighed.get(part.load.import_id) if weighed is not None else None
        if effect is not None:
            names = {kpi.id: kpi.name.in_language(language) for kpi in effect.kpis}
            for sentence in imports.standings(effect.as_document(), names, language):
                click.echo(f"  {told('cli.import.effect', said=sentence)}")


def _columns(*cells: str) -> str:
    name, *figures = cells
    return f"    {name[:34]:<34} " + " ".join(f"{figure:>16}" for figure in figures[:-1]) + f"  {figures[-1]}"


@click.command(help=told("cli.undo"))
@click.argument("import_id", required=False)
@click.option("--reason", default="", help=told("cli.undo.reason"))
@click.pass_obj
def undo(call: Call, import_id: str | None, reason: str) -> None:
    """Take an import back; without an id, list the latest."""
    from jalon.assembly import house
    from jalon.routines import importing
    from jalon.wording import imports

    here = house(call.home)
    workspace = workspace_of(call)
    if import_id is None:
        list_imports(call, workspace)
        return
    done = importing.undo(import_id, here.engine(workspace), workspace, datetime.now(UTC), "operator", reason)
    if isinstance(done, importing.NotUndone):
        since = day(done.since.isoformat(), call.language) if done.since else ""
        output.note(told(f"cli.undo.{done.why}", id=import_id, day=since))
        raise SystemExit(UNUSABLE)
    said = done.difference.as_document()
    if call.as_json:
        undone = {"undone": done.import_id, "cut": done.cut.text, "version": done.version, "difference": said}
        output.document({"contract": 1, **undone})
        return
    click.echo(told("cli.undo.done", cut=done.cut.text))
    for sentence in imports.effects(said, call.language):
        click.echo(f"  {sentence}")


def list_imports(call: Call, workspace) -> None:  # type: ignore[no-untyped-def]  # a Workspace, imported late
    """The latest imports with the beginning of their id, which is enough to undo one."""
    from jalon.records import loads

    listed = loads.recent(workspace)
    if call.as_json:
        output.document({"contract": 1, "imports": [one.as_document() for one in listed]})
        return
    click.echo(told("cli.undo.listed" if listed else "cli.undo.none"))
    for one in listed:
        first, last = (day(d, call.language) if d else "–" for d in (one.first_day, one.last_day))
        gone = f"  ({told('cli.undo.undone', day=day(one.undone.isoformat(), call.language))})" if one.undone else ""
        click.echo(f"  {one.import_id[:12]}  {first} – {last}  {one.file_name}  {one.cut}{gone}")

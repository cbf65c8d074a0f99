"""`describe`, `formats`: what the columns of an unknown file are, said once and kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from jalon.cli import output
from jalon.cli.entry import DONE, FINDINGS, UNUSABLE, Call
from jalon.cli.files import answering, answers_of, show_files
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.wording import day, number


@click.command(help=told("cli.describe"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--with", "choice_file", type=click.Path(path_type=Path), default=None, help=told("cli.describe.with"))
@click.option("--save", is_flag=True, help=told("cli.describe.save"))
@click.option("--header-line", type=click.IntRange(1), default=None, help=told("cli.describe.header"))
@click.option("-o", "written", type=click.Path(path_type=Path), default=None, help=told("cli.describe.output"))
@answering
@click.pass_obj
def describe(
    call: Call,
    /,
    file: Path,
    choice_file: Path | None,
    save: bool,
    header_line: int | None,
    written: Path | None,
    **given: object,
) -> None:
    """Propose a choice of columns, or read the file by one and keep it."""
    if choice_file is None:
        raise SystemExit(_proposed(call, file, header_line, written))
    from jalon.assembly import House
    from jalon.routines import describing
    from jalon.sources.reading.report import ReadReport

    choice = _choice(choice_file)
    here = House(call.home)
    noted = describing.propose(file, here.door(), header_line).findings if save else ()
    wrong, report = describing.attempt(file, choice, answers_of(given), here.door(), here.formats())
    if report is None:
        _say(call, {"contract": 1, "read": None, "findings": _documents(wrong)})
        raise SystemExit(UNUSABLE)
    saved = None
    if save and report.importable:
        from jalon.assembly import house

        house(call.home)
        saved = describing.keep(workspace_of(call), choice, "operator", datetime.now(UTC))
    document = ReadReport((report,)).as_document()
    if call.as_json:
        output.document({"contract": 1, "read": document, "saved": saved, "findings": _documents(noted)})
    else:
        output.findings(_documents(noted), call.language)
        show_files(document, call.language)
        if saved:
            click.echo(told("cli.describe.saved", format=saved))
    raise SystemExit(DONE if report.importable else FINDINGS)


@click.command(help=told("cli.formats"))
@click.option("--retire", "retired", default=None, metavar="FORMAT", help=told("cli.formats.retire"))
@click.pass_obj
def formats(call: Call, retired: str | None) -> None:
    """The formats of a workspace's own, or one less."""
    from jalon.assembly import house
    from jalon.routines import describing

    house(call.home)
    place = workspace_of(call)
    if retired is not None and not describing.retire(place, retired, "operator", datetime.now(UTC)):
        output.note(told("cli.formats.unknown", format=retired))
        raise SystemExit(UNUSABLE)
    own = describing.own_formats(place)
    if call.as_json:
        output.document({"contract": 1, "retired": retired, "formats": [one.as_document() for one in own]})
        return
    if retired is not None:
        click.echo(told("cli.formats.retired", format=retired))
    for one in own:
        columns, written = number(one.columns, call.language), day(one.written.date(), call.language)
        click.echo(told("cli.formats.line", format=one.id, columns=columns, author=one.author, day=written))
    if not own:
        click.echo(told("cli.formats.none"))


def _proposed(call: Call, file: Path, line: int | None, written: Path | None) -> int:
    from jalon.assembly import House
    from jalon.routines import describing

    proposal = describing.propose(file, House(call.home).door(), line)
    if proposal.shape is None:
        _say(call, {"contract": 1, "choice": None, "findings": _documents(proposal.findings)})
        return UNUSABLE
    choice = proposal.choice.as_document()
    if written is not None:
        _yaml().dump(choice, written)
    if call.as_json:
        output.document(
            {
                "contract": 1,
                "header_line": proposal.shape.line,
                "choice": choice,
                "findings": _documents(proposal.findings),
            }
        )
        return DONE
    output.findings(_documents(proposal.findings), call.language)
    rows = number(proposal.shape.rows, call.language)
    click.echo(told("cli.describe.proposed", rows=rows, line=str(proposal.shape.line)))
    for column in proposal.shape.columns:
        guess = "" if column.sure else click.style(f"  ({told('cli.describe.guess')})", fg="yellow")
        role = proposal.choice.columns[column.header]
        click.echo(f"  {column.header:<32} {role:<28} {' · '.join(column.samples)}{guess}")
    output.note(told("cli.describe.next", file=str(file), choice=str(written or "choice.yaml")))
    return DONE


def _choice(path: Path):  # type: ignore[no-untyped-def]  # a mapping.Choice, imported late
    from ruamel.yaml.error import YAMLError

    from jalon.sources.reading.mapping import Choice

    try:
        said = _yaml().load(path)
    except (YAMLError, OSError, UnicodeDecodeError):
        said = None
    if not isinstance(said, dict):
        output.note(told("cli.describe.bad_choice", file=str(path)))
        raise SystemExit(UNUSABLE)
    return Choice.of(said)


def _yaml() -> Any:
    from ruamel.yaml import YAML

    made = YAML(typ="safe")
    made.default_flow_style = False
    made.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # the columns in the file's order
    made.allow_unicode = True
    return made


def _documents(findings) -> list[dict[str, object]]:  # type: ignore[no-untyped-def]  # Findings, imported late
    from jalon.sources.reading.report import finding_document

    return [{**finding_document(one), "subject": "file", "place": {"line": one.place.line}} for one in findings]


def _say(call: Call, document: dict[str, object]) -> None:
    if call.as_json:
        output.document(document)
    else:
        found = document["findings"]
        output.findings(found if isinstance(found, list) else [], call.language)

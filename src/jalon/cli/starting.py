"""`start`: from exports to a draft plan."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import click

from jalon.cli import output
from jalon.cli.entry import DONE, UNUSABLE, Call
from jalon.cli.files import answering, answers_of
from jalon.cli.language import told
from jalon.wording import day, known, money, phrase, quantity

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
OLD_DAYS = 60
"""From here, a row says until when its tool told anything."""


@click.command(help=told("cli.start"))
@FILES
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), default=None, help=told("cli.start.output"))
@click.option("--force", is_flag=True, help=told("cli.start.force"))
@click.option("--owner", "owners", multiple=True, help=told("cli.start.owner"))
@click.option("--director", default=None, help=told("cli.start.director"))
@click.option("--company", default=None, help=told("cli.start.company"))
@click.option("--company-currency", default=None, help=told("cli.start.company_currency"))
@click.option("--company-timezone", default="Europe/Paris", show_default=True, help=told("cli.start.timezone"))
@click.option("--year", type=click.IntRange(2000, 2100), default=None, help=told("cli.start.year"))
@click.option("--brand", multiple=True, help=told("cli.start.brand"))
@answering
@click.pass_obj
def start(call: Call, /, files: tuple[Path, ...], target: Path | None, force: bool, **given: object) -> None:
    """Read exports, find channels and baselines, write a draft plan. Keeps nothing else."""
    from jalon.assembly import House, engine_in
    from jalon.routines import starting
    from jalon.scorecard.starting.draft import Answers

    if target is not None and target.exists() and not force:
        output.note(told("cli.start.exists", file=str(target)))
        raise SystemExit(UNUSABLE)
    owners = _owners(given)
    today = _today(str(given["company_timezone"]))
    with tempfile.TemporaryDirectory(prefix="jalon-start-") as aside:
        engine = engine_in(Path(aside))
        report = starting.gather(
            starting.every_file(files), House(call.home).door().read, answers_of(given), engine, datetime.now(UTC)
        )
        _say_left_out(call, report)
        named = (_one(given, "company"), _one(given, "company_currency"), str(given["company_timezone"]))
        company = starting.company_of(engine, *named, call.language)
        year = given.get("year")
        period = starting.year_of_plan(today, year if isinstance(year, int) else None)
        looked = starting.look(engine, company, period, today, _many(given, "brand"))
        if looked is None:
            output.note(told("cli.start.nothing"))
            raise SystemExit(UNUSABLE)
        owners = _known(owners, looked)
        talking = sys.stdin.isatty() and sys.stderr.isatty() and not call.as_json
        if talking:
            _show_channels(call, looked, err=True)
            owners, given["director"] = _asked(call, looked, owners, _one(given, "director"))
        answers = Answers(owners, _one(given, "director"), _many(given, "brand"))
        written = starting.write(starting.propose(looked, engine, answers), looked, call.language, report)
    _deliver(call, written, looked, report, target, shown=talking)
    raise SystemExit(DONE)


def _deliver(call: Call, written, looked, report, target: Path | None, *, shown: bool) -> None:  # type: ignore[no-untyped-def]  # routines' types, imported late
    """Write the plan where it was asked for; say what was found and what is left to complete."""
    if target is not None:
        target.write_text(written.text, encoding="utf-8", newline="\n")
    if call.as_json:
        output.document(_document(written, looked, report, target))
        return
    if target is None:
        click.echo(written.text, nl=False)
        return
    if not shown:
        _show_channels(call, looked, err=False)
    _show_areas(call, written.draft)
    counts = written.proved.report.counts
    said = {"todo": str(counts["todo"]), "warning": str(counts["warning"])}
    click.echo("\n" + told("cli.start.written", file=str(target), **said))


def _document(written, looked, report, target: Path | None) -> dict[str, object]:  # type: ignore[no-untyped-def]  # routines' types, imported late
    from jalon.routines.starting import kept_tables
    from jalon.scorecard.starting.document import CONTRACT, draft_document

    files = [
        {
            "path": file.path,
            "status": file.status,
            "tool": file.tool,
            "format": file.format,
            "used": kept_tables(report, file.path),
            "findings": [{"code": one.code, "severity": str(one.severity)} for one in file.findings],
        }
        for file in report.files
    ]
    return {
        "contract": CONTRACT,
        "plan": str(target) if target else None,
        "days": [looked.span.start.isoformat(), looked.span.end.isoformat()],
        "currencies": list(looked.currencies),
        "files": files,
        **draft_document(written.draft, looked.places),
        "lint": dict(written.proved.report.counts),
        "document": written.text,
    }


def _say_left_out(call: Call, report) -> None:  # type: ignore[no-untyped-def]  # a ReadReport, imported late
    """Files that are no export, or that ask something first: named with the reason, on standard error."""
    from jalon.findings import Severity
    from jalon.routines.starting import kept_tables
    from jalon.wording import say

    for file in report.files:
        if kept_tables(report, file.path):
            continue
        output.note(told("cli.start.left", file=file.path))
        for one in file.findings:
            if one.severity is Severity.ERROR:
                finding = {"code": one.code, "subject": "file", "details": one.details}
                output.note(f"  {one.code}  {say(finding, call.language)}")


def _show_channels(call: Call, looked, err: bool) -> None:  # type: ignore[no-untyped-def]  # routines' types, imported late
    """Each channel in one line: spend, visits, where it starts from."""
    active = [one for one in looked.channels if one.active]
    span = {"first": day(looked.span.start, call.language), "last": day(looked.span.end, call.language)}
    key = "cli.start.found.one" if len(active) == 1 else "cli.start.found"
    click.echo(click.style(told(key, count=str(len(active)), **span), bold=True), err=err)
    for one in looked.channels:
        name = one.channel.name.in_language(call.language)
        click.echo(f"  {name:<24} {' · '.join(_facts(one, looked, call.language))}", err=err)
    for left in looked.places.unplaced:
        tool = f"tool.{left.tool}"
        called = phrase(tool, call.language) if known(tool, call.language) else left.tool
        shown = quantity(str(left.amount.value), left.amount.unit, call.language)
        amount = phrase(f"activity.{left.measure}", call.language, {"value": shown})
        click.echo("  " + told("cli.start.unplaced", value=left.value, tool=called, amount=amount), err=err)


def _facts(one, looked, language: str) -> list[str]:  # type: ignore[no-untyped-def]  # a FoundChannel, imported late
    if not one.active:
        return [told("cli.start.row.stopped", last=day(one.active_until, language) if one.active_until else "–")]
    said = []
    if one.spend is not None:
        said.append(told("cli.start.row.spend", spend=money(one.spend.value, one.spend.unit, language)))
    if one.sessions is not None:
        visits = quantity(str(one.sessions.value), "count", language)
        said.append(phrase("activity.sessions", language, {"value": visits}))
    start = one.headline.start if one.headline else None
    if one.headline is not None and start is not None and one.headline.name != "sessions":
        value = quantity(start.amount.value, start.amount.unit, language)
        days = {"first": day(start.amount.period.start, language), "last": day(start.amount.period.end, language)}
        said.append(told("cli.start.row.start", value=value, name=one.headline.label.in_language(language), **days))
    if one.last_day is not None and (looked.span.end - one.last_day).days > OLD_DAYS:
        said.append(told("cli.start.row.old", last=day(one.last_day, language)))
    return said or [told("cli.start.row.none")]


def _show_areas(call: Call, draft) -> None:  # type: ignore[no-untyped-def]  # a Draft, imported late
    """The areas proposed with their names, and the money that nobody answers for."""
    from jalon.scorecard.starting.found import spent, year_known

    click.echo("")
    for one in draft.areas:
        template = one.area.template
        role = template.name.in_language(call.language) if template else ""
        kind = "none" if template is None else "combined" if one.area.combined else "single"
        name = template.kra_name if template else one.area.channels[0].channel.name
        said = {
            "name": name.in_language(call.language),
            "owner": one.area.owner or told("cli.start.area.nobody"),
            "role": told(f"cli.start.area.{kind}", role=role),
        }
        click.echo("  " + told("cli.start.area", **said))
    for unit, total in spent(draft.unnamed).items():
        key = "cli.start.money" if year_known(draft.unnamed) else "cli.start.money_known"
        click.echo(told(key, amount=money(total, unit, call.language)))


def _owners(given: Mapping[str, object]) -> dict[str, str]:
    """`CHANNEL=NAME` pairs; what is none ends with status 2."""
    found: dict[str, str] = {}
    for text in _many(given, "owners"):
        channel, separator, name = text.partition("=")
        if not separator or not channel.strip() or not name.strip():
            output.note(told("cli.start.malformed", asked=text))
            raise SystemExit(UNUSABLE)
        found[channel.strip()] = name.strip()
    return found


def _known(owners: Mapping[str, str], looked) -> dict[str, str]:  # type: ignore[no-untyped-def]  # routines' types, imported late
    """Names by channel id; a channel may be called by another of its names. One that is not there: status 2."""
    from jalon.catalogue import channel_called

    there = [one.id for one in looked.channels if one.active]
    found: dict[str, str] = {}
    for asked, name in owners.items():
        meant = channel_called(asked)
        channel = asked if asked in there or meant is None else meant.id
        if channel not in there:
            output.note(told("cli.start.unknown_channel", asked=asked, known=", ".join(there)))
            raise SystemExit(UNUSABLE)
        found[channel] = name
    return found


def _asked(call: Call, looked, owners: Mapping[str, str], director: str | None):  # type: ignore[no-untyped-def]  # routines' types, imported late
    """On a terminal: one question a channel, answered by a name or by Enter."""
    named = dict(owners)
    for one in looked.channels:
        if one.active and one.id not in named:
            question = told("cli.start.ask", channel=one.channel.name.in_language(call.language))
            named[one.id] = _answer(question)
    if director is None:
        director = _answer(told("cli.start.ask_director"))
    return named, director or None


def _answer(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True)).strip()


def _one(given: Mapping[str, object], name: str) -> str | None:
    return str(given[name]).strip() or None if given.get(name) else None


def _many(given: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = given.get(name)
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()


def _today(timezone: str) -> date:
    """Today where the company lives: read once, here."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(timezone)).date()

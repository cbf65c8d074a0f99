"""`refresh` and `show`: publish the day's scorecard, and read it in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from jalon.cli import output
from jalon.cli.entry import UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.quantities import spoken
from jalon.wording import day as worded_day
from jalon.wording import effects, quantity, reason, refusal, response, shift, standing

if TYPE_CHECKING:
    from jalon.records.workspaces import Workspace

DASH = "–"
"""Stands where a value is refused; `show ID` says why."""

_COLOURS = {
    "on_course": "green",
    "quiet": "green",
    "watch": "yellow",
    "amber": "yellow",
    "off_course": "red",
    "red": "red",
}
AS_OF = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help=told("cli.as_of"))


@click.command(help=told("cli.refresh"))
@AS_OF
@click.pass_obj
def refresh(call: Call, as_of: datetime | None) -> None:
    """Compute and publish the scorecard of a day; data findings never set the exit status."""
    from zoneinfo import ZoneInfo

    from jalon.assembly import house
    from jalon.routines import refreshing

    here = house(call.home)
    workspace = workspace_of(call)
    today = datetime.now(ZoneInfo(workspace.timezone)).date()
    on = as_of.date() if as_of else today
    if on > today:
        output.note(told("cli.refresh.future", day=worded_day(on, call.language)))
        raise SystemExit(UNUSABLE)
    done = refreshing.refresh(workspace, here.engine(workspace), on, datetime.now(UTC))
    if isinstance(done, refreshing.NothingToRefresh):
        output.note(told(done.reason))
        raise SystemExit(UNUSABLE)
    document = done.scorecard.as_document()
    if call.as_json:
        output.document(document)
    else:
        print_scorecard(document, call.language)


@click.command(help=told("cli.show"))
@click.argument("name", required=False)
@AS_OF
@click.option("--by", default=None, help=told("cli.show.by"))
@click.option("--grain", type=click.Choice(["day", "week", "month"]), default=None, help=told("cli.show.grain"))
@click.pass_obj
def show(call: Call, name: str | None, as_of: datetime | None, by: str | None, grain: str | None) -> None:
    """Read the published scorecard: whole, or one thing by its id, or a closer look at one number."""
    from jalon.assembly import house
    from jalon.records import scorecards

    here = house(call.home)
    workspace = workspace_of(call)
    published = scorecards.latest(workspace, as_of.date() if as_of else None)
    if published is None:
        output.note(told("cli.show.none"))
        raise SystemExit(UNUSABLE)
    document = dict(published.document)
    if name is None:
        output.document(document) if call.as_json else print_scorecard(document, call.language)
        return
    found = one_of(document, name) or decided(workspace, published.plan_revision, document, name)
    if found is None:
        output.note(told("cli.show.unknown", name=name))
        raise SystemExit(UNUSABLE)
    if by or grain:
        from jalon.cli.closer import look_closer

        look_closer(call, here.engine(workspace), workspace, published, found, by, grain)
        return
    output.document(found) if call.as_json else print_one(found, call.language)


def one_of(document: Mapping[str, object], name: str) -> dict[str, object] | None:
    """The row of an id, whatever its kind; `action:A01` where a kind is named."""
    wanted, separator, rest = name.partition(":")
    name = rest if separator else name
    for kind in ("objectives", "kras", "kpis", "kris", "sources", "events", "actions"):
        if separator and kind != f"{wanted}s":
            continue
        listed = document.get(kind)
        for row in listed if isinstance(listed, list) else []:
            if row.get("measured", row).get("id") == name:
                # An event has a kind of its own, which must not be lost.
                own = {"event_kind": row["kind"]} if kind == "events" else {}
                return {**row, **own, "kind": kind}
    return None


def decided(workspace: Workspace, revision: int, document: Mapping[str, object], name: str) -> dict[str, object] | None:
    """A decision of the plan that the scorecard was published under: `decision:D05`, or `D05`."""
    from jalon.plan.document import plan_in
    from jalon.records import plans
    from jalon.routines.arbitrating import document_of

    found = plans.numbered(workspace, revision)
    plan = plan_in(found.document) if found else None
    return document_of(plan, name.removeprefix("decision:"), document) if plan else None


def print_scorecard(document: Mapping[str, object], language: str) -> None:
    """Objectives, then each area with its KPIs and risks."""
    click.echo(click.style(told("cli.show.title", day=worded_day(str(document["as_of"]), language)), bold=True))
    for row in _rows(document, "objectives"):
        click.echo(_measured_line(row["measured"], language))
    for kra in _rows(document, "kras"):
        owner = str(kra["owner"] or "–")
        click.echo(
            f"\n{_mark(str(kra['standing']), language)}  {click.style(_name(kra, language), bold=True)} · {owner}"
        )
        for row in _rows(document, "kpis"):
            if row["kra"] == kra["id"]:
                click.echo("  " + _measured_line(row["measured"], language))
        for kri in _rows(document, "kris"):
            if kri["kra"] == kra["id"]:
                click.echo(f"    {_mark(str(kri['standing']), language)}  KRI {_name(kri, language)}")
    said = [
        f
        for f in _rows(document, "findings")
        if f["code"] in ("R019", "D002", "data.extracted_later", "data.stale_calendar")
    ]
    if said:
        click.echo("")
        output.findings(said, language)


def print_one(row: Mapping[str, object], language: str) -> None:
    """One thing with its reasons and its way back."""
    if row.get("kind") in ("sources", "events"):
        print_dated(row, language)
        return
    if row.get("kind") == "actions":
        for line in effects.told(row, language):
            click.echo(line)
        return
    if row.get("kind") == "decision":
        from jalon.cli.ruled import print_decision

        print_decision(row, language)
        return
    inner = row.get("measured", row)
    assert isinstance(inner, Mapping)  # noqa: S101  # the contract's own shape
    if "value" in inner:
        click.echo(_measured_line(inner, language))
    else:
        click.echo(f"{_mark(str(inner.get('standing', '')), language)}  {inner.get('id')}")
    for one in inner.get("reasons", ()):
        click.echo(f"  {_why(one, language)}")
    level = row.get("shift")
    if isinstance(level, Mapping) and "refused" not in level:
        click.echo(f"  {shift(level, language)}")
    for one in _rows(row, "responses"):
        click.echo(f"  {response(one, language)}")
    for name in ("formula", "due", "trajectory", "definition"):
        if inner.get(name):
            click.echo(f"  {told('cli.show.' + name)}: {inner[name]}")
    for source in inner.get("provenance", ()):
        click.echo(f"  {source['measure']} ← {source['cut']} ({source['last_day']})")


def print_dated(row: Mapping[str, object], language: str) -> None:
    """A source with the days to export again, or an event with who vouches for it."""
    from jalon.wording import imports, phrase

    def said(name: str, **values: str) -> str:
        return phrase(f"cli.show.{name}", language, values)

    if row["kind"] == "sources":
        last = worded_day(str(row["last_day"]), language) if row["last_day"] else DASH
        click.echo(said("source", id=str(row["id"]), day=last, owner=str(row["owner"] or DASH)))
        again = row.get("again")
        if isinstance(again, list) and again:
            click.echo(f"  {said('again', days=imports.stretches(again, language))}")
        elif row.get("next_from"):
            click.echo(f"  {said('next_from', day=worded_day(str(row['next_from']), language))}")
        return
    days = imports.stretches([[str(row["first_day"]), str(row["last_day"])]], language)
    kind = phrase(f"event.kind.{row['event_kind']}", language)
    click.echo(f"{_name(row, language)} · {kind} · {days}")
    vouched = phrase(f"event.confirmation.{row['confirmation']}", language)
    if row["to_verify"]:
        vouched = phrase("event.to_verify", language, {"said": vouched})
    click.echo(f"  {vouched} ({row['source']})")
    touches = row.get("touches")
    if isinstance(touches, list) and touches:
        click.echo(f"  {said('touches', names=', '.join(map(str, touches)))}")


def _why(one: Mapping[str, object], language: str) -> str:
    code = str(one["code"])
    if code.startswith("refused."):
        details = one.get("details")
        return refusal(
            {"refused": code.removeprefix("refused."), **(details if isinstance(details, Mapping) else {})}, language
        )
    return reason(one, language)


def _measured_line(row: object, language: str) -> str:
    assert isinstance(row, Mapping)  # noqa: S101  # the contract's own shape
    unit, value, target = str(row["unit"]), row["value"], row["target"]
    shown = DASH if isinstance(value, Mapping) else quantity(str(value), unit, language, compact=True)
    aim = f" / {quantity(str(target), unit, language, compact=True)}" if target is not None else ""
    colon = "\u00a0:" if language == "fr" else ":"
    return f"{_mark(str(row['standing']), language)}  {_name(row, language)}{colon} {shown}{aim}"


def _mark(code: str, language: str) -> str:
    return click.style(f"{standing(code, language):<18}", fg=_COLOURS.get(code))


def _name(row: Mapping[str, object], language: str) -> str:
    names = row["name"]
    assert isinstance(names, Mapping)  # noqa: S101  # the contract's own shape
    return spoken(names, language)


def _rows(document: Mapping[str, object], name: str) -> list[dict[str, object]]:
    listed = document.get(name)
    return listed if isinstance(listed, list) else []

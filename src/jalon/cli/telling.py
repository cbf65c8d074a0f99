"""`alerts` and `digest`: who was told of what, and the Monday mail as it would leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from jalon.cli import output
from jalon.cli.entry import UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of

if TYPE_CHECKING:
    from jalon.records.alerts import Alert


@click.command(help=told("cli.alerts"))
@click.option("--send", is_flag=True, help=told("cli.alerts.send"))
@click.pass_obj
def alerts(call: Call, send: bool) -> None:
    """The ledger, newest first; with `--send`, one round of telling before."""
    from jalon.assembly import house
    from jalon.records import alerts as ledger
    from jalon.routines import telling

    here = house(call.home)
    workspace = workspace_of(call)
    if send:
        done = telling.tell(workspace, here.post(), datetime.now(UTC))
        names = ("noted", "sent", "held", "failed", "waiting")
        output.note(told("cli.alerts.done", **{name: str(getattr(done, name)) for name in names}))
    found = ledger.every(workspace)
    if call.as_json:
        output.document({"contract": 1, "alerts": [one.as_document() for one in found]})
        return
    if not found:
        click.echo(told("cli.alerts.none"))
    for one in found:
        click.echo(_line(one, telling.letter(workspace, one, here.post().address, call.language), call.language))


def _line(alert: Alert, message: object, language: str) -> str:
    from jalon.wording import day, phrase

    title = getattr(message, "subject", alert.intent.subject)
    when = day(alert.intent.as_of, language)
    return f"{when:<14}{phrase(f'alert.state.{alert.state}', language):<20}{alert.intent.person:<12}{title}"


@click.command(help=told("cli.digest"))
@click.option("--person", default=None, help=told("cli.digest.person"))
@click.option("--html", "as_html", is_flag=True, help=told("cli.digest.html"))
@click.pass_obj
def digest(call: Call, person: str | None, as_html: bool) -> None:
    """Print the mails of a week without sending any, in each reader's language unless one is asked."""
    from jalon.assembly import house
    from jalon.routines import telling

    here = house(call.home)
    workspace = workspace_of(call)
    letters = telling.weekly_letters(workspace, here.post().address, person)
    if letters is None:
        output.note(told("cli.show.none"))
        raise SystemExit(UNUSABLE)
    if person and not letters:
        output.note(told("cli.digest.unknown", person=person))
        raise SystemExit(UNUSABLE)
    if call.as_json:
        shown = ("to", "name", "language", "subject", "text", "html")
        output.document({"contract": 1, "letters": [{n: getattr(one, n) for n in shown} for one in letters]})
        return
    for one in letters:
        if as_html:
            click.echo(one.html)
        else:
            click.echo(told("cli.digest.header", name=one.name, subject=one.subject))
            click.echo(f"\n{one.text}\n")

"""`signals`: early warnings of risks from the day they rise to their verdict."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from jalon.cli import output
from jalon.cli.entry import UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.wording import day, phrase, standing

CONTRACT = 1
VERDICTS = ("hit", "false_alarm", "averted")


@click.command(help=told("cli.signals"))
@click.argument("kri", required=False)
@click.option("--treat", is_flag=True, help=told("cli.signals.treat"))
@click.option("--close", "verdict", type=click.Choice(VERDICTS), default=None, help=told("cli.signals.close"))
@click.option("--why", default="", help=told("cli.signals.why"))
@click.option("--author", default="operator", help=told("cli.signals.author"))
@click.pass_obj
def signals(call: Call, kri: str | None, treat: bool, verdict: str | None, why: str, author: str) -> None:
    """List signals; with a KRI, treat or close its last one."""
    from jalon.assembly import house
    from jalon.records import risks

    house(call.home)
    workspace = workspace_of(call)
    kept = risks.of(workspace, kri)
    if treat or verdict is not None:
        if kri is None or not kept:
            output.note(told("signals.none"))
            raise SystemExit(UNUSABLE)
        now = datetime.now(UTC)
        today = now.astimezone(ZoneInfo(workspace.timezone)).date()
        refused = (
            risks.treat(kept[0], author, why, today, now)
            if verdict is None
            else risks.close(kept[0], verdict, author, why, today, now)
        )
        if refused:
            output.note(told(refused))
            raise SystemExit(UNUSABLE)
        kept = risks.of(workspace, kri)
    if call.as_json:
        output.document({"contract": CONTRACT, "signals": risks.document(kept)})
        return
    if not kept:
        click.echo(told("signals.none"))
    for one in kept:
        last = phrase(f"signal.verdict.{one.verdict}" if one.verdict else f"signal.state.{one.state}", call.language)
        click.echo(f"{day(one.opened, call.language)}  {standing(one.level, call.language)}  {one.kri}  {last}")

"""`backtest`: the judgements of a workspace replayed on its own past."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from jalon.cli import output
from jalon.cli.entry import UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.cli.steering import AS_OF
from jalon.wording import percent, phrase, quantity


@click.command(help=told("cli.backtest"))
@AS_OF
@click.pass_obj
def backtest(call: Call, as_of: datetime | None) -> None:
    """Replay the odds on days gone by, say how good they were, and keep it for the page on trust."""
    from jalon.assembly import house
    from jalon.records import scorecards
    from jalon.routines import backtesting
    from jalon.routines.refreshing import NothingToRefresh

    here = house(call.home)
    workspace = workspace_of(call)
    published = None if as_of else scorecards.latest(workspace)
    today = datetime.now(ZoneInfo(workspace.timezone)).date()
    on = as_of.date() if as_of else published.as_of if published else today
    with _bar() as step:
        done = backtesting.backtest(workspace, here.engine(workspace), on, datetime.now(UTC), step)
    if isinstance(done, NothingToRefresh):
        output.note(told(done.reason))
        raise SystemExit(UNUSABLE)
    if call.as_json:
        output.document(done.document)
    else:
        _said(done.document, call.language)


def _said(document: Mapping[str, object], language: str) -> None:
    _odds_said(document, language)
    _risks_said(document, language)


def _risks_said(document: Mapping[str, object], language: str) -> None:
    """Of each risk, whether its past proves a lead."""
    listed = document.get("risks")
    rows = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    proven = sum(row["verdict"] == "proven" for row in rows)
    copies = sum(row["copies"] is not None for row in rows)
    counts = {"proven": str(proven), "others": str(len(rows) - proven), "copies": str(copies)}
    click.echo(told("cli.backtest.risks", **counts))
    for row in rows:
        if row["verdict"] != "refused":
            facts = {"hits": str(row["hits"]), "judged": str(row["judged"])}
            facts["lead"] = quantity(str(round(float(str(row["median_lead"] or 0)))), "day", language)
            sentence = phrase(f"hindsight.{row['verdict']}", language, facts)
            click.echo(told("cli.backtest.risk", kri=str(row["id"]), sentence=sentence))


def _odds_said(document: Mapping[str, object], language: str) -> None:
    found = document["calibration"]
    if not isinstance(found, Mapping) or "refused" in found:
        click.echo(told("cli.backtest.nothing"))
        return
    click.echo(told("cli.backtest.replays", replays=str(document["replays"]), days=str(document["horizon_days"])))
    inside = {name: percent(str(document[name]), language) for name in ("inside80", "inside95")}
    click.echo(told("cli.backtest.bands", **inside))
    click.echo(told("cli.backtest.scores", brier=str(found["brier"]), error=str(found["error"])))
    bins = found["bins"]
    for row in bins if isinstance(bins, list) else []:
        said, reached = (percent(str(row[name]), language, 0) for name in ("said", "reached"))
        click.echo(told("cli.backtest.bin", said=said, reached=reached, count=str(row["count"])))
    published = document["published"]
    if isinstance(published, Mapping):
        told_of = {"closed": str(published["closed_targets"]), "needed": str(published["needed"])}
        click.echo(told("cli.backtest.closed", **told_of))


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; silence elsewhere. Always on standard error."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(told("cli.backtest.step"), total=1)
        yield lambda done, of: bar.update(task, completed=done, total=of)

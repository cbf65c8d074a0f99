"""`curves`, `budget`: what channels return, fitted on the facts; and where the next euro would go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from jalon.cli import output
from jalon.cli.entry import UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.cli.steering import AS_OF
from jalon.wording import budgets


@click.command(help=told("cli.curves"))
@click.argument("only", nargs=-1)
@AS_OF
@click.pass_obj
def curves(call: Call, only: tuple[str, ...], as_of: datetime | None) -> None:
    """Fit every result that money is asked to move, or those named; kept beside the earlier fits."""
    from jalon.assembly import house
    from jalon.records import scorecards
    from jalon.routines import budgeting, curving
    from jalon.routines.refreshing import NothingToRefresh

    here = house(call.home)
    workspace = workspace_of(call)
    published = None if as_of else scorecards.latest(workspace)
    today = datetime.now(ZoneInfo(workspace.timezone)).date()
    on = as_of.date() if as_of else published.as_of if published else today
    engine = here.engine(workspace)
    with _bar() as progress:
        done = curving.curve(workspace, engine, on, datetime.now(UTC), progress, only)
    if isinstance(done, NothingToRefresh):
        output.note(told(done.reason))
        raise SystemExit(UNUSABLE)
    found = budgeting.told_curves(workspace, on)
    if call.as_json:
        output.document({"contract": budgeting.CONTRACT, "fitted": list(done.fitted), "curves": found})
        return
    click.echo(told("cli.curves.done", fitted=str(len(done.fitted)), known=str(len(done.known))))
    for one in found:
        click.echo("\n" + click.style(budgets.result_name(one, call.language), bold=True))
        for line in budgets.fit_lines(one, call.language):
            click.echo(f"  {line}")


def _amounts(ctx: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, float]:
    """`sea=12000`, any number of times."""
    found: dict[str, float] = {}
    for word in given:
        name, _, amount = word.partition("=")
        try:
            found[name] = float(amount)
        except ValueError as fault:
            raise click.BadParameter(told("cli.budget.amount", word=word)) from fault
    return found


@click.command(help=told("cli.budget"))
@click.argument("result")
@click.option("--total", type=click.FloatRange(min=0), default=None, help=told("cli.budget.total"))
@click.option("--reserve", type=click.FloatRange(min=0), default=0.0, help=told("cli.budget.reserve"))
@click.option("--least", multiple=True, callback=_amounts, help=told("cli.budget.least"))
@click.option("--most", multiple=True, callback=_amounts, help=told("cli.budget.most"))
@click.option("--try", "tried", multiple=True, callback=_amounts, help=told("cli.budget.try"))
@click.pass_obj
def budget(
    call: Call,
    result: str,
    total: float | None,
    reserve: float,
    least: dict[str, float],
    most: dict[str, float],
    tried: dict[str, float],
) -> None:
    """Propose a split of what channels with a curve spend a week, or weigh one that is typed."""
    from jalon.assembly import house
    from jalon.routines import budgeting
    from jalon.scorecard.curves.wishes import Wish

    house(call.home)
    workspace = workspace_of(call)
    found = budgeting.budget(workspace, result, Wish(total, reserve, least, most, tried=tried))
    if found is None:
        output.note(told("cli.budget.unknown", result=result))
        raise SystemExit(UNUSABLE)
    if call.as_json:
        output.document(found.document)
        return
    for line in budgets.proposal_lines(found.document, call.language):
        click.echo(line)


@contextmanager
def _bar() -> Iterator[Callable[[float], bool]]:
    """A bar on a terminal, silence elsewhere; Ctrl-C stops between two steps, what was fitted stays kept."""
    if not sys.stderr.isatty():
        yield lambda part: True
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(told("cli.curves.step"), total=1.0)

        def step(part: float) -> bool:
            bar.update(task, completed=part)
            return True

        yield step

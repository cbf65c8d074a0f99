"""A closer look at one number of the scorecard: by day, week or month, or by the values of a dimension."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from jalon.cli import output
from jalon.cli.entry import UNUSABLE, Call
from jalon.cli.language import told
from jalon.wording import day, quantity, refusal

if TYPE_CHECKING:
    from jalon.facts.engine import Engine
    from jalon.quantities import Period
    from jalon.records.scorecards import Published
    from jalon.records.workspaces import Workspace
    from jalon.routines.exploring import Exploration, Group

DASH = "–"


def look_closer(
    call: Call,
    engine: Engine,
    workspace: Workspace,
    published: Published,
    row: Mapping[str, object],
    by: str | None,
    grain: str | None,
) -> None:
    """Cut one KPI or objective on the facts of the scorecard's day; what cannot be cut ends with status 2."""
    from jalon.plan.document import plan_in
    from jalon.quantities import Grain
    from jalon.records import plans
    from jalon.routines.exploring import explore

    inner = row.get("measured")
    measured = inner if isinstance(inner, Mapping) else {}
    name, period = str(measured.get("id", row.get("id"))), _period(measured.get("period"))
    revision = plans.numbered(workspace, published.plan_revision)
    plan = plan_in(revision.document) if revision else None
    found = None
    if plan is not None and period is not None:
        found = explore(plan, engine, name, published.as_of, period, by, Grain(grain) if grain else None)
    if found is None or found.refusal is not None:
        _say_why_not(name, found, call.language)
        raise SystemExit(UNUSABLE)
    if call.as_json:
        output.document(found.as_document())
        return
    first, last = (day(one, call.language) for one in (found.period.start, found.period.end))
    click.echo(told("cli.show.exploration", first=first, last=last))
    named = plan.value_names(by) if plan is not None and by else {}
    for group in found.groups:
        name = named[group.name].in_language(call.language) if group.name in named else group.name
        _print(group, name, found.unit, call.language)


def _period(span: object) -> Period | None:
    from jalon.quantities import Period

    return Period(*(date.fromisoformat(str(one)) for one in span)) if isinstance(span, list) else None


def _say_why_not(name: str, found: Exploration | None, language: str) -> None:
    if found is None or found.refusal is None:
        output.note(told("cli.show.no_closer", name=name))
        return
    facts = found.refusal.as_document()
    output.note(refusal({"refused": facts.pop("code"), **facts}, language))


def _print(group: Group, name: str, unit: str, language: str) -> None:
    if name:
        shown = quantity(group.value, unit, language) if isinstance(group.value, Decimal) else DASH
        click.echo(f"  {name:<28} {shown:>16}")
    for bucket in group.buckets:
        shown = DASH if bucket.value is None else quantity(bucket.value, unit, language)
        click.echo(f"    {day(bucket.start, language):<26} {shown:>16}")

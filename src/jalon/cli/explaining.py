"""`why`: what moved a KPI or an objective between two periods, as parts that add up to the change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

import click

from jalon.cli import output
from jalon.cli.entry import UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of
from jalon.cli.steering import AS_OF
from jalon.wording import day, moves, refusal

if TYPE_CHECKING:
    from jalon.plan.model import Plan
    from jalon.quantities import Period

_DAY = click.DateTime(["%Y-%m-%d"])
_WIDEST = 42


@click.command(help=told("cli.why"))
@click.argument("name")
@click.option("--from", "first", type=_DAY, default=None, help=told("cli.why.from"))
@click.option("--to", "last", type=_DAY, default=None, help=told("cli.why.to"))
@click.option("--against", default="previous", help=told("cli.why.against"))
@click.option("--by", default="formula", help=told("cli.why.by"))
@AS_OF
@click.pass_obj
def why(
    call: Call, name: str, first: datetime | None, last: datetime | None, against: str, by: str, as_of: datetime | None
) -> None:
    """Split a change on the facts of the published scorecard; what cannot be split ends with status 2."""
    from jalon.assembly import house
    from jalon.plan.document import read_plan
    from jalon.records import plans, scorecards
    from jalon.routines.explaining import explain

    here = house(call.home)
    workspace = workspace_of(call)
    published = scorecards.latest(workspace, as_of.date() if as_of else None)
    if published is None:
        output.note(told("cli.show.none"))
        raise SystemExit(UNUSABLE)
    revision = plans.numbered(workspace, published.plan_revision)
    plan = read_plan(revision.document.encode(), "plan.yaml").plan if revision else None
    span, other = _period(first, last), _against(against)
    found = explain(plan, here.engine(workspace), name, published.as_of, by, span, other) if plan else None
    if plan is None or found is None:
        output.note(told("cli.show.unknown", name=name))
        raise SystemExit(UNUSABLE)
    document = found.as_document()
    if call.as_json:
        output.document(document)
    else:
        show(document, _names(plan, by, call.language), call.language)
    if found.refusal is not None:
        raise SystemExit(UNUSABLE)


def _period(first: datetime | None, last: datetime | None) -> Period | None:
    """Both days or neither; anything else ends with status 2."""
    from jalon.quantities import Period

    if first is None and last is None:
        return None
    if first is None or last is None or last < first:
        _misunderstood(" ".join(f"{one:%Y-%m-%d}" for one in (first, last) if one))
    return Period(first.date(), last.date())


def _against(said: str) -> Period | str:
    from jalon.sources.reading.days import stated_period

    if said in ("previous", "year"):
        return said
    stated = stated_period(said.replace("..", " - ")) if ".." in said else None
    if stated is None:
        _misunderstood(said)
    return stated


def _misunderstood(said: str) -> NoReturn:
    output.note(told("cli.why.period", said=said))
    raise SystemExit(UNUSABLE)


def _names(plan: Plan, by: str, language: str) -> dict[str, str]:
    """What the parts of a cascade are called; of a cut, the values that the plan names."""
    if by in (*plan.grounds, *plan.dimensions):
        return {value: name.in_language(language) for value, name in plan.value_names(by).items()}
    kpis = {kpi.id: kpi.measured.name for _, kpi in plan.kpis()}
    named = {**kpis, **{one.id: one.name for one in plan.objectives}}
    return {key: name.in_language(language) for key, name in named.items() if name}


def show(document: Mapping[str, object], names: Mapping[str, str], language: str) -> None:
    """The sentences, then every part with what it brings, the rest, and what was dated meanwhile."""
    days = [day(str(one), language) for span in ("period", "against") for one in _list(document, span)]
    first, last, first_before, last_before = days
    click.echo(told("cli.why.title", first=first, last=last, first_before=first_before, last_before=last_before))
    refused = document["refused"]
    if isinstance(refused, Mapping):
        facts = dict(refused)
        output.note(refusal({"refused": facts.pop("code"), **facts}, language))
        return
    for sentence in moves.sentences(document, language, names):
        click.echo(click.style(sentence, bold=True))
    for sentence in moves.cautions(document, language):
        click.echo(click.style(sentence, fg="yellow"))
    unit = str(document["unit"])
    lines = [(moves.part_name(str(one["name"]), language, names), one["effect"]) for one in _list(document, "parts")]
    if Decimal(str(document["rest"])):
        lines.append((told("moving.rest"), document["rest"]))
    for label, effect in lines:
        click.echo(f"  {label[:_WIDEST]:<{_WIDEST}} {moves.signed(effect, unit, language):>16}")
    _meanwhile(document, language)


def _meanwhile(document: Mapping[str, object], language: str) -> None:
    lines = []
    for kind, start in (("events", "first_day"), ("actions", "start")):
        for one in _list(document, kind):
            name = one["name"][language] if one["name"] and language in one["name"] else one["id"]
            lines.append(f"{day(str(one[start]), language)} · {name}")
    for first, last in _list(document, "breaks"):
        lines.append(told("cli.why.broken", days=f"{day(first, language)} – {day(last, language)}"))
    if lines:
        click.echo(told("cli.why.meanwhile"))
    for line in lines:
        click.echo(f"  {line}")


def _list(document: Mapping[str, object], name: str) -> list:  # type: ignore[type-arg]  # rows of a JSON document
    rows = document[name]
    return rows if isinstance(rows, list) else []

"""`check-in`: what a person believes of a KPI of hers this week, typed or asked one thing after the other."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from jalon.cli import output
from jalon.cli.entry import FINDINGS, UNUSABLE, Call
from jalon.cli.language import told
from jalon.cli.plans import workspace_of

if TYPE_CHECKING:
    from jalon.plan.model import Plan
    from jalon.records.check_ins import CheckIn
    from jalon.records.scorecards import Published
    from jalon.records.workspaces import Workspace

STEPS = ("hold", "act", "ask")
SHARES = ("0.05", "0.2", "0.4", "0.6", "0.8", "0.95")


@click.command(name="check-in", help=told("cli.check-in"))
@click.argument("kpi", required=False)
@click.option("--person", required=True, help=told("cli.check-in.person"))
@click.option("--confidence", type=click.Choice(SHARES), default=None, help=told("cli.check-in.confidence"))
@click.option("--sentence", default="", help=told("cli.check-in.sentence"))
@click.option("--next", "step", type=click.Choice(STEPS), default=None, help=told("cli.check-in.next"))
@click.pass_obj
def check_in(call: Call, kpi: str | None, person: str, confidence: str | None, sentence: str, step: str | None) -> None:
    """Keep one check-in; without a KPI, list those of the person and what was said this week."""
    from jalon.assembly import house
    from jalon.records import scorecards
    from jalon.routines import checking_in
    from jalon.routines.knowing import plan_of

    house(call.home)
    workspace = workspace_of(call)
    published = scorecards.latest(workspace)
    plan = plan_of(workspace, published)
    if published is None or plan is None:
        output.note(told("cli.show.none"))
        raise SystemExit(UNUSABLE)
    hers = checking_in.speakable(plan, published, person)
    if not hers or (kpi is not None and kpi not in hers):
        output.note(told("cli.check-in.none" if kpi is None else "cli.check-in.not_hers", person=person, kpi=kpi or ""))
        raise SystemExit(UNUSABLE)
    if kpi is None:
        _listed(call, workspace, published, person, hers)
        return
    if sys.stdin.isatty() and not call.as_json:
        confidence = confidence or click.prompt(told("cli.check-in.ask.confidence"), type=click.Choice(SHARES))
        step = step or click.prompt(told("cli.check-in.ask.next"), type=click.Choice(STEPS))
        sentence = sentence or click.prompt(told("cli.check-in.ask.sentence"), default="", show_default=False)
    _kept(call, workspace, plan, published, kpi, (confidence or "", sentence, step or ""), person)


def _kept(
    call: Call, workspace: Workspace, plan: Plan, read: Published, kpi: str, said: tuple[str, str, str], person: str
) -> None:
    from jalon.routines import checking_in

    teller = checking_in.Teller(person, "terminal", f"operator:{person}")
    done = checking_in.check_in(workspace, plan, read, kpi, said, teller, datetime.now(UTC))
    lacking = done.lacking if isinstance(done, checking_in.Answer) else ()
    kept = [] if done is None or isinstance(done, checking_in.Answer) else [done]
    if call.as_json:
        output.document(document(kept, lacking))
    elif kept:
        click.echo(told("cli.check-in.done", kpi=kpi, person=person))
    else:
        output.note(told("cli.check-in.lacking", fields=", ".join(told(f"cli.check-in.lack.{one}") for one in lacking)))
    if lacking:
        raise SystemExit(FINDINGS)


def _listed(call: Call, workspace: Workspace, read: Published, person: str, hers: list[str]) -> None:
    from jalon.records import check_ins
    from jalon.wording import percent

    week = check_ins.week_of(read.as_of)
    mine = [one for one in check_ins.of_week(workspace, week) if one.person == person and one.kpi in hers]
    if call.as_json:
        output.document({**document(mine, ()), "may_speak_of": hers})
        return
    for kpi in hers:
        said = next((one for one in mine if one.kpi == kpi), None)
        told_now = percent(said.confidence, call.language, 0) if said else told("cli.check-in.open")
        click.echo(f"{kpi:<32} {told_now}")


def document(kept: list[CheckIn], lacking: tuple[str, ...]) -> dict[str, object]:
    """Check-ins as JSON, contract 1; `lacking` is what was left to say."""
    return {
        "contract": 1,
        "check_ins": [
            {
                "person": one.person, "kra": one.kra, "kpi": one.kpi, "week": one.week.isoformat(),
                "as_of": one.as_of.isoformat(), "odds": str(one.odds) if one.odds is not None else None,
                "confidence": str(one.confidence), "sentence": one.sentence, "next_step": one.next_step,
            }
            for one in kept
        ],
        "lacking": list(lacking),
    }  # fmt: skip

"""A decision in the terminal: the rule that decides and its figures, or what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import click

from jalon.cli.language import told
from jalon.wording import phrase
from jalon.wording.arbitrated import between, change, figures, gain, next_cost, result, ruling


@dataclass(frozen=True, slots=True)
class Ids:
    """Things by their id, options by their name."""

    options: Mapping[str, str]

    def option(self, name: str) -> str:
        """An option of the question."""
        return self.options.get(name, name)

    def thing(self, subject: str) -> str:
        """The id alone."""
        return subject.partition(":")[2]

    def person(self, name: str) -> str:
        """The id."""
        return name


def print_decision(row: Mapping[str, object], language: str) -> None:
    """The question, what the rules make of it, the options; or the choice and what came of it."""
    options = _rows(row["options"])
    names = Ids({str(one["id"]): _said(one["name"], language) for one in options})
    click.echo(click.style(f"{row['id']}  {_said(row['question'], language)}", bold=True))
    found = row.get("ruling")
    if isinstance(found, Mapping):
        click.echo(ruling(found, names, language))
        for number, step in enumerate(_rows(found["steps"]), 1):
            click.echo(f"  {number}. {_said(step['name'], language) or step['rule']}: {result(step, names, language)}")
            for figure in figures(step, names, language):
                click.echo(f"     - {figure}")
        for one in _rows(found["options"]):
            for brought in _rows(one["gains"]):
                click.echo(f"  {names.option(str(one['option']))}: {gain(brought, names, language)}")
    elif row.get("chosen"):
        click.echo(f"  {names.option(str(row['chosen']))} ({row['rule']}, {row['by']})")
    for cost in _rows(row["costs"]):
        inner = cost["cost"]
        if isinstance(inner, Mapping) and "refused" not in inner:
            click.echo(f"  {cost['kpi']}: {next_cost(inner, language)}")
    _reviewed(row.get("review"), language)


def _reviewed(review: object, language: str) -> None:
    if not isinstance(review, Mapping):
        return
    unit, measure = str(review["unit"]), review["measure"]
    seen = told("cli.show.review", came=phrase(f"arbitrated.came.{review['came']}", language))
    click.echo(f"  {seen}")
    expected = f"{change(review['expected'], unit, language)} {between(review['low'], review['high'], unit, language)}"
    click.echo(f"  {told('cli.show.announced')}: {expected.strip()}")
    if isinstance(measure, Mapping) and "refused" not in measure:
        low, high = measure["interval95"]
        value = change(measure["value"], unit, language)
        click.echo(f"  {told('cli.show.measured')}: {value} {between(low, high, unit, language)}")


def _said(text: object, language: str) -> str:
    if isinstance(text, Mapping):
        return str(text.get(language) or next(iter(text.values()), ""))
    return str(text or "")


def _rows(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []

"""Starting from the data: exports read, channels found, a draft plan proposed and written; nobody is asked twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from jalon import wording
from jalon.facts.engine import Engine
from jalon.facts.load import CutState
from jalon.metrics import MeasuredSeries, measure
from jalon.plan.document.annotated import annotated
from jalon.plan.model import Company, Plan
from jalon.quantities import Period, Text
from jalon.routines.importing import tables_of
from jalon.routines.planning import Proved, completed, prove
from jalon.scorecard.starting import found as finding
from jalon.scorecard.starting import places as placing
from jalon.scorecard.starting.carrying import carried_over
from jalon.scorecard.starting.content import Note, Writing
from jalon.scorecard.starting.draft import Answers, Draft, areas_of, draft_wanted, drafted
from jalon.scorecard.starting.found import FoundChannel
from jalon.scorecard.starting.places import Places
from jalon.sources.reading.answers import Answers as ReadAnswers
from jalon.sources.reading.door import Reading
from jalon.sources.reading.report import ReadReport

FILE = "plan.yaml"
UNNAMED = "my_company"
DEFAULT_CURRENCY = "EUR"
LEAST_LEFT = 61
"""Days under which a year is too short to be planned: the next one is proposed."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the facts of a workspace say before there is a plan."""

    span: Period
    company: Company
    period: Period
    currencies: tuple[str, ...]
    places: Places
    channels: tuple[FoundChannel, ...]
    states: tuple[CutState, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as a plan document, with the verdict of the lint."""

    draft: Draft
    text: str
    proved: Proved


def every_file(paths: Sequence[Path]) -> list[Path]:
    """The files given, and those inside the folders given; hidden ones are nobody's exports."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        found += [one for one in inside if not one.name.startswith(".") or one == path]
    return found


def year_of_plan(today: date, asked: int | None = None) -> Period:
    """The year asked for; else the current one, or the next when less than two months of it are left."""
    year = asked or (today.year + 1 if (date(today.year, 12, 31) - today).days < LEAST_LEFT else today.year)
    return Period(date(year, 1, 1), date(year, 12, 31))


def company_of(engine: Engine, name: str | None, currency: str | None, timezone: str, language: str) -> Company:
    """The company as far as it is known: its currency is that of the files when they have only one."""
    told = finding.currencies(engine.cuts())
    called = name or wording.phrase("draft.word.company", language)
    known = currency or (told[0] if len(told) == 1 else DEFAULT_CURRENCY)
    return Company(
        placing.slug(name, "company") if name else UNNAMED, Text({language: called}), currency=known, timezone=timezone
    )


def gather(paths: Sequence[Path], read: Reading, answers: ReadAnswers, engine: Engine, now: datetime) -> ReadReport:
    """Read files into facts of their own; a file with a question is reported and left out, the rest goes on."""
    report = read(paths, answers)
    # Of two files about the same days and dimensions the later replaces the other: the one that tells most comes last.
    for _, table, load in sorted(tables_of(report, now, ""), key=lambda part: len(part[1].measures)):
        engine.replace(load, table)
    return report


def look(engine: Engine, company: Company, period: Period, today: date, brand: Sequence[str] = ()) -> Looked | None:
    """The channels that the facts speak of; None when there are no facts."""
    states = tuple(engine.cuts())
    span = placing.known_span(states, today)
    if span is None:
        return None
    values = measure(placing.values_wanted(states), placing.nobodys_plan(company, span), engine, span.end)
    places = placing.placed(values, states)
    series: dict[str, MeasuredSeries] = {}
    for currency, wanted in finding.channels_wanted(places, states, company.currency).items():
        plan = placing.nobodys_plan(replace(company, currency=currency), span, places, brand)
        series.update(measure(wanted, plan, engine, span.end).series)
    channels = finding.found(places, states, series, period)
    return Looked(span, company, period, finding.currencies(states), places, channels, states)


def propose(looked: Looked, engine: Engine, answers: Answers) -> Draft:
    """The draft that the names given propose: areas, KPIs with where they start from, risks."""
    areas = areas_of(looked.channels, answers)
    plan = placing.nobodys_plan(looked.company, looked.span, looked.places, answers.brand_terms)
    series = measure(draft_wanted(areas, looked.company), plan, engine, looked.span.end).series
    return drafted(looked.company, looked.period, answers, looked.channels, looked.places, areas, looked.states, series)


def write(draft: Draft, looked: Looked, language: str, report: ReadReport | None = None) -> Written:
    """The draft as a document with notes, proved by the lint as `jalon lint` would."""
    writing = Writing(draft, language, lambda key, values: wording.phrase(key, language, values))
    content = writing.content()
    notes = [*_head(looked, report), *writing.notes, *_asides(looked)]
    text = annotated(content, _said(notes, language))
    return Written(draft, text, prove(text.encode(), FILE))


def carry_over(written: Written, before: Plan | None) -> str:
    """The document with what people completed in the draft that it replaces: names and files change, answers stay."""
    after = written.proved.reading.plan
    if before is None or after is None:
        return written.text
    return completed(written.text, carried_over(before, after))


def _head(looked: Looked, report: ReadReport | None) -> list[Note]:
    """What stands at the top of the document."""
    notes = [Note("", "head", {"first": looked.span.start, "last": looked.span.end})]
    if report is not None:
        for code, kept in (("head_files", True), ("head_left", False)):
            files = [Path(file.path).name for file in report.files if bool(kept_tables(report, file.path)) == kept]
            if files:
                notes.append(Note("", code, {"files": ", ".join(files)}))
    return [*notes, Note("", "head_next")]


def _asides(looked: Looked) -> list[Note]:
    """What the data hold that no plan can take yet: several currencies, values that name no channel."""
    notes = []
    if len(looked.currencies) > 1:
        notes.append(Note("company.currency", "currencies", {"currencies": ", ".join(looked.currencies)}))
    for one in looked.places.unplaced:
        amount = {"value": one.amount.value, "unit": one.amount.unit, "measure": one.measure}
        notes.append(Note("mappings", "unplaced", {"tool": one.tool, "word": one.value, **amount}))
    return notes


def _said(notes: Sequence[Note], language: str) -> Mapping[str, list[str]]:
    said: dict[str, list[str]] = {}
    for note in notes:
        said.setdefault(note.path, []).append(wording.draft_note(note.code, note.details, language))
    return said


def kept_tables(report: ReadReport, path: str) -> bool:
    """Whether a file of the report gave facts, or is read with one that did (a filter file has no table)."""
    file = next(one for one in report.files if one.path == path)
    return file.importable or (bool(file.unit) and not file.tables and file.status == "recognised")

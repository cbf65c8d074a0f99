"""Reading any report that a descriptor describes: one way for every tool, and for what a workspace maps itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from jalon.facts.cut import Cut
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.findings import Finding, Severity
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.countries import country_code
from jalon.sources.reading.days import period_in_name, stated_period
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import Fit, Layout, Outcome
from jalon.sources.reading.grid import (
    Body,
    Columns,
    body_under,
    duplicate_keys,
    kind_of,
    measures_of,
    unit_of,
    words,
)
from jalon.sources.reading.headers import no_currency, normal
from jalon.sources.reading.laying import laid
from jalon.sources.reading.noticed import Refused, graded, noticed
from jalon.sources.reading.numbers import numbers_of
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import Dropped, ReadTable
from jalon.sources.reading.signature import fit_of, spoken
from jalon.sources.reading.timing import Timed, reported, timed
from jalon.sources.reading.totals import checks_of, parted

UNBOUNDED = frozenset({"all time", "toute la période", "depuis le début"})


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a page: its header, its rows, what stands above it, and what is true of all its rows.

    `summaries` counts the rows of the page that sum up others and are left out.
    """

    header: Row
    rows: Sequence[Row]
    above: Sequence[Row] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = None
    summaries: int = 0


Parting = Callable[[Page, Sequence[Row], Fit, Answers], Sequence[Section]]
"""How a page is cut into tables. Raises `Refused`. The small code of a format that is more than one plain table."""


def one_table(page: Page, rows: Sequence[Row], fit: Fit, answers: Answers) -> Sequence[Section]:
    """The page is one table under the header that fits."""
    return [Section(rows[fit.header], rows[fit.header + 1 :], rows[: fit.header])]


class Described:
    """A format of a tool, driven by its descriptor."""

    def __init__(self, said: Descriptor, parting: Parting = one_table) -> None:
        self.said, self.parting = said, parting
        self.id, self.tool, self.report = said.id, said.tool, said.report

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """How well the first rows fit the descriptor."""
        return fit_of(self.said, rows)

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the page whole, table by table."""
        parts = [_read(self.said, section, page, fit, answers) for section in self.parting(page, rows, fit, answers)]
        timezone = answers.timezone or self.said.timezone
        findings = [] if timezone else [noticed("timezone.unknown")]
        accounts = {table.table.account for part in parts for table in part.tables}
        currencies = {part.currency for part in parts if part.currency}
        return Outcome(
            tables=tuple(table for part in parts for table in part.tables),
            findings=(*findings, *(one for part in parts for one in part.findings)),
            dropped=_together([part.dropped for part in parts]),
            language=fit.language,
            currency=currencies.pop() if len(currencies) == 1 else None,
            account=accounts.pop() if len(accounts) == 1 else None,
            timezone=timezone,
        )

    def long(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers) -> Layout | None:
        """A plain table lets every row stand for itself; a format with code of its own says so itself."""
        plain = self.parting is one_table and type(self) is Described
        return laid(self.said, rows, fit.header) if plain else None


@dataclass(slots=True)
class _Part:
    tables: list[ReadTable]
    findings: list[Finding]
    dropped: Dropped
    currency: str | None


def _read(said: Descriptor, section: Section, page: Page, fit: Fit, answers: Answers) -> _Part:
    ordinary, totals = parted(said, section.header, section.rows)
    body = body_under(section.header, ordinary)
    headers = [cell.strip() for cell in section.header.cells][: len(body.header)]
    language = fit.language or spoken(said, body.header)
    form = said.number_form(language)
    chosen = _measures(said, body)
    stated, findings = _stated(section, answers)
    stated = stated or reported(said, body, totals, language, answers)
    if stated is None and said.times.in_name:
        stated = period_in_name(page.name)
    currency = _currency(said, body, headers, chosen, answers, findings)
    read = measures_of(_without_nulls(body, chosen, said.nulls), chosen, headers, currency, form, said.signed)
    _derive(said, body, read, headers, form)
    times = timed(said, body, stated, language, answers)
    findings += [*read.findings, *times.findings]
    tables = _tables(said, section, body, read, times, answers, findings, page.member)
    checks, wrong = checks_of(said, body, read, chosen, totals, form)
    findings = [*_unsaid(findings, wrong), *wrong]
    if not body.rows:
        findings.append(noticed("table.empty", section.header.line))
    if times.grain is Grain.RANGE and said.remedy:
        findings.append(noticed("grain.range", section.header.line - 1 or None, None, remedy=said.remedy))
    if tables and checks:
        tables[0] = replace(tables[0], checks=checks)
    dropped = _dropped(said, body, headers, len(totals) + section.summaries)
    if dropped.personal_columns:
        findings.append(noticed("personal.dropped", section.header.line, columns=list(dropped.personal_columns)))
    return _Part(tables, findings, dropped, currency)


def _unsaid(findings: Sequence[Finding], said_better: Sequence[Finding]) -> list[Finding]:
    """Findings without those that another says with more: no value on any row, yet a total stated."""
    told = {(one.code, one.details.get("measure")) for one in said_better}
    return [one for one in findings if (one.code, one.details.get("measure")) not in told]


def _measures(said: Descriptor, body: Body) -> dict[int, str]:
    """Column → measure. Raises `Refused` when there is none, or two columns of one measure."""
    found: dict[int, str] = {}
    for index, name in enumerate(body.header):
        measured = said.measure(name)
        if measured and measured[0] in found.values():
            raise Refused("header.duplicate", body.line, name)
        if measured:
            found[index] = measured[0]
    if not found:
        raise Refused("header.missing", body.line, missing=next(iter(said.measures), said.id))
    return found


def _derive(said: Descriptor, body: Body, read: Columns, headers: Sequence[str], form: str | None) -> None:
    """Add what is made of two columns of the same row; unknown where either is."""
    for name, product in said.derived.items():
        index = next((i for i, header in enumerate(body.header) if header in product.times), None)
        if index is None or product.of not in read.values:
            continue
        factor = numbers_of(body.cells(index), body.lines, headers[index], form)
        read.findings += factor.findings
        pairs = zip(factor.values, read.values[product.of], strict=True)
        read.values[name] = [a * b if a is not None and isinstance(b, Decimal) else None for a, b in pairs]
        read.measures.append(MeasureColumn(name, kind_of(name), unit_of(name, None), None, derived=True))


def _without_nulls(body: Body, chosen: Mapping[int, str], nulls: frozenset[str]) -> Body:
    """The body with this format's own words for « unknown » emptied. A number that is one never empties money."""
    numbers = frozenset(word for word in nulls if word.lstrip("-").replace(".", "", 1).isdigit())
    words_of = {i: nulls - numbers if unit_of(measure, None) == "currency" else nulls for i, measure in chosen.items()}
    met = {i for i, own in words_of.items() if own and any(cell.strip().lower() in own for cell in body.cells(i))}
    if not met:
        return body
    rows = [
        Row(
            row.line,
            tuple("" if i in met and c.strip().lower() in words_of[i] else c for i, c in enumerate(row.cells)),
        )
        for row in body.rows
    ]
    return Body(body.header, tuple(rows), body.line, body.lines)


def _stated(section: Section, answers: Answers) -> tuple[Period | None, list[Finding]]:
    """The period a person answered, or the one that stands above the header."""
    if answers.period or section.period:
        return answers.period or section.period, []
    for row in section.above:
        text = ",".join(row.cells).strip().rstrip(",")
        if normal(text) in UNBOUNDED:
            return None, [noticed("period.unbounded", row.line, remedy="--period")]
        period = stated_period(row.cells[0] if row.cells else "") or stated_period(text)
        if period:
            return period, []
    return None, []


def _currency(
    said: Descriptor,
    body: Body,
    headers: Sequence[str],
    chosen: Mapping[int, str],
    answers: Answers,
    findings: list[Finding],
) -> str | None:
    """The one currency of a table's money: from a column, from a header, else as answered."""
    index = next((i for i, name in enumerate(body.header) if name in said.currency), None)
    column = {cell.strip().upper() for cell in body.cells(index)} - {"", "--"} if index is not None else set()
    money = [i for i, measure in chosen.items() if unit_of(measure, None) == "currency"]
    written = {code for i in money if (measured := said.measure(body.header[i])) and (code := measured[1])}
    if index is not None and (wrong := no_currency(column)):
        findings.append(noticed("currency.unknown", None, headers[index], value=wrong[0][:40]))
        return None
    if len(column) > 1 or len(written) > 1:
        at = headers[index] if index is not None and len(column) > 1 else None
        findings.append(noticed("currency.mixed", None, at, currencies=sorted(column or written)))
        return None
    stated = next(iter(column or written), None)
    for other in {*written, answers.currency} - {None, stated}:
        if stated:
            findings.append(noticed("currency.contradiction", None, None, stated=stated, answered=other))
    known = stated or answers.currency
    if known is None and money:
        spent = any(cell.strip().strip("0.,-") for i in money for cell in body.cells(i))
        severity = Severity.ERROR if spent else Severity.WARNING
        findings.append(graded("currency.unknown", severity, body.line, None, remedy="--currency"))
    return known


def _tables(
    said: Descriptor,
    section: Section,
    body: Body,
    read: Columns,
    times: Timed,
    answers: Answers,
    findings: list[Finding],
    member: str | None,
) -> list[ReadTable]:
    """One table an account; nothing when the rows could not be dated (the findings say why)."""
    dimensions = {name: i for i, header in enumerate(body.header) if (name := said.dimensions.get(header))}
    attributes = {name: i for i, header in enumerate(body.header) if (name := said.attributes.get(header))}
    constants = {**said.constants, **section.constants}
    order = tuple(name for name in dict.fromkeys(said.dimensions.values()) if name in dimensions)
    cut = Cut(said.tool, said.report, times.grain, order, tuple(sorted(constants.items())))
    unbounded = any(finding.code == "period.unbounded" for finding in findings)
    if times.grain is Grain.RANGE and not times.covers and not unbounded and body.rows and not times.findings:
        findings.append(noticed("period.unknown", None, None, remedy="--period"))
    if len(times.starts) != len(body.rows):
        return []
    described: dict[str, Sequence[Cell]] = {name: words(body.cells(i)) for name, i in attributes.items()}
    if "country" in dimensions:
        described["country_label"] = words(body.cells(dimensions["country"]))
    if times.published:
        described["published"] = times.published
    columns: dict[str, Sequence[Cell]] = {
        "period_start": times.starts,
        "period_end": times.ends,
        **{name: _named(said, name, body.cells(i)) for name, i in dimensions.items()},
        **described,
        **read.values,
    }
    whole = Table(
        cut, times.covers, columns, tuple(read.measures), len(body.rows), answers.account,
        tuple(described), row_numbers=body.lines,
    )  # fmt: skip
    found = [whole] if answers.account else _by_account(said, body, whole)
    findings += [finding for table in found for finding in _twice(said, table)]
    line = section.header.line
    return [ReadTable(table, times.period, member, line, constants=constants) for table in found]


def _named(said: Descriptor, dimension: str, cells: Sequence[str]) -> list[str | None]:
    """Values of a dimension as written, but for countries and those the house has a word of its own for."""
    known = said.values.get(dimension, {})
    if dimension == "country":
        return [
            (known.get(normal(value)) or country_code(value) or value) if value else value for value in words(cells)
        ]
    return [known.get(normal(value), value) if value else value for value in words(cells)]


def _by_account(said: Descriptor, body: Body, whole: Table) -> list[Table]:
    index = next((i for i, name in enumerate(body.header) if name in said.account), None)
    accounts = words(body.cells(index)) if index is not None else []
    names = list(dict.fromkeys(accounts))
    if len(names) <= 1:
        return [_with(whole, range(whole.rows), names[0] if names else None)]
    return [_with(whole, [i for i, own in enumerate(accounts) if own == name], name) for name in names]


def _with(whole: Table, rows: Sequence[int], account: str | None) -> Table:
    columns = {name: [values[i] for i in rows] for name, values in whole.columns.items()}
    lines = tuple(whole.row_numbers[i] for i in rows)
    return Table(
        whole.cut, whole.covers, columns, whole.measures, len(rows), account, whole.attributes, row_numbers=lines
    )


def _twice(said: Descriptor, table: Table) -> list[Finding]:
    starts, ends = table.columns["period_start"], table.columns["period_end"]
    named = [table.columns[name] for name in table.cut.dimensions]
    keys = [(starts[i], ends[i], *(column[i] for column in named)) for i in range(table.rows)]
    found = duplicate_keys(keys, tuple(table.row_numbers))
    if found is None:
        return []
    key = [part.isoformat() if isinstance(part, date) else str(part) for part in found[1]]
    severity = Severity.ERROR if said.unique_key else Severity.WARNING
    return [graded("rows.duplicate_key", severity, found[0], None, key=key)]


def _dropped(said: Descriptor, body: Body, headers: Sequence[str], totals: int) -> Dropped:
    named = list(zip(body.header, headers, strict=True))
    used = said.times.all() | said.currency | said.account
    other = [
        (header, "no_canonical_name")
        for name, header in named
        if name and name not in said.personal | used and not said.is_ratio(name) and said.name(name) is None
    ]
    ratios = tuple(header for name, header in named if said.is_ratio(name))
    return Dropped(totals, tuple(header for name, header in named if name in said.personal), ratios, tuple(other))


def _together(parts: Sequence[Dropped]) -> Dropped:
    return Dropped(
        sum(part.total_rows for part in parts),
        tuple(dict.fromkeys(column for part in parts for column in part.personal_columns)),
        tuple(dict.fromkeys(column for part in parts for column in part.ratio_columns)),
        tuple(dict.fromkeys(pair for part in parts for pair in part.other)),
    )

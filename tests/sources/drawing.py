"""Exports drawn at random from what a descriptor says: any level, columns, language, encoding; with their figures."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import xlsxwriter
from hypothesis import strategies as st

from jalon.catalogue import measures as catalogued
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.grid import kind_of, unit_of
from tests.sources.writing import BLANKS, COUNTS, MONEY, NAMES, delimited, encoded, english, french

FIRST = date(2026, 9, 1)
MOST_DAYS = 6
"""Days stay next to one another: days a week apart are asked about by one format."""
FORMS = ((",", "utf-8"), (";", "utf-8"), ("\t", "utf-16"), (",", "utf-8-sig"), ("xlsx", "xlsx"))
Key = tuple[str, ...]
Figure = int | Decimal | None


@dataclass(frozen=True)
class Drawn:
    """An export: its name and bytes, its language, and what reading it must give."""

    name: str
    content: bytes
    language: str | None
    rows: int
    totals: Mapping[str, Decimal | None]
    nulls: Mapping[str, int]
    total_rows: int
    money: bool


@dataclass(frozen=True)
class Sheet:
    """What is written: lines above the header, the header, its rows."""

    above: Sequence[Sequence[str]]
    header: Sequence[str]
    rows: Sequence[Sequence[str | int | Decimal]]


@st.composite
def exports(draw: st.DrawFn, said: Descriptor) -> Drawn:
    """One valid export of a format."""
    language = draw(st.sampled_from(sorted({*said.titles.values(), *said.languages.values()}) or ["en"]))
    named = _columns(draw, said, language)
    measured = {header: measure[0] for header in named if (measure := said.measure(header))}
    keyed = [header for header in named if header in said.dimensions]
    daily = next((header for header in named if header in said.times.day), None)
    figures = [_figures(measure) for measure in measured.values()]
    days = [st.integers(0, MOST_DAYS - 1)] if daily else []
    rows = draw(
        st.dictionaries(st.tuples(*days, *(_NAMES for _ in keyed)), st.tuples(*figures), min_size=1, max_size=8)
    )
    if not days and not keyed:
        rows = dict([next(iter(rows.items()))])
    dates = sorted({int(str(key[0])) for key in rows}) if daily else [0, 27]
    first, last = FIRST + timedelta(days=dates[0]), FIRST + timedelta(days=dates[-1])
    write = _writer(draw, said, language)
    lines: list[list[str | int | Decimal]] = []
    for key, values in rows.items():
        cells: dict[str, str | int | Decimal] = dict(zip(keyed, (str(k) for k in key[len(days) :]), strict=True))
        if daily:
            cells[daily] = write.day(FIRST + timedelta(days=int(str(key[0]))))
        cells |= {header: write.number(value) for header, value in zip(measured, values, strict=True)}
        lines.append([cells.get(header, _constant(said, header, first, last, write)) for header in named])
    totals = {name: _sum([values[i] for values in rows.values()]) for i, name in enumerate(measured.values())}
    flows = {name: total for name, total in totals.items() if kind_of(name) == "flow"}
    stated = _total_row(draw, said, named, measured, flows, write, daily, first, last) if len(lines) > 1 else None
    if stated:
        lines = [stated, *lines] if said.totals.first_row and draw(st.booleans()) else [*lines, stated]
    above = _above(said, language, first, last)
    form = draw(st.sampled_from(FORMS))
    name = f"export {first} - {last}" if said.times.in_name else "export"
    return Drawn(
        f"{name}.{'xlsx' if form[0] == 'xlsx' else 'csv'}",
        _written(Sheet(above, [header[:1].upper() + header[1:] for header in named], lines), form, write),
        language if any(said.languages.get(header) or said.titles for header in named) else None,
        len(rows),
        flows,
        {name: sum(values[i] is None for values in rows.values()) for i, name in enumerate(measured.values())},
        1 if stated else 0,
        any(unit_of(name, None) == "currency" for name in measured.values()),
    )


_NAMES = NAMES.map(lambda name: name.strip("'- ")).filter(bool)


def _figures(measure: str) -> st.SearchStrategy[Figure]:
    row = catalogued().get(measure)
    if row is not None and row.is_money:
        return st.none() | MONEY
    return st.none() | (st.integers(1, 100) if kind_of(measure) == "index" else COUNTS)


def _columns(draw: st.DrawFn, said: Descriptor, language: str) -> list[str]:
    """Headers of one language: what the format needs, then some of what it may hold, in any order."""
    ours = {h for h in _every_header(said) if said.languages.get(h) in (None, language)}
    groups = [group for group in said.signature if group <= ours] or [frozenset()]
    chosen = dict.fromkeys(sorted(draw(st.sampled_from(groups))))
    taken = {said.name(header) for header in chosen}
    for name in dict.fromkeys((*said.dimensions.values(), *said.measures.values())):
        offered = sorted(header for header in ours if said.name(header) == name)
        if offered and name not in taken and (name in said.required or draw(st.booleans())):
            chosen[draw(st.sampled_from(offered))] = None
    if not any(said.measure(header) for header in chosen):
        offered = sorted(header for header in ours if said.measure(header))
        chosen[draw(st.sampled_from(offered))] = None
    for group in (said.times.day, said.ratios, said.ignored, said.personal):
        offered = sorted(group & ours - set(chosen))
        if offered and not group & set(chosen) and (said.titles or draw(st.booleans())):
            chosen[draw(st.sampled_from(offered))] = None
    if any((measure := said.measure(header)) and unit_of(measure[0], None) == "currency" for header in chosen):
        offered = sorted(said.currency & ours)
        if offered and not said.currency & set(chosen):
            chosen[draw(st.sampled_from(offered))] = None
    return draw(st.permutations(list(chosen)))


def _every_header(said: Descriptor) -> set[str]:
    named = {*said.dimensions, *said.measures, *said.times.all(), *said.ratios, *said.ignored, *said.personal}
    return named | said.currency | {header for group in said.signature for header in group}


@dataclass(frozen=True)
class Writer:
    """How one export writes its numbers and days."""

    form: str | None
    blank: str
    null: str
    day_first: bool | None
    slashed: bool

    def number(self, value: Figure) -> str | int | Decimal:
        return self.null if value is None else value

    def text(self, cell: str | int | Decimal) -> str:
        """A number in words: with group marks where the language is known, bare where the cells must decide."""
        if isinstance(cell, str):
            return cell
        places = 2 if isinstance(cell, Decimal) else 0
        if self.form is None:
            return f"{cell:.{places}f}"
        return english(cell, places) if self.form == "point" else french(cell, places, self.blank)

    def day(self, day: date) -> str:
        if not self.slashed or self.day_first is None:
            return day.isoformat()
        return f"{day:%d/%m/%Y}" if self.day_first else f"{day:%m/%d/%Y}"


def _writer(draw: st.DrawFn, said: Descriptor, language: str) -> Writer:
    spoken = bool(said.languages) or bool(said.titles)
    return Writer(
        said.number_form(language) if spoken else None,
        draw(st.sampled_from(BLANKS)),
        draw(st.sampled_from(["", "--", *sorted(said.nulls)])),
        said.times.day_first.get(language),
        draw(st.booleans()),
    )


def _constant(said: Descriptor, header: str, first: date, last: date, write: Writer) -> str:
    """What a column that is no key and no figure holds on every row."""
    if header in said.currency:
        return "EUR"
    if header in said.times.start | said.times.published:
        return write.day(first)
    if header in said.times.end:
        return write.day(last)
    return "1.5%" if said.is_ratio(header) else "Léa" if header in said.personal else "x"


def _total_row(
    draw: st.DrawFn,
    said: Descriptor,
    named: Sequence[str],
    measured: Mapping[str, str],
    flows: Mapping[str, Decimal | None],
    write: Writer,
    daily: str | None,
    first: date,
    last: date,
) -> list[str | int | Decimal] | None:
    """The report's own total, where its format has one that names or emptiness tell from a row."""
    naming = [header for header in named if header in said.dimensions or header == daily]
    known = any(total is not None for total in flows.values())
    if not naming or not known or not (said.totals.first_row or said.totals.checked) or not draw(st.booleans()):
        return None
    cells: dict[str, str | int | Decimal] = dict.fromkeys(named, "")
    for header, name in measured.items():
        total = flows.get(name)
        exact = total if total is None or unit_of(name, None) == "currency" else int(total)
        cells[header] = write.number(exact) if total is not None else ""
    for header in set(named) & (said.times.start | said.times.end):
        cells[header] = _constant(said, header, first, last, write)
    if not said.totals.first_row:
        word = draw(st.sampled_from(sorted(said.totals.checked)))
        cells[next(header for header in named if header not in measured)] = word
        if not any(header not in measured for header in named[:4]):
            return None
    return [cells[header] for header in named]


def _above(said: Descriptor, language: str, first: date, last: date) -> list[list[str]]:
    titles = sorted(title for title, spoken in said.titles.items() if spoken == language)
    return [[titles[0]], [f"{first} - {last}"]] if titles else []


def _sum(values: Sequence[Figure]) -> Decimal | None:
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _written(sheet: Sheet, form: tuple[str, str], write: Writer) -> bytes:
    delimiter, encoding = form
    if delimiter == "xlsx":
        return _workbook(sheet)
    rows = [[write.text(cell) for cell in row] for row in sheet.rows]
    return encoded(delimited([*sheet.above, sheet.header, *rows], delimiter), encoding)


def _workbook(sheet: Sheet) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([*sheet.above, sheet.header, *sheet.rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write_number(number, column, float(cell))
    return made.getvalue()

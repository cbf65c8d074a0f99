"""A file no format fits, mapped by the person who knows it: columns proposed, chosen, kept as a descriptor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from jalon import catalogue
from jalon.findings import Finding, Severity
from jalon.sources.reading.days import days_of
from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import Descriptor, described_by
from jalon.sources.reading.dimensions import DIMENSIONS
from jalon.sources.reading.headers import normal, without_currency
from jalon.sources.reading.noticed import graded
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.personal import masked_text
from jalon.sources.reading.shape import Column, Shape

SAMPLES, LOOKED_AT, CLOSE = 4, 200, 0.86
DAYS = ("date", "day", "jour")
IN_FRENCH = {
    "canal": "channel", "pays": "country", "ville": "city", "appareil": "device", "langue": "language",
    "campagne": "campaign", "produit": "product", "catégorie": "category", "magasin": "store", "marché": "market",
    "cible": "audience", "étape": "stage", "objectif": "goal", "réseau": "network", "mot clé": "keyword",
}  # fmt: skip
"""Words of people's own tables for the dimensions of the house."""
_COUNTED = re.compile(r"^(?:nombre|nbre|nb|number|total|montant|amount)(?: (?:de|des|du|of))?(?: la| les)? |^nb\.? ")
MOSTLY = 0.6
"""Share of cells that make a column of days: a total row has none."""
NAMED = 0.6
"""Share of the widest row that a header names."""
TIMES = ("day", "week", "month", "start", "end", "crawl", "published")
OTHERS = ("account", "currency", "ratio", "personal", "ignored")
FIXED = (*TIMES, *OTHERS)
"""What a column may be besides `measure:ID`, `dimension:ID` and `attribute:ID`."""
COMPUTED = {"computed", "plan"}


def shape_of(page: Page, known: Iterable[Descriptor], line: int | None = None) -> Shape | None:
    """The table a page seems to hold, under the header at `line` or the likeliest one; None when there is none."""
    names = _names(known)
    found: list[tuple[int, Shape]] = []
    for delimiter in page.delimiters:
        rows = page.rows(delimiter)
        at = _header_at(rows, line)
        if at is not None:
            shape = _shape(rows, at, delimiter, names)
            found.append((len(shape.columns) * min(shape.rows, LOOKED_AT), shape))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _header_at(rows: Sequence[Row], line: int | None) -> int | None:
    """The row told, else the first well-filled row of the fullest run of rows of one width."""
    if line is not None:
        return next((number for number, row in enumerate(rows) if row.line == line), None)
    looked = rows[:LOOKED_AT]
    best: Sequence[Row] = ()
    number = 0
    while number < len(looked):
        end = number + 1
        while end < len(looked) and len(looked[end].cells) == len(looked[number].cells):
            end += 1
        run = looked[number:end]
        if len(run[0].cells) > 1 and sum(map(_width, run)) > sum(map(_width, best)):
            best = run
        number = end
    widest = max(map(_width, best), default=0)
    header = next((row for row in best if _width(row) >= NAMED * widest), None)
    return None if header is None else rows.index(header)


def _width(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _shape(rows: Sequence[Row], at: int, delimiter: str | None, names: Mapping[str, str]) -> Shape:
    header, under = rows[at], [row for row in rows[at + 1 :] if any(cell.strip() for cell in row.cells)]
    looked = under[:LOOKED_AT]
    columns = []
    for index, cell in enumerate(header.cells):
        if not cell.strip():
            continue
        cells = [row.cells[index] for row in looked if index < len(row.cells) and row.cells[index].strip()]
        seems, sure = _seems(cell, cells, names)
        shown = tuple(masked_text(one.strip())[:40] for one in dict.fromkeys(cells))
        columns.append(Column(cell.strip(), shown[:SAMPLES], seems, sure))
    return Shape(header.line, delimiter, tuple(columns), len(under))


def _names(known: Iterable[Descriptor]) -> dict[str, str]:
    """Every header that a shipped format or the catalogue knows → what a column of that name is."""
    found: dict[str, str] = {}
    for one in known:
        found |= {header: f"dimension:{name}" for header, name in one.dimensions.items()}
        found |= {header: f"measure:{name}" for header, name in one.measures.items()}
        found |= dict.fromkeys(one.ratios, "ratio") | dict.fromkeys(one.personal, "personal")
        found |= dict.fromkeys(one.account, "account") | dict.fromkeys(one.currency, "currency")
        found |= {header: name for name in TIMES for header in getattr(one.times, name)}
    for measure in catalogue.measures().values():
        if not set(measure.tools) <= COMPUTED:
            for said in (measure.id, *measure.name.by_language.values()):
                found[normal(said)] = f"measure:{measure.id}"
    found |= {name: f"dimension:{name}" for name in DIMENSIONS} | dict.fromkeys(DAYS, "day")
    return {word: f"dimension:{name}" for word, name in IN_FRENCH.items()} | found


def _seems(header: str, cells: Sequence[str], names: Mapping[str, str]) -> tuple[str, bool]:
    """What a column seems to be: by its name, by a near name, else by its cells."""
    name = without_currency(normal(header))[0]
    if name in names:
        return names[name], True
    dated = sum(not days_of([cell], [1], header, True)[1] for cell in cells)
    if cells and dated >= MOSTLY * len(cells):
        return "day", False
    counted = _COUNTED.sub("", name)
    if counted in names:
        return names[counted], False
    near = get_close_matches(name, names, n=1, cutoff=CLOSE)
    if near:
        return names[near[0]], False
    if any("%" in cell for cell in cells):
        return "ratio", False
    if any("@" in cell for cell in cells):
        return "personal", False
    return "ignored", True


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person chose: the tool and report to file the table under, what each column is, and its forms.

    `columns` maps a header to `measure:ID`, `dimension:ID`, `attribute:ID` or one of `FIXED`. `numbers` is
    `point`, `comma` or None (the cells decide); `total` the words that begin a total row.
    """

    tool: str
    report: str
    columns: Mapping[str, str]
    numbers: str | None = None
    day_first: bool | None = None
    total: str | None = None

    def as_document(self) -> dict[str, object]:
        """Its form on disk and in the records."""
        said = {"tool": self.tool, "report": self.report, "columns": dict(self.columns), "numbers": self.numbers}
        kept = {**said, "day_first": self.day_first, "total": self.total}
        return {name: value for name, value in kept.items() if value is not None}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Choice:
        """What a document chose; a part that is not of its type is as if it were not there, which `wrong_in` tells."""
        columns = said.get("columns")
        numbers, order, total = said.get("numbers"), said.get("day_first"), said.get("total")
        return cls(
            str(said.get("tool") or ""),
            str(said.get("report") or ""),
            {str(header): str(role) for header, role in columns.items()} if isinstance(columns, Mapping) else {},
            numbers if numbers in ("point", "comma") else None,
            order if isinstance(order, bool) else None,
            str(total) if total else None,
        )


def wrong_in(chosen: Choice) -> list[Finding]:
    """What keeps a mapping from being a descriptor: no measure, one role twice, a measure nobody or Jalon computes."""
    roles = [role for role in chosen.columns.values() if role not in ("ratio", "personal", "ignored")]
    measures = [role.partition(":")[2] for role in roles if role.startswith("measure:")]
    found: list[Finding] = []
    if not chosen.tool or not chosen.report:
        found.append(_wrong("mapping.unnamed"))
    if not measures:
        found.append(_wrong("mapping.no_measure"))
    found += [_wrong("mapping.twice", role=role) for role in sorted({r for r in roles if roles.count(r) > 1})]
    for measure in measures:
        row = catalogue.measures().get(measure)
        if row is None:
            near = get_close_matches(measure, list(catalogue.measures()), n=1, cutoff=0.5)
            found.append(_wrong("column.unknown", column=measure, nearest=near[0] if near else None))
        elif set(row.tools) <= COMPUTED:
            found.append(_wrong("measure.computed", measures=[measure]))
        elif chosen.tool and chosen.tool not in row.tools:
            found.append(_wrong("mapping.foreign_tool", measure=measure, tool=chosen.tool, tools=list(row.tools)))
    for header, role in chosen.columns.items():
        kind, _, name = role.partition(":")
        known = role in FIXED or (kind in ("measure", "dimension", "attribute") and bool(name))
        if not known or (kind == "dimension" and not (name in DIMENSIONS or name.isidentifier())):
            found.append(_wrong("mapping.role_unknown", column=header, role=role))
    return found


def _wrong(code: str, column: str | None = None, **details: str | list[str] | None) -> Finding:
    return graded(code, Severity.ERROR, None, column, **details)


def no_table() -> Finding:
    """Nothing in the file looks like a table."""
    return _wrong("mapping.no_table")


def tools_of(columns: Iterable[str]) -> tuple[str, ...]:
    """Tools that provide every measure chosen, those of plain tables first: where the facts may be filed."""
    measures = [role.partition(":")[2] for role in columns if role.startswith("measure:")]
    rows = [catalogue.measures()[name] for name in measures if name in catalogue.measures()]
    shared = set.intersection(*(set(row.tools) for row in rows)) - COMPUTED if rows else set()
    return tuple(sorted(shared, key=lambda tool: (not tool.startswith("csv_"), tool)))


def format_of(chosen: Choice, version: int = 1) -> Described:
    """The format that a mapping makes: read by the one way of every described report."""
    return Described(described_by(_document(chosen, version)))


def _document(chosen: Choice, version: int) -> dict[str, object]:
    """The mapping as a descriptor, in the form of those shipped."""
    named: dict[str, dict[str, list[str]]] = {"dimension": {}, "attribute": {}, "measure": {}}
    groups: dict[str, list[str]] = {}
    for header, role in chosen.columns.items():
        kind, _, name = role.partition(":")
        if kind in named:
            named[kind].setdefault(name, []).append(without_currency(header)[0] if kind == "measure" else header)
        else:
            groups.setdefault(role, []).append(header)
    return {
        "id": f"own.{chosen.tool}.{chosen.report}@{version}",
        "tool": chosen.tool,
        "report": chosen.report,
        "signature": [[without_currency(header)[0] for header in chosen.columns]],
        "dimensions": named["dimension"],
        "attributes": named["attribute"],
        "measures": named["measure"],
        "time": {
            **{name: groups[name] for name in TIMES if name in groups},
            **({"day_first": {"": chosen.day_first}} if chosen.day_first is not None else {}),
        },
        "totals": {"words": [chosen.total]} if chosen.total else {},
        "numbers": {"": chosen.numbers} if chosen.numbers else {},
        "account": groups.get("account", []),
        "currency": groups.get("currency", []),
        "ratios": groups.get("ratio", []),
        "personal": groups.get("personal", []),
        "ignored": groups.get("ignored", []),
    }

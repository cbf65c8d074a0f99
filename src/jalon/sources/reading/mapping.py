"""A file no format fits, mapped by the person who knows it: the columns chosen, and the format that they make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from jalon import catalogue
from jalon.findings import Finding, Severity
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import described_by
from jalon.sources.reading.dimensions import DIMENSIONS
from jalon.sources.reading.format import OWN, Fit, Layout, Outcome
from jalon.sources.reading.headers import without_currency
from jalon.sources.reading.laying import laid
from jalon.sources.reading.noticed import graded
from jalon.sources.reading.pages import Page, Row

TIMES = ("day", "week", "month", "start", "end", "crawl", "published")
OTHERS = ("account", "currency", "ratio", "personal", "ignored")
FIXED = (*TIMES, *OTHERS)
"""What a column may be besides `measure:ID`, `dimension:ID` and `attribute:ID`."""
COMPUTED = {"computed", "plan"}
REPORT = 40
"""Letters of a report's name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person chose: the tool and report to file the table under, what each column is, and its forms.

    `columns` maps a header to `measure:ID`, `dimension:ID`, `attribute:ID` or one of `FIXED`. `numbers` is
    `point`, `comma` or None (the cells decide); `total` the words that begin a total row; `currency` that of every
    amount of such a file, when no column and no header tells it.
    """

    tool: str
    report: str
    columns: Mapping[str, str]
    numbers: str | None = None
    day_first: bool | None = None
    total: str | None = None
    currency: str | None = None

    def as_document(self) -> dict[str, object]:
        """Its form on disk and in the records."""
        said = {"tool": self.tool, "report": self.report, "columns": dict(self.columns), "numbers": self.numbers}
        kept = {**said, "day_first": self.day_first, "total": self.total, "currency": self.currency}
        return {name: value for name, value in kept.items() if value is not None}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Choice:
        """What a document chose; a part that is not of its type is as if it were not there, which `wrong_in` tells."""
        columns = said.get("columns")
        numbers, order, total = said.get("numbers"), said.get("day_first"), said.get("total")
        currency = str(said.get("currency") or "").strip().upper()
        return cls(
            str(said.get("tool") or ""),
            named(str(said.get("report") or "")),
            {str(header): str(role) for header, role in columns.items()} if isinstance(columns, Mapping) else {},
            numbers if numbers in ("point", "comma") else None,
            order if isinstance(order, bool) else None,
            str(total) if total else None,
            currency if re.fullmatch("[A-Z]{3}", currency) else None,
        )


def is_own(format_id: str) -> bool:
    """Whether a format is one that people of a workspace described."""
    return format_id.startswith(OWN)


def named(text: str) -> str:
    """A report's name as it stands in a cut: small letters, digits and `_`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain)[:REPORT].strip("_")


def wrong_in(chosen: Choice, taken: Collection[tuple[str, str]] = ()) -> list[Finding]:
    """What keeps a mapping from being a descriptor; `taken` are the tools and reports that Jalon reads itself."""
    roles = [role for role in chosen.columns.values() if role not in ("ratio", "personal", "ignored")]
    measures = [role.partition(":")[2] for role in roles if role.startswith("measure:")]
    found: list[Finding] = []
    if not chosen.tool or not chosen.report:
        found.append(_wrong("mapping.unnamed"))
    if (chosen.tool, chosen.report) in taken:
        found.append(_wrong("mapping.taken", tool=chosen.tool, report=chosen.report))
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


def known_already(formats: Iterable[str]) -> Finding:
    """A shipped format reads this file already: it stays the one that does."""
    return graded("mapping.known", Severity.WARNING, None, None, formats=list(formats))


def tools_of(columns: Iterable[str]) -> tuple[str, ...]:
    """Tools that provide every measure chosen, those of plain tables first: where the facts may be filed."""
    measures = [role.partition(":")[2] for role in columns if role.startswith("measure:")]
    rows = [catalogue.measures()[name] for name in measures if name in catalogue.measures()]
    shared = set.intersection(*(set(row.tools) for row in rows)) - COMPUTED if rows else set()
    return tuple(sorted(shared, key=lambda tool: (not tool.startswith("csv_"), tool)))


class Own(Described):
    """A format that people of a workspace described: read by the one way of every described report."""

    def __init__(self, chosen: Choice, version: int) -> None:
        super().__init__(described_by(_document(chosen, version)))
        self.chosen = chosen

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the page; the currency said with the choice is the answer where none was given."""
        told = replace(answers, currency=answers.currency or self._currency(rows[fit.header]))
        return super().read(page, rows, fit, told, delimiter)

    def long(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers) -> Layout | None:
        """A table under a header, like any that is described."""
        return laid(self.said, rows, fit.header)

    def _currency(self, header: Row) -> str | None:
        """The currency kept with the choice, unless the file itself tells one."""
        told = "currency" in self.chosen.columns.values() or any(without_currency(cell)[1] for cell in header.cells)
        return None if told else self.chosen.currency


def format_of(chosen: Choice, version: int = 1) -> Own:
    """The format that a mapping makes."""
    return Own(chosen, version)


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
        "id": f"{OWN}{chosen.tool}.{chosen.report}@{version}",
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
        "unique_key": True,
    }

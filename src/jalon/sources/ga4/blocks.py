"""A GA4 download cut into its tables: each has its own comment lines, then a header, and ends at a blank line."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files

from jalon.quantities import Period
from jalon.sources.reading.days import one_day
from jalon.sources.reading.headers import normal
from jalon.sources.reading.pages import Row

RULE = re.compile(r"# ?-{10,}")
OVERVIEW = "overview"
"""The report of a file that holds several tables, or says no name of its own."""


@cache
def names() -> dict[str, dict[str, str]]:
    """Section → normal words → name in the house."""
    said = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
    return {name: {normal(w): key for key, ws in inner.items() for w in ws} for name, inner in said.items()}


@dataclass(frozen=True, slots=True)
class Block:
    """One table of the file: what its comment lines say, then its header and rows.

    `segment` is the comparison it is limited to; None when it counts everyone.
    """

    header: Row
    rows: tuple[Row, ...]
    start: date | None = None
    end: date | None = None
    segment: str | None = None

    @property
    def period(self) -> Period | None:
        """Its stated days."""
        return Period(self.start, self.end) if self.start and self.end and self.start <= self.end else None


@dataclass(slots=True)
class Download:
    """The whole file: what stands between its two rules, and its tables."""

    title: str = ""
    account: str | None = None
    property_name: str | None = None
    blocks: list[Block] = field(default_factory=list)

    @property
    def report(self) -> str:
        """The report's name as cuts write it, the same in both languages."""
        title = self.title.partition(":")[0].strip()
        if not title or len(self.blocks) > 1:
            return OVERVIEW
        known = names()["reports"].get(normal(title))
        bare = unicodedata.normalize("NFKD", normal(title)).encode("ascii", "ignore").decode()
        return known or re.sub(r"[^a-z0-9]+", "_", bare).strip("_") or OVERVIEW


@dataclass(slots=True)
class _Open:
    """The table being read: its comments so far, its header once met."""

    texts: list[str] = field(default_factory=list)
    start: date | None = None
    end: date | None = None
    header: Row | None = None
    rows: list[Row] = field(default_factory=list)


def download(rows: Sequence[Row]) -> Download:
    """Cut a file into its tables. A table without dates of its own has those of the one above it."""
    found, current, rules = Download(), _Open(), 0
    for row in rows:
        first = row.cells[0] if row.cells else ""
        if RULE.match(first):
            rules += 1
        elif _is_comment(row, current.header):
            if current.header is not None:
                current = _closed(found, current)
            _said(",".join(row.cells).lstrip("#").strip(), found, current, in_preamble=rules == 1)
        elif not any(cell.strip() for cell in row.cells):
            current = _closed(found, current) if current.header is not None else current
        elif current.header is None:
            current.header = row
        else:
            current.rows.append(row)
    if current.header is not None:
        _closed(found, current)
    return found


def _is_comment(row: Row, header: Row | None) -> bool:
    """A line that starts with a mark, unless it is a row of the table: a page may be named `# 1, a guide`."""
    first = row.cells[0] if row.cells else ""
    if not (first.startswith("# ") or first.strip() == "#"):
        return False
    whole = header is not None and len(row.cells) == len(header.cells) > 1
    return not (whole and re.fullmatch(r"-?[\d.]+", row.cells[-1].strip()))


def _said(text: str, found: Download, current: _Open, in_preamble: bool) -> None:
    """One comment line: a stated fact, the file's title, or words above a table."""
    name, colon, value = text.partition(":")
    stated = names()["stated"].get(normal(name)) if colon else None
    if stated == "account":
        found.account = value.strip() or None
    elif stated == "property":
        found.property_name = value.strip() or None
    elif stated == "start":
        current.start = one_day(value)
    elif stated == "end":
        current.end = one_day(value)
    elif in_preamble:
        found.title = text or found.title
    else:
        current.texts.append(text)


def _closed(found: Download, current: _Open) -> _Open:
    assert current.header is not None  # noqa: S101  # asked for by whoever met a header
    before = found.blocks[-1] if found.blocks else None
    block = Block(current.header, tuple(current.rows), current.start, current.end, _segment(current.texts))
    if before is not None and not current.texts and current.start is None and current.end is None:
        block = replace(block, start=before.start, end=before.end, segment=before.segment)
    found.blocks.append(block)
    return _Open()


def _segment(texts: Sequence[str]) -> str | None:
    """The comparison a table is limited to: the words under its title, or under the bare mark that stands for one."""
    said = texts[1] if len(texts) > 1 else ""
    return None if not said or normal(said) in names()["everyone"] else said

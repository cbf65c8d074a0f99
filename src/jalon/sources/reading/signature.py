"""How well the first rows of a page fit a descriptor, and what a near miss lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import NO_FIT, Fit
from jalon.sources.reading.headers import normal, without_currency
from jalon.sources.reading.pages import Row

TITLED, UNTITLED, NEAR, TITLE_ALONE = 1.0, 0.5, 0.6, 0.4
SURE, BY_KNOWN = 0.7, 0.29
"""A format without titles scores `SURE` and up to `BY_KNOWN` more, by the share of headers that it knows."""
TITLE_LINES = 6


def fit_of(said: Descriptor, rows: Sequence[Row]) -> Fit:
    """The best header among the first rows, weighed with the title above it."""
    if not rows:
        return NO_FIT
    language = _titled(said, rows)
    fits = [_header_fit(said, number, row, language) for number, row in enumerate(rows)]
    best = max(fits, key=lambda fit: fit.score)
    if best.lacks and language is not None and best.score < TITLE_ALONE:
        return Fit(TITLE_ALONE, 0, ("header",), language)
    return best


def _titled(said: Descriptor, rows: Sequence[Row]) -> str | None:
    for row in rows[:TITLE_LINES]:
        first = normal(row.cells[0]) if row.cells else ""
        if first in said.titles:
            return said.titles[first]
    return None


def _header_fit(said: Descriptor, number: int, row: Row, titled: str | None) -> Fit:
    headers = [header for cell in row.cells if (header := normal(cell))]
    if not headers:
        return NO_FIT
    known = sum(said.knows(header) for header in headers) / len(headers)
    if not known:
        return Fit(0.0, number, ("measure",), titled)
    lacks = _lacks(said, headers)
    measured = any(said.measure(header) for header in headers)
    language = titled or spoken(said, headers)
    if lacks or not measured:
        wanted = len(said.required) + max((len(group) for group in said.signature), default=0)
        share = 1 - len(lacks) / max(wanted, 1)
        return Fit(NEAR * max(share, 0.0) * known, number, tuple(lacks) or ("measure",), language)
    if said.titles:
        return Fit(TITLED, number, (), language) if titled else Fit(UNTITLED, number, ("title",), language)
    return Fit(SURE + BY_KNOWN * known, number, (), language)


def _lacks(said: Descriptor, headers: Sequence[str]) -> list[str]:
    plain = {without_currency(header)[0] for header in headers} | set(headers)
    named = {said.name(header) for header in headers}
    missing = [name for name in said.required if name not in named]
    if said.signature:
        nearest: list[str] = min((sorted(group - plain) for group in said.signature), key=len)
        missing += nearest
    return missing


def spoken(said: Descriptor, headers: Sequence[str]) -> str | None:
    """The language most of the headers are written in; None when none of them tells."""
    names = [(header, without_currency(header)[0]) for header in headers]
    found = Counter(said.languages.get(header) or said.languages.get(name) for header, name in names)
    del found[None]
    return found.most_common(1)[0][0] if found else None

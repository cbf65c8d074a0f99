"""Which column of a described table makes what, and how its cells are looked at when the table is long."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import Layout, Part
from jalon.sources.reading.grid import EXACT, kind_of
from jalon.sources.reading.headers import normal
from jalon.sources.reading.pages import Row
from jalon.sources.reading.totals import FIRST_COLUMNS, is_worded


def laid(said: Descriptor, rows: Sequence[Row], header: int, every: frozenset[str] = frozenset()) -> Layout | None:
    """The layout under a header; None where a row hangs on others, or on two columns at once.

    `every` names dimensions of which each different value is looked at, beside those with words of the house.
    """
    if header >= len(rows):
        return None
    names = [normal(cell) for cell in rows[header].cells]
    times = said.times
    if times.snapshot or any(name in times.start | times.end | times.crawl | times.published for name in names):
        return None
    if any(name in product.times for name in names for product in said.derived.values()):
        return None
    if any(word.replace(".", "", 1).isdigit() for word in said.nulls):
        return None
    parts = _dated(said, names)
    for index, name in enumerate(names):
        if dimension := said.dimensions.get(name):
            coded = dimension == "country" or dimension in said.values or dimension in every
            parts[dimension] = Part(index, "every" if coded else "words", "word")
            if dimension == "country":
                parts["country_label"] = Part(index, "every", "word")
        if attribute := said.attributes.get(name):
            parts[attribute] = Part(index, "words", "word")
        if measured := said.measure(name):
            kind = "exact" if kind_of(measured[0]) in EXACT else "float"
            parts[measured[0]] = Part(index, "number", "exact" if kind == "exact" else "float")
    looked = frozenset(index for index, name in enumerate(names) if name in said.currency | said.account)
    words = (*said.totals.words, *said.totals.checked)
    worded_in = range(min(FIRST_COLUMNS, len(names))) if words else range(0)
    begins = "".join(sorted({word[0] for word in words if word}))
    return Layout(header, parts, looked, lambda cell: is_worded(cell, said.totals), worded_in, begins)


def _dated(said: Descriptor, names: Sequence[str]) -> dict[str, Part]:
    """The column that dates the rows: the first of day, week, month that there is."""
    times = said.times
    dating = (
        index for told in (times.day, times.week, times.month) for index, name in enumerate(names) if name in told
    )
    index = next(dating, None)
    if index is None:
        return {}
    return {"period_start": Part(index, "every", "day"), "period_end": Part(index, "every", "day")}

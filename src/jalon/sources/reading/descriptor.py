"""A format described in a TOML file: signatures, names by language, time, totals, keys. Data, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jalon.sources.reading.headers import normal, without_currency

DEFAULT_NUMBERS = {"en": "point", "fr": "comma"}
"""English reports write 1,234.5; French ones 1 234,5."""


@dataclass(frozen=True, slots=True)
class Times:
    """Columns that date a row, in normal form, and what their days mean.

    `crawl` is the day a snapshot was taken; `published` a day that belongs to the thing counted (a post, a
    sending): it gives the period told, never the slice. `day_first` tells 01/02 by language; what it leaves
    out is decided from the cells. `in_name`: the first and last day stand in the file's name and nowhere else.
    """

    day: frozenset[str]
    week: frozenset[str]
    month: frozenset[str]
    start: frozenset[str]
    end: frozenset[str]
    crawl: frozenset[str]
    published: frozenset[str]
    day_first: Mapping[str, bool]
    snapshot: bool
    in_name: bool

    def all(self) -> frozenset[str]:
        """Every header that dates a row."""
        return self.day | self.week | self.month | self.start | self.end | self.crawl | self.published


@dataclass(frozen=True, slots=True)
class Totals:
    """How total rows are told from rows: by their first words, or by standing first with every name empty.

    A tool that puts its total first has been seen to put it last: a nameless row at either end is it.
    """

    words: tuple[str, ...]
    checked: frozenset[str]
    account: frozenset[str]
    first_row: bool


@dataclass(frozen=True, slots=True)
class Product:
    """A flow made of two columns of one row: an average is multiplied back by what it was divided by."""

    of: str
    times: frozenset[str]


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One format of one tool. Headers are in normal form; each maps to what it is called in the house.

    `signature` holds groups of headers: one group must be there whole. `titles` are lines above the header, by
    language; a format that has titles is known by them. `signed` names the counts that may be negative.
    """

    id: str
    tool: str
    report: str
    titles: Mapping[str, str]
    signature: tuple[frozenset[str], ...]
    required: tuple[str, ...]
    dimensions: Mapping[str, str]
    attributes: Mapping[str, str]
    measures: Mapping[str, str]
    derived: Mapping[str, Product]
    languages: Mapping[str, str]
    times: Times
    totals: Totals
    numbers: Mapping[str, str]
    nulls: frozenset[str]
    currency: frozenset[str]
    account: frozenset[str]
    ratios: frozenset[str]
    personal: frozenset[str]
    ignored: frozenset[str]
    signed: frozenset[str]
    values: Mapping[str, Mapping[str, str]]
    constants: Mapping[str, str]
    unique_key: bool
    remedy: str | None
    timezone: str | None

    def measure(self, header: str) -> tuple[str, str | None] | None:
        """The measure a header names and the currency it states."""
        name, currency = without_currency(header)
        found = self.measures.get(header) or self.measures.get(name)
        return (found, currency) if found else None

    def name(self, header: str) -> str | None:
        """What a header is called in the house: a dimension, an attribute or a measure."""
        measured = self.measure(header)
        named = self.dimensions.get(header) or self.attributes.get(header) or (measured[0] if measured else None)
        return named or next((name for name, product in self.derived.items() if header in product.times), None)

    def is_ratio(self, header: str) -> bool:
        """Whether a header names a rate or an average, with its currency or without."""
        return header in self.ratios or without_currency(header)[0] in self.ratios

    def knows(self, header: str) -> bool:
        """Whether a header is one that this format is known to write, used or not."""
        if header in self.measures or header in self.dimensions or header in self.attributes or header in self.ratios:
            return True
        if header in self.currency or header in self.account or header in self.personal or header in self.ignored:
            return True
        return self.name(header) is not None or self.is_ratio(header) or header in self.times.all()

    def number_form(self, language: str | None) -> str | None:
        """How the numbers of a language are written; None when the cells decide."""
        form = self.numbers.get(language or "")
        return None if form == "decide" else form


def descriptor(package: str, name: str, shared: str | None = None) -> Descriptor:
    """Load a descriptor shipped in a tool's folder; `shared` says what its reports have in common."""
    own = _document(package, name)
    return described_by(_over(_document(package, shared), own) if shared else own)


def _document(package: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files(package).joinpath(f"{name}.toml").read_text("utf-8"))


def _over(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """One document over another: tables are joined key by key, anything else is replaced."""
    tables = {key for key in own if isinstance(own[key], dict) and isinstance(shared.get(key), dict)}
    return {**shared, **{key: _over(shared[key], own[key]) if key in tables else own[key] for key in own}}


def described_by(said: Mapping[str, Any]) -> Descriptor:
    """A descriptor from its document, shipped or saved by a workspace. Raises `KeyError` without id, tool, report."""
    time, totals = said.get("time", {}), said.get("totals", {})
    spoken = [said.get(part, {}) for part in ("dimensions", "attributes", "measures")]
    products = said.get("derived", {})
    return Descriptor(
        id=said["id"],
        tool=said["tool"],
        report=said["report"],
        titles={normal(title): language for language, titles in said.get("titles", {}).items() for title in titles},
        signature=tuple(_set(group) for group in said.get("signature", ())),
        required=tuple(said.get("required", ())),
        dimensions=_by_header(spoken[0]),
        attributes=_by_header(spoken[1]),
        measures=_by_header(spoken[2]),
        derived={name: Product(one["of"], _set(_flat(one["times"]))) for name, one in products.items()},
        languages=_languages(
            [
                *spoken,
                *({"times": one["times"]} for one in products.values()),
                {key: time[key] for key in time if key in Times.__slots__},
            ]
        ),
        times=_times(time),
        totals=Totals(
            words=tuple(normal(word) for word in totals.get("words", ())),
            checked=_set(totals.get("checked", ())),
            account=_set(totals.get("account", ())),
            first_row=bool(totals.get("first_row", False)),
        ),
        numbers={**DEFAULT_NUMBERS, **said.get("numbers", {})},
        nulls=frozenset(word.lower() for word in said.get("nulls", ())),
        currency=_set(said.get("currency", ())),
        account=_set(said.get("account", ())),
        ratios=_set(said.get("ratios", ())),
        personal=_set(said.get("personal", ())),
        ignored=_set(said.get("ignored", ())),
        signed=frozenset(said.get("signed", ())),
        values={name: _by_header(values) for name, values in said.get("values", {}).items()},
        constants=dict(said.get("constants", {})),
        unique_key=bool(said.get("unique_key", False)),
        remedy=said.get("remedy"),
        timezone=said.get("timezone"),
    )


def _times(said: Mapping[str, Any]) -> Times:
    headers = ("day", "week", "month", "start", "end", "crawl", "published")
    columns = {name: _set(_flat(said.get(name, ()))) for name in headers}
    return Times(
        **columns,
        day_first=dict(said.get("day_first", {})),
        snapshot=bool(said.get("snapshot", False)),
        in_name=bool(said.get("in_name", False)),
    )


def _flat(said: Sequence[str] | Mapping[str, Sequence[str]]) -> list[str]:
    """Headers, whether told by language or not."""
    return [header for headers in said.values() for header in headers] if isinstance(said, Mapping) else list(said)


def _by_header(said: Mapping[str, Any]) -> dict[str, str]:
    return {normal(header): name for name, headers in said.items() for header in _flat(headers)}


def _languages(parts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Header → language, for those told by language."""
    return {
        normal(header): language
        for part in parts
        for headers in part.values()
        if isinstance(headers, Mapping)
        for language, ones in headers.items()
        if isinstance(ones, list)
        for header in ones
    }


def _set(words: Sequence[str]) -> frozenset[str]:
    return frozenset(normal(word) for word in words)

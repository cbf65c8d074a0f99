"""A format described in a TOML file: signatures, column names by language, totals, keys. Data, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from jalon.sources.reading.headers import normal, without_currency


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One format of one tool. Headers are in normal form; each maps to what it is called in the house."""

    id: str
    tool: str
    report: str
    titles: Mapping[str, str]
    dimensions: Mapping[str, str]
    attributes: Mapping[str, str]
    measures: Mapping[str, str]
    day: frozenset[str]
    currency: frozenset[str]
    account: frozenset[str]
    ratios: frozenset[str]
    personal: frozenset[str]
    required: tuple[str, ...]
    totals: tuple[str, ...]
    checked_total: tuple[str, ...]
    account_total: tuple[str, ...]
    unique_key: bool
    remedy: str | None

    def dimension(self, header: str) -> str | None:
        """The dimension a header names."""
        return self.dimensions.get(header)

    def measure(self, header: str) -> tuple[str, str | None] | None:
        """The measure a header names and the currency it states."""
        name, currency = without_currency(header)
        found = self.measures.get(header) or self.measures.get(name)
        return (found, currency) if found else None


def descriptor(package: str, name: str) -> Descriptor:
    """Load a descriptor shipped in a tool's folder."""
    said = tomllib.loads(files(package).joinpath(f"{name}.toml").read_text("utf-8"))
    return Descriptor(
        id=said["id"],
        tool=said["tool"],
        report=said["report"],
        titles={normal(title): language for language, titles in said.get("titles", {}).items() for title in titles},
        dimensions=_by_header(said.get("dimensions", {})),
        attributes=_by_header(said.get("attributes", {})),
        measures=_by_header(said.get("measures", {})),
        day=_set(said, "day"),
        currency=_set(said, "currency"),
        account=_set(said, "account"),
        ratios=_set(said, "ratios"),
        personal=_set(said, "personal"),
        required=tuple(said.get("required", ())),
        totals=tuple(normal(word) for word in said.get("totals", ())),
        checked_total=tuple(normal(word) for word in said.get("checked_total", ())),
        account_total=tuple(normal(word) for word in said.get("account_total", ())),
        unique_key=bool(said.get("unique_key", False)),
        remedy=said.get("remedy"),
    )


def _by_header(said: Mapping[str, list[str]]) -> dict[str, str]:
    return {normal(header): name for name, headers in said.items() for header in headers}


def _set(said: Mapping[str, list[str]], name: str) -> frozenset[str]:
    return frozenset(normal(word) for word in said.get(name, ()))

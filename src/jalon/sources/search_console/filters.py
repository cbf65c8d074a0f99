"""The filters of a performance download, as its own file states them, and the signs of a comparison."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from jalon.findings import Finding
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import Refused, noticed
from jalon.sources.reading.pages import Row

FILTER_FILES: dict[tuple[str, ...], str] = {("filter", "value"): "en", ("filtre", "valeur"): "fr"}
FREE = ("search_type", "date")
"""Filters that every download has."""
UNSURE = "-!~^*(|\\"
"""Marks that are not known from a real file: « not containing » and regular expressions."""


@cache
def _names() -> dict[str, dict[str, str]]:
    """Section → normal header → name in the house."""
    said = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
    return {name: {normal(w): key for key, ws in inner.items() for w in ws} for name, inner in said.items()}


def is_filter_file(headers: Sequence[str]) -> str | None:
    """The language of a filter file's header; None for any other."""
    return FILTER_FILES.get(tuple(headers))


def compares(headers: Sequence[str]) -> bool:
    """Whether every column is a metric, some of them named by a period and one of them there twice."""
    metrics = [_metric(header) for header in headers]
    known = [metric for metric in metrics if metric]
    return len(known) == len(headers) and len(set(known)) < len(known) and len(set(headers)) == len(headers)


def _metric(header: str) -> str | None:
    named = _names()["metrics"]
    found = next((w for w in named if header == w or header.endswith(f" {w}") or header.startswith(f"{w} ")), None)
    return named[found] if found else None


def stated_filters(rows: Sequence[Row], answers: Answers) -> tuple[dict[str, str], list[Finding]]:
    """The file's filters as written; one whose operator is not known asks."""
    found: dict[str, str] = {}
    findings = []
    for row in rows:
        if len(row.cells) < 2 or not row.cells[0].strip():
            continue
        name = _names()["filters"].get(normal(row.cells[0]))
        if name is None:
            raise Refused("table.ragged", row.line, row.cells[0])
        value = row.cells[1].strip().replace("\u00a0", " ")
        twice = name in found
        found[name] = f"{found[name]}, {value}" if twice else value
        if name not in FREE and name not in answers.filters and (twice or _unsure(name, value)):
            findings.append(noticed("filter.unknown", row.line, row.cells[0], value=value, remedy="--filter"))
    return found, findings


def _unsure(name: str, value: str) -> bool:
    return value[:1] in UNSURE or (name == "query" and value.startswith("/"))


def cut_filters(filters: Mapping[str, str]) -> dict[str, str]:
    """Filters as they name the cut: the search type as it is, others `operator:value`, the unsure as written."""
    named = {}
    for name, value in filters.items():
        if name == "search_type":
            named[name] = _names()["search_types"].get(normal(value), value)
        elif name != "date":
            sure = f"contains:{value[1:]}" if value.startswith("+") else f"equals:{value}"
            named[name] = value if _unsure(name, value) else sure
    return named
